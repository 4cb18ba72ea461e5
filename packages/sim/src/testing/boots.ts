/** Boots of real kernels, kept as fixtures: the machine as their logs tell it, and what they showed. */

import arm64 from "../../fixtures/arm64-2g-boot.json";
import kmsan from "../../fixtures/kmsan-2g-boot.json";
import plain from "../../fixtures/plain-2g-boot.json";
import type { MachineInput } from "../input";
import type { ZoneReport } from "../output";
import { machineInput } from "./inputs";

interface Place {
  base: number;
  size: number;
}

export type SeenZone = Pick<ZoneReport, "name" | "spannedPages" | "presentPages" | "managedPages">;

export interface Boot {
  machine: MachineInput;
  observed: {
    memmap: Place;
    /** kmsan_init_alloc_meta_for_range() in the log's order; a KMSAN boot only. */
    kmsanAllocations?: Place[];
    memTotalPages: number;
    zones: SeenZone[];
  };
}

const BOOTS = { "kmsan-2g-boot": kmsan, "plain-2g-boot": plain, "arm64-2g-boot": arm64 } satisfies Record<
  string,
  unknown
>;

/** A boot by its fixture's name; what the fixture leaves out is the kernel's default. JSON knows no literal types, hence the cast; every test that uses it checks its figures. */
export function loadBoot(name: keyof typeof BOOTS): Boot {
  const boot = BOOTS[name] as unknown as Omit<Boot, "machine"> & { machine: Partial<MachineInput> };
  return { ...boot, machine: machineInput(0, boot.machine) };
}

/** What /proc/zoneinfo would say of a report. */
export function asSeen({ name, spannedPages, presentPages, managedPages }: ZoneReport): SeenZone {
  return { name, spannedPages, presentPages, managedPages };
}
