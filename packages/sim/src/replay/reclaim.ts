/**
 * Reclaim as the trace shows it. What it frees are frees like any other; what it changes besides are the per-cpu lists and
 * the watermarks.
 */

import type { EventWindow } from "./event-window";
import type { ReplayMachine } from "./replay-machine";
import { numberOf, PAGE_FREE, type RareEvent } from "./trace";

export class Reclaim {
  /** Direct reclaim that has begun, by task. */
  private readonly begun = new Map<number, RareEvent>();

  constructor(
    private readonly machine: ReplayMachine,
    private readonly window: EventWindow,
  ) {}

  take(event: RareEvent): void {
    switch (event.name) {
      case "mm_vmscan_kswapd_wake":
        this.kswapd(numberOf(event, "nid"), false);
        if (this.freesUntilNext(event)) this.kswapd(numberOf(event, "nid"), true);
        break;
      case "mm_vmscan_kswapd_sleep":
        this.kswapd(numberOf(event, "nid"), false);
        break;
      case "mm_vmscan_direct_reclaim_begin":
        this.begun.set(event.pid, event);
        break;
      case "mm_vmscan_direct_reclaim_end":
        this.reclaimed(event);
        break;
    }
  }

  /**
   * True if kswapd frees pages before it wakes or sleeps the next time. Else it found its zones balanced at once, and the
   * mark that it is at work (ZONE_RECLAIM_ACTIVE) was gone before anybody saw it.
   */
  private freesUntilNext(wake: RareEvent): boolean {
    const { window } = this;
    const next = window.side.find(
      ({ at, name, pid }) => at > wake.at && pid === wake.pid && name.startsWith("mm_vmscan_kswapd_"),
    );
    const end = next?.at ?? window.count;
    for (let i = wake.at; i < end; i++)
      if (window.pid[i] === wake.pid && window.kind[i] === PAGE_FREE) return true;
    return false;
  }

  /** What fallbacks added to the watermarks goes back when kswapd is done: mm/vmscan.c balance_pgdat(). */
  private kswapd(nid: number, isAtWork: boolean): void {
    const { levels, pcp } = this.machine.allocator;
    for (let zone = 0; zone < levels.count; zone++) {
      if (levels.nid[zone] !== nid) continue;
      pcp.setReclaimed(zone, isAtWork);
      if (!isAtWork) levels.setBoost(zone, 0);
    }
  }

  /** Where reclaim did not help, the per-cpu lists are drained before the next try: __alloc_pages_direct_reclaim(). */
  private reclaimed({ cpu, pid }: RareEvent): void {
    const begin = this.begun.get(pid);
    if (begin === undefined) return;
    this.begun.delete(pid);
    const order = numberOf(begin, "order");
    const gfp = numberOf(begin, "gfp_flags");
    const { allocator } = this.machine;
    if (allocator.couldServe(order, gfp, cpu)) return;
    for (let zone = 0; zone < allocator.levels.count; zone++) allocator.pcp.drainZone(zone);
  }
}
