/**
 * The buddy allocator with rows of blocks, as per-cpu lists take and give them: what one by one would do, in loops of their own.
 * Source: mm/page_alloc.c rmqueue_bulk(), free_pcppages_bulk().
 */

import { listIndex } from "./block-lists";
import { ISOLATE } from "./migratetype";
import { FREE, FREE_ORDER_MASK } from "./page-state";
import { SingleBlocks } from "./single-blocks";

export class Buddy extends SingleBlocks {
  /**
   * Takes up to `wanted` blocks of one type, as take() one after the other, and writes their first frames to `into`, each below
   * the one before and the first below `top`: how many there were. The loop of rmqueue_bulk() with its arrays at hand, for the engine fetches and checks them again
   * after every call.
   */
  takeMany(
    zone: number,
    order: number,
    type: number,
    state: number,
    wanted: number,
    into: Int32Array,
    top: number,
  ): number {
    const { blockOf, counts, links, pageblockOrder, pageMask, states } = this;
    const firstList = listIndex(zone, order, type);
    let taken = 0;
    let listed = 0;
    let found = order;
    while (taken < wanted) {
      const list = firstList + ((found - order) << 3);
      const node = links[2 * list] as number;
      if (node === list) {
        found++;
        if (found < pageblockOrder) continue;
        // The first block beyond comes with a pageblock to be cut.
        const frame = this.take(zone, order, type, state);
        if (frame < 0) break;
        taken++;
        into[top - taken] = frame;
        found = order;
        continue;
      }
      // A node stands for two pages, and which of them is free is as good as tossed.
      const index = found === 0 ? 2 * node + (((states[2 * node] as number) >>> 7) ^ 1) : 2 * node;
      const after = links[2 * node] as number;
      links[2 * list] = after;
      links[2 * after + 1] = list;
      counts[list] = (counts[list] as number) - 1;
      // The lists below are empty: one by one, the block's parts would come next, in their order.
      const parts = 1 << (found - order);
      const used = Math.min(parts, wanted - taken);
      const first = (blockOf[index >>> pageblockOrder] as number) << pageblockOrder;
      for (let part = 0; part < used; part++) {
        const at = index + (part << order);
        states[at] = state;
        taken++;
        into[top - taken] = first | (at & pageMask);
      }
      listed += used;
      for (let part = used; part < parts; part += part & -part) {
        const rest = index + (part << order);
        const restOrder = order + 31 - Math.clz32(part & -part);
        const restList = firstList + ((restOrder - order) << 3);
        const restNode = rest >>> 1;
        links[2 * restNode] = restList;
        links[2 * restNode + 1] = restList;
        links[2 * restList] = restNode;
        links[2 * restList + 1] = restNode;
        states[rest] = FREE | (type << 4) | restOrder;
        counts[restList] = 1;
      }
    }
    if (type !== ISOLATE) this.freeOf[zone] = (this.freeOf[zone] as number) - (listed << order);
    return taken;
  }

  /** Frees blocks of one order that stand in a row, as free() one after the other. */
  freeMany(
    zone: number,
    order: number,
    row: Int32Array,
    start: number,
    blocks: number,
    rereadsType: boolean,
  ): void {
    if (this.guard === null) this.freeRow(zone, order, row, start, blocks, rereadsType);
    else this.guard.freeMany(zone, order, row, start, blocks, rereadsType);
  }

  /**
   * The same without a guard. Each goes back to the type it was marked with,
   * or to its pageblock's. The loop of free_pcppages_bulk(), written out as takeMany() is.
   */
  freeRow(
    zone: number,
    order: number,
    row: Int32Array,
    start: number,
    blocks: number,
    rereadsType: boolean,
  ): void {
    const { counts, links, pageblockOrder, pageMask, places, states, typeOfBlock } = this;
    const zoneLists = zone << 7;
    const end = start + blocks;
    let listed = 0;
    for (let at = start; at < end; at++) {
      const frame = row[at] as number;
      const block = frame >>> pageblockOrder;
      const room = places[2 * block] as number;
      let index = room | (frame & pageMask);
      if (order >= pageblockOrder || places[2 * block + 1] !== zone) {
        const type = rereadsType ? (typeOfBlock[block] as number) : this.stateOf(frame) & 7;
        this.free(frame >>> 0, order, zone, type, false);
        continue;
      }
      const type = rereadsType ? (typeOfBlock[block] as number) : (states[index] as number) & 7;
      // Neighbours that come one after the other merge into their whole, whatever was on the lists for a moment.
      let merged = order;
      for (let next = at + 1; merged < pageblockOrder; merged++) {
        const stop = next + (next - at);
        if (stop > end) break;
        const other = (frame >>> merged) ^ 1;
        while (next < stop) {
          const neighbour = row[next] as number;
          if (neighbour >>> merged !== other) break;
          if (!rereadsType && ((states[room | (neighbour & pageMask)] as number) & 7) !== type) break;
          next++;
        }
        if (next < stop) break;
      }
      const parts = 1 << (merged - order);
      if (type !== ISOLATE) listed += parts;
      index &= -1 << merged;
      for (let part = 0; part < parts; part++) states[index + (part << order)] = 0;
      at += parts - 1;
      while (merged < pageblockOrder) {
        const buddy = index ^ (1 << merged);
        const state = states[buddy] as number;
        if ((state & FREE_ORDER_MASK) !== (FREE | merged)) break;
        const list = zoneLists | (merged << 3) | ((state >>> 4) & 7);
        const after = links[buddy & ~1] as number;
        const before = links[buddy | 1] as number;
        links[2 * before] = after;
        links[2 * after + 1] = before;
        counts[list] = (counts[list] as number) - 1;
        states[buddy] = 0;
        index &= buddy;
        merged++;
      }
      if (merged === pageblockOrder) {
        this.dropRoom(block, room);
        this.freeBlock(block, pageblockOrder, zone, type, false);
        continue;
      }
      const list = zoneLists | (merged << 3) | type;
      // Head or tail is as good as tossed: 0 or 1, worked out without a branch for the processor to guess wrong.
      const uncle = (index & ~(1 << merged)) ^ (2 << merged);
      const side =
        merged + 1 < pageblockOrder
          ? ((((states[uncle] as number) & FREE_ORDER_MASK) ^ (FREE | (merged + 1))) - 1) >>> 31
          : Number(this.isMergeLikely(index, merged, zone, block, false));
      const neighbour = links[2 * list + side] as number;
      const node = index >>> 1;
      links[2 * node + side] = neighbour;
      links[2 * node + 1 - side] = list;
      links[2 * neighbour + 1 - side] = node;
      links[2 * list + side] = node;
      states[index] = FREE | (type << 4) | merged;
      counts[list] = (counts[list] as number) + 1;
    }
    this.freeOf[zone] = (this.freeOf[zone] as number) + listed * (1 << order);
  }
}
