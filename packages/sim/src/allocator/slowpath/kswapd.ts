/**
 * kswapd, in outline: reclaims until a zone of the node is above HIGH, takes the boost back, and wakes kcompactd.
 * Source: mm/vmscan.c wakeup_kswapd(), balance_pgdat(), kswapd_try_to_sleep(); mm/compaction.c wakeup_kcompactd().
 *
 * Simplified: it works when the request that woke it is done, in one go, and kcompactd right after it. On a real machine both run
 * beside the load: a burst of requests can be faster than they are.
 */

import type { Compaction } from "../compaction/compaction";
import { compactGap } from "../compaction/suitable";
import { __GFP_DIRECT_RECLAIM } from "../gfp";
import type { ZoneAllocator } from "../zone-allocator";
import { MAX_RECLAIM_RETRIES, type Reclaim } from "./reclaim";
import type { SlowRequest } from "./request";

export class Kswapd {
  constructor(
    private readonly allocator: ZoneAllocator,
    private readonly reclaim: Reclaim,
    private readonly compaction: Compaction,
  ) {}

  /** What a request that woke the nodes it may use sets off. */
  serve(request: SlowRequest): void {
    const { order, gfp, highest } = request;
    for (const { nid } of request.nodes) {
      if (this.hasWork(nid, order, highest)) this.run(nid, order, highest);
      else if ((gfp & __GFP_DIRECT_RECLAIM) === 0) this.wakeKcompactd(nid, order, highest);
    }
  }

  private hasWork(nid: number, order: number, highest: number): boolean {
    const failures = this.reclaim.kswapdFailures[nid] as number;
    if (failures >= MAX_RECLAIM_RETRIES) return false;
    return !this.isBalanced(nid, order, highest) || this.boostOf(nid, highest) > 0;
  }

  private run(nid: number, order: number, highest: number): void {
    let left = order;
    do left = this.balance(nid, left, highest);
    while (!this.maySleep(nid, left, highest));
    for (const zone of this.allocator.zonesOfNode(nid, highest)) this.compaction.hints.reset(zone);
    this.wakeKcompactd(nid, order, highest);
  }

  private maySleep(nid: number, order: number, highest: number): boolean {
    const failures = this.reclaim.kswapdFailures[nid] as number;
    return failures >= MAX_RECLAIM_RETRIES || this.isBalanced(nid, order, highest);
  }

  /** The order up to which the node is to be balanced afterwards: 0 once enough is free for compaction to do the rest. */
  private balance(nid: number, wanted: number, highest: number): number {
    const { allocator } = this;
    const { levels } = allocator;
    const zones = this.allocator.zonesOfNode(nid, highest);
    const cpu = allocator.cpuOfNode(nid);
    const boosts = zones.map((zone) => levels.boost[zone] as number);
    const wasBoosted = this.boostOf(nid, highest) > 0;
    let boostLeft = this.boostOf(nid, highest);
    let order = wanted;
    let reclaimed = 0;
    allocator.events.pageoutRun++;
    for (const zone of zones) allocator.pcp.setReclaimed(zone, true);
    for (;;) {
      const isBalanced = this.isBalanced(nid, order, highest);
      // A node that is really short is not helped by half-hearted reclaim: then the boost does not count.
      if (!isBalanced) boostLeft = 0;
      if (isBalanced && boostLeft === 0) break;
      const scannedBefore = allocator.events.pgscanKswapd;
      const freed = this.reclaim.background(nid, highest, boostLeft === 0, cpu);
      const scanned = allocator.events.pgscanKswapd - scannedBefore;
      reclaimed += freed;
      boostLeft = Math.max(0, boostLeft - freed);
      if (order > 0 && reclaimed >= compactGap(order)) order = 0;
      if (freed > 0) continue;
      if (reclaimed === 0) this.noteFailure(nid, wasBoosted ? 1 : MAX_RECLAIM_RETRIES, scanned);
      break;
    }
    for (const [i, zone] of zones.entries()) {
      allocator.pcp.setReclaimed(zone, false);
      levels.setBoost(zone, Math.max(0, (levels.boost[zone] as number) - (boosts[i] as number)));
    }
    if (wasBoosted) this.wakeKcompactd(nid, allocator.buddy.pageblockOrder, highest);
    return order;
  }

  /**
   * A round that freed nothing. Where none of it was for a boost, which goes with the first, the next ones find the same: they are counted only,
   * `rounds` of them at most.
   */
  private noteFailure(nid: number, rounds: number, scanned: number): void {
    const { kswapdFailures } = this.reclaim;
    const { events } = this.allocator;
    const failures = kswapdFailures[nid] as number;
    const more = Math.min(rounds, MAX_RECLAIM_RETRIES - failures) - 1;
    kswapdFailures[nid] = failures + 1 + more;
    events.pageoutRun += more;
    events.pgscanKswapd += more * scanned;
  }

  private wakeKcompactd(nid: number, order: number, highest: number): void {
    const { allocator } = this;
    if (order === 0 || !this.compaction.isBackgroundSuitable(nid, order, highest)) return;
    this.compaction.background(nid, order, highest, allocator.cpuOfNode(nid));
  }

  /** A zone of the node has its HIGH watermark and a block of the order: pgdat_balanced(). */
  private isBalanced(nid: number, order: number, highest: number): boolean {
    const { allocator } = this;
    const zones = this.allocator.zonesOfNode(nid, highest);
    if (zones.length === 0) return true;
    return zones.some((zone) => allocator.isAbove(zone, order, allocator.mark(zone, 2), highest, 0));
  }

  private boostOf(nid: number, highest: number): number {
    const { levels } = this.allocator;
    return this.allocator
      .zonesOfNode(nid, highest)
      .reduce((sum, zone) => sum + (levels.boost[zone] as number), 0);
  }
}
