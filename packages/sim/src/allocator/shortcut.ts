/**
 * What most requests come to, in one place: a small block that waits in a per-cpu list of a zone that is above LOW, and one that
 * goes into a per-cpu list with room for it. Everything else takes the long way with nothing changed; these are the same rules
 * as there, not other ones.
 *
 * Written flat, over few arrays and with no call but the last: the engine inlines methods up to a size of their own (take() has
 * little left of it) and up to one together, and after a call that it did not inline, even a rare one, it fetches and checks
 * every array again. At 4 GiB an operation takes at least 20 % less time than through the objects that own the arrays.
 */

import type { Buddy } from "./buddy";
import { __GFP_MOVABLE, __GFP_RECLAIMABLE, GFP_PLACE_BITS, GFP_PLACE_MASK } from "./gfp";
import { MOVABLE, PCP_TYPES } from "./migratetype";
import { IN_PCP, NOT_MOBILITY, USED } from "./page-state";
import type { PcpLists } from "./pcp";
import { FREE_FACTOR, LEFT, LIST_BITS, SET_BITS, TOP } from "./pcp-set";
import { GAUGE_BITS, gaugeIndex, type ZoneLevels } from "./zone-levels";
import type { Zonelist } from "./zonelist";

/** Where requests and blocks go that the shortcut is not for. */
export interface LongWay {
  takeLongWay(order: number, gfp: number, cpu: number, nid: number): number;
  freeLongWay(frame: number, order: number, cpu: number): void;
}

export class Shortcut {
  private readonly table: Int32Array;
  private readonly cpus: number;
  private readonly maxOrder: number;
  private readonly states: Uint8Array;
  private readonly places: Int32Array;
  private readonly typeOfBlock: Uint8Array;
  private readonly counts: Int32Array;
  private readonly freeOf: Float64Array;
  private readonly pageblockOrder: number;
  private readonly pageMask: number;
  private readonly gauges: Float64Array;
  private readonly tooFewAt: number;
  private readonly allocatedAt: number;
  private readonly freedAt: number;
  /** A row for each zonelist: the gauge of every zone, best first, and -1 behind the last. */
  private readonly zonelists: Int32Array;
  private readonly rowLength: number;

  constructor(
    private readonly longWay: LongWay,
    buddy: Buddy,
    private readonly pcp: PcpLists,
    levels: ZoneLevels,
    zonelists: readonly Zonelist[],
  ) {
    this.table = pcp.table;
    this.cpus = pcp.cpus;
    this.maxOrder = pcp.maxOrder;
    this.states = buddy.states;
    this.places = buddy.places;
    this.typeOfBlock = buddy.typeOfBlock;
    this.counts = buddy.counts;
    this.freeOf = buddy.freeOf;
    this.pageblockOrder = buddy.pageblockOrder;
    this.pageMask = (1 << buddy.pageblockOrder) - 1;
    this.gauges = levels.gauges;
    this.tooFewAt = levels.tooFewAt;
    this.allocatedAt = levels.allocatedAt;
    this.freedAt = levels.freedAt;
    this.rowLength = levels.count + 1;
    this.zonelists = new Int32Array(zonelists.length * this.rowLength).fill(-1);
    for (const [index, { zones, highest }] of zonelists.entries()) {
      const mayHaveCma = (index & __GFP_MOVABLE) !== 0;
      this.zonelists.set(
        zones.map((zone) => gaugeIndex(zone, highest, mayHaveCma)),
        index * this.rowLength,
      );
    }
  }

  /** A block of 2^order pages from a node's zonelist, any zone of it, without going below LOW: its first frame, or -1. */
  take(order: number, gfp: number, cpu: number, nid: number): number {
    if (order <= this.maxOrder && cpu !== this.pcp.busyCpu) {
      const { gauges, table } = this;
      const pages = 1 << order;
      for (let at = ((nid << GFP_PLACE_BITS) | (gfp & GFP_PLACE_MASK)) * this.rowLength; ; at++) {
        const gauge = this.zonelists[at] as number;
        if (gauge < 0) break;
        const zone = gauge >> GAUGE_BITS;
        const left = (this.freeOf[zone] as number) - pages;
        if (left < (gauges[gauge] as number)) {
          if (left < (gauges[this.tooFewAt + gauge] as number)) continue;
          break;
        }
        // Above order 0 there must be a block, of that order or more. Where this list is empty there may still be one.
        if (order > 0 && this.counts[(zone << 7) | (order << 3) | MOVABLE] === 0) break;
        const mobility = (gfp & (__GFP_MOVABLE | __GFP_RECLAIMABLE)) >>> 3;
        const set = (zone * this.cpus + cpu) << SET_BITS;
        const list = set | ((PCP_TYPES * order + mobility) << LIST_BITS);
        const top = (table[list | TOP] as number) - 1;
        const frame = table[top] as number;
        // None left, or one beyond 2^31, where numbers cost more.
        if (frame < 0) break;
        table[list | TOP] = top;
        const untilDrain = set | LEFT;
        table[untilDrain] = (table[untilDrain] as number) + pages;
        const factor = set | FREE_FACTOR;
        table[factor] = (table[factor] as number) >> 1;
        const room = this.places[(frame >>> this.pageblockOrder) << 1] as number;
        this.states[room | (frame & this.pageMask)] = USED | (mobility << 4) | order;
        const allocated = this.allocatedAt + zone;
        gauges[allocated] = (gauges[allocated] as number) + pages;
        return frame;
      }
    }
    return this.longWay.takeLongWay(order, gfp, cpu, nid);
  }

