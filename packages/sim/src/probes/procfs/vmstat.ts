import { type ProcView, type ProcZone, VM_EVENTS, type VmEvent } from "./view";

/** Counted since v5.13. */
const NOT_IN_5_4: ReadonlySet<VmEvent> = new Set(["cma_alloc_success", "cma_alloc_fail"]);

/**
 * /proc/vmstat: free pages of all zones, then the events the model counts, in the kernel's order. Left out, for the model has no
 * such figures: LRU, page cache, slab, NUMA, swap, huge page and writeback counters. Source: mm/vmstat.c vmstat_show().
 */
export function vmstat(view: ProcView): string {
  const zones = view.nodes.flatMap((node) => node.zones);
  const sum = (of: (zone: ProcZone) => number) => zones.reduce((total, zone) => total + of(zone), 0);
  const events = VM_EVENTS.flatMap((name) => {
    const value = view.kernel === "5.4" && NOT_IN_5_4.has(name) ? undefined : view.events[name];
    return value === undefined ? [] : [`${name} ${value}\n`];
  });
  return [
    `nr_free_pages ${sum((zone) => zone.freePages)}\n`,
    `nr_free_cma ${sum((zone) => zone.freeCmaPages)}\n`,
    ...events,
  ].join("");
}
