import type { Family } from "../family";
import { altmapCheck } from "./altmap-check";
import { deviceBit } from "./device-bit";
import { initialiseAll } from "./initialise-all";
import { onlinePage } from "./online-page";
import { pfnValid } from "./pfn-valid";

/** Who may read the struct pages of persistent memory, and which of them have a value. */
export const device: Family = {
  name: "device",
  title: "ZONE_DEVICE and pfn walkers",
  question: "Who may read the struct pages of persistent memory, and which of them have a value?",
  strategies: [pfnValid, onlinePage, altmapCheck, initialiseAll, deviceBit],
  standard: ({ pmem, kernel }) =>
    pmem.length === 0
      ? null
      : { family: "device", type: "online-page", params: { pageIdle: kernel !== "5.4" } },
};