  /**
   * Two blocks at once, as two calls of take() would give them, the first one first, for who asks for two each time. False, with nothing
   * changed, where not both of them wait in the list.
   */
  takeTwo(order: number, gfp: number, cpu: number, nid: number, into: Float64Array): boolean {
    if (order > this.maxOrder || cpu === this.pcp.busyCpu) return false;
    const { gauges, table } = this;
    const pages = 1 << order;
    for (let at = ((nid << GFP_PLACE_BITS) | (gfp & GFP_PLACE_MASK)) * this.rowLength; ; at++) {
      const gauge = this.zonelists[at] as number;
      if (gauge < 0) return false;
      const zone = gauge >> GAUGE_BITS;
      // What leaves a list was not free: the second block is judged by the same numbers.
      const left = (this.freeOf[zone] as number) - pages;
      if (left < (gauges[gauge] as number)) {
        if (left < (gauges[this.tooFewAt + gauge] as number)) continue;
        return false;
      }
      if (order > 0 && this.counts[(zone << 7) | (order << 3) | MOVABLE] === 0) return false;
      const mobility = (gfp & (__GFP_MOVABLE | __GFP_RECLAIMABLE)) >>> 3;
      const set = (zone * this.cpus + cpu) << SET_BITS;
      const list = set | ((PCP_TYPES * order + mobility) << LIST_BITS);
      const top = (table[list | TOP] as number) - 2;
      const first = table[top + 1] as number;
      const second = table[top] as number;
      if ((first | second) < 0) return false;
      table[list | TOP] = top;
      const untilDrain = set | LEFT;
      table[untilDrain] = (table[untilDrain] as number) + 2 * pages;
      const factor = set | FREE_FACTOR;
      table[factor] = (table[factor] as number) >> 2;
      const { pageMask, pageblockOrder, places, states } = this;
      const state = USED | (mobility << 4) | order;
      states[(places[(first >>> pageblockOrder) << 1] as number) | (first & pageMask)] = state;
      states[(places[(second >>> pageblockOrder) << 1] as number) | (second & pageMask)] = state;
      const allocated = this.allocatedAt + zone;
      gauges[allocated] = (gauges[allocated] as number) + 2 * pages;
      into[0] = first;
      into[1] = second;
      return true;
    }
  }

  /** Takes a freed block in. */
  free(frame: number, order: number, cpu: number): void {
    const { places, states, table } = this;
    const block = frame >>> this.pageblockOrder;
    const index = (places[block << 1] as number) | (frame & this.pageMask);
    const zone = places[(block << 1) | 1] as number;
    const state = states[index] as number;
    const type = this.typeOfBlock[block] as number;
    if (
      order <= this.maxOrder &&
      cpu !== this.pcp.busyCpu &&
      (state & NOT_MOBILITY) === (USED | order) &&
      state < IN_PCP &&
      zone >= 0 &&
      type < PCP_TYPES
    ) {
      const pages = 1 << order;
      const set = (zone * this.cpus + cpu) << SET_BITS;
      const left = (table[set | LEFT] as number) - pages;
      if (left > 0 && (order === 0 || table[set | FREE_FACTOR] === 0)) {
        const list = set | ((PCP_TYPES * order + type) << LIST_BITS);
        const top = table[list | TOP] as number;
        states[index] = IN_PCP | type;
        table[top] = frame;
        table[list | TOP] = top + 1;
        table[set | LEFT] = left;
        const { gauges } = this;
        const freed = this.freedAt + zone;
        gauges[freed] = (gauges[freed] as number) + pages;
        return;
      }
    }
    this.longWay.freeLongWay(frame, order, cpu);
  }

  /**
   * Takes two freed blocks in, as two calls of free() would. Their bytes are written and not read, for who gives two back each time knows
   * them to be its own, and nobody has touched them since: to wait for memory is most of what a free costs.
   */
  freeTwo(first: number, second: number, order: number, cpu: number): void {
    const { pageMask, pageblockOrder, places, table } = this;
    const block = first >>> pageblockOrder;
    const other = second >>> pageblockOrder;
    const zone = places[(block << 1) | 1] as number;
    const type = this.typeOfBlock[block] as number;
    const otherType = this.typeOfBlock[other] as number;
    if (
      order <= this.maxOrder &&
      cpu !== this.pcp.busyCpu &&
      zone >= 0 &&
      zone === places[(other << 1) | 1] &&
      type < PCP_TYPES &&
      otherType < PCP_TYPES
    ) {
      const pages = 2 << order;
      const set = (zone * this.cpus + cpu) << SET_BITS;
      const left = (table[set | LEFT] as number) - pages;
      if (left > 0 && (order === 0 || table[set | FREE_FACTOR] === 0)) {
        const { states } = this;
        states[(places[block << 1] as number) | (first & pageMask)] = IN_PCP | type;
        states[(places[other << 1] as number) | (second & pageMask)] = IN_PCP | otherType;
        const lists = set | ((PCP_TYPES * order) << LIST_BITS);
        const list = (lists + (type << LIST_BITS)) | TOP;
        const top = table[list] as number;
        table[top] = first;
        table[list] = top + 1;
        const otherList = (lists + (otherType << LIST_BITS)) | TOP;
        const otherTop = table[otherList] as number;
        table[otherTop] = second;
        table[otherList] = otherTop + 1;
        table[set | LEFT] = left;
        const { gauges } = this;
        const freed = this.freedAt + zone;
        gauges[freed] = (gauges[freed] as number) + pages;
        return;
      }
    }
    this.free(first, order, cpu);
    this.free(second, order, cpu);
  }
}
