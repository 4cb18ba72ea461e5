/** Boots of real kernels, kept as fixtures: the machine as their logs tell it, and what they showed. */

import { readFileSync } from "node:fs";
import type { MachineInput } from "../input";
import type { ZoneReport } from "../output";

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

/** Reads `fixtures/<name>.json`. */
export function loadBoot(name: "kmsan-2g-boot" | "plain-2g-boot" | "arm64-2g-boot"): Boot {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), "utf8"));
}

/** What /proc/zoneinfo would say of a report. */
export function asSeen({ name, spannedPages, presentPages, managedPages }: ZoneReport): SeenZone {
  return { name, spannedPages, presentPages, managedPages };
}
