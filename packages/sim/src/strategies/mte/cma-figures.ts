/** What CMA reuse tells of itself. */

import type { Gauge } from "../../machine/hooks";
import type { Machine } from "../../machine/machine";
import type { Figure, FigureUnit } from "../../output";
import type { CmaReuse } from "./cma-reuse";
import { freeTagPages } from "./figures";
import type { NoStorage } from "./no-storage";

/** Curves of tag storage in CMA. They are read one after the other, in this order, at one moment. */
export function cmaGauges(machine: Machine, { blocks, storage, waiting }: CmaReuse): Gauge[] {
  let idle = 0;
  return [
    {
      key: "dataPages",
      label: "Tag storage with data",
      unit: "pages",
      read: () => {
        idle = freeTagPages(machine, storage);
        return storage.pages - blocks.pages - idle;
      },
    },
    { key: "tagPages", label: "Tag storage with tags", unit: "pages", read: () => blocks.pages },
    { key: "idlePages", label: "Idle tag storage", unit: "pages", read: () => idle },
    { key: "blockedFaults", label: "Blocked faults", unit: "count", read: () => waiting.size },
  ];
}

const FAILED: Record<NoStorage["obstacle"], string> = {
  pinned: "Failed: pinned",
  unmovable: "Failed: kernel page",
  tail: "Failed: inside a larger block",
  reserved: "Failed: reserved",
  cma: "Failed: other CMA",
  isolated: "Failed: isolated",
  "no-target": "Failed: no page to move to",
  "no-tags": "Failed: memory without tags",
};

/** Numbers of tag storage in CMA. */
export function cmaFigures(machine: Machine, { blocks, counts, storage, waiting }: CmaReuse): Figure[] {
  const figure = (key: string, label: string, unit: FigureUnit, value: number, help?: string): Figure => ({
    key,
    label,
    unit,
    value,
    ...(help === undefined ? {} : { help }),
  });
  const idle = freeTagPages(machine, storage);
  return [
    figure("blocks", "Blocks reserved", "count", blocks.blocks, "Blocks of tag storage that keep tags now."),
    figure("tagPages", "With tags", "pages", blocks.pages, "Pages of tag storage that keep tags now."),
    figure("dataPages", "With data", "pages", storage.pages - blocks.pages - idle),
    figure("idlePages", "Idle", "pages", idle, "Free, or in a per-cpu list."),
    figure("taggedPages", "Tagged pages", "pages", blocks.taggedPages, "Those whose tags are stored."),
    figure("movedOut", "Data moved out", "pages", counts.movedOut, "Migrations to empty blocks."),
    figure("dropped", "Cache dropped", "pages", counts.dropped, "Clean page cache that lay in blocks."),
    ...[...counts.failed].map(([obstacle, value]) =>
      figure(`failed-${obstacle}`, FAILED[obstacle], "count", value, "Reservations that found a block busy."),
    ),
    figure("atomicRefusals", "Atomic requests refused", "count", counts.atomicRefusals),
    figure("faults", "Accesses that faulted", "count", counts.faults, "Tagged pages without storage."),
    figure("retried", "Faults retried", "count", counts.retried, "VM_FAULT_RETRY."),
    figure(
      "replaced",
      "Data pages replaced",
      "count",
      counts.replaced,
      "Moved to a page whose tags may find a place.",
    ),
    figure("stuck", "Faults without progress", "count", counts.stuck),
    figure("waiting", "Blocked now", "count", waiting.size),
    figure(
      "tagsAside",
      "Tags put aside",
      "pages",
      counts.tagsAside,
      "Tagged pages that moved to a page without storage.",
    ),
  ];
}
