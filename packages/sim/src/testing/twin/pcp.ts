/** One cpu's lists of one zone. Source: mm/page_alloc.c, functions named at each method. */

import { isSince, type Kernel, TYPE } from "./vocabulary";

/** PAGE_ALLOC_COSTLY_ORDER. */
const LARGEST_SMALL_ORDER = 3;
/** CONFIG_PCP_BATCH_SCALE_MAX. */
const BATCH_SCALE_MAX = 5;

export interface PcpBlock {
  frame: number;
  order: number;
  /** Migratetype it goes back to: get_pcppage_migratetype(). */
  type: number;
}

export interface PcpRules {
  kernel: Kernel;
  pageblockOrder: number;
  thp: boolean;
  batch: number;
  high: number;
}

export class PcpLists {
  /** Blocks of each list, head first. */
  readonly lists: PcpBlock[][];
  freeFactor = 0;

  constructor(private readonly rules: PcpRules) {
    this.lists = Array.from({ length: this.listCount() }, () => []);
  }

  /** Pages in all lists. */
  get count(): number {
    return this.lists.flat().reduce((pages, { order }) => pages + 2 ** order, 0);
  }

  /** pcp_allowed_order(). */
  caches(order: number): boolean {
    const { kernel, pageblockOrder, thp } = this.rules;
    if (!isSince(kernel, "5.18")) return order === 0;
    return order <= LARGEST_SMALL_ORDER || (thp && order === pageblockOrder);
  }

  /** order_to_pindex(). */
  indexOf(order: number, type: number): number {
    const { kernel } = this.rules;
    if (order <= LARGEST_SMALL_ORDER) return 3 * order + type;
    const first = 3 * (LARGEST_SMALL_ORDER + 1);
    if (!isSince(kernel, "6.1")) return first + type;
    return type === TYPE.movable ? first + 1 : first;
  }

  /** rmqueue_pcplist(): a block, from the zone if the list is empty; `refill` takes one of the zone's. */
  take(order: number, type: number, refill: () => PcpBlock | undefined): PcpBlock | undefined {
    this.freeFactor = Math.floor(this.freeFactor / 2);
    const list = this.lists[this.indexOf(order, type)] as PcpBlock[];
    if (list.length === 0) {
      for (let wanted = this.refillBlocks(order); wanted > 0; wanted--) {
        const block = refill();
        if (block === undefined) break;
        list.push(block);
      }
    }
    return list.shift();
  }

  /** free_unref_page_commit(): takes a freed block in. Blocks for `giveBack` are those that the zone gets for it. */
  put(block: PcpBlock, isReclaimed: boolean, giveBack: (block: PcpBlock) => void): void {
    const { kernel, batch, high } = this.rules;
    const index = this.indexOf(block.order, block.type < 3 ? block.type : TYPE.movable);
    (this.lists[index] as PcpBlock[]).unshift(block);
    if (!isSince(kernel, "5.18")) {
      if (this.count >= high) this.giveRoundRobin(batch, giveBack);
      return;
    }
    const givesAll = this.freeFactor > 0 && block.order > 0 && block.order <= LARGEST_SMALL_ORDER;
    let limit = high;
    if (isReclaimed) limit = Math.min(4 * batch, high);
    if (givesAll) limit = 0;
    if (this.count < limit) return;
    this.give(givesAll ? this.count : this.pagesToFree(limit), index, giveBack);
  }

  /** drain_pages_zone(). */
  drain(giveBack: (block: PcpBlock) => void): void {
    while (this.count > 0) {
      if (!isSince(this.rules.kernel, "5.18")) this.giveRoundRobin(this.count, giveBack);
      else if (!isSince(this.rules.kernel, "6.1")) this.give(this.count, 0, giveBack);
      else this.give(this.rules.batch * 2 ** BATCH_SCALE_MAX, 0, giveBack);
    }
  }

  private listCount(): number {
    const { kernel, thp } = this.rules;
    if (!isSince(kernel, "5.18")) return 3;
    const small = 3 * (LARGEST_SMALL_ORDER + 1);
    if (!thp) return small;
    return isSince(kernel, "6.1") ? small + 2 : small + 3;
  }

  /** __rmqueue_pcplist(). */
  private refillBlocks(order: number): number {
    const { batch } = this.rules;
    return batch > 1 ? Math.max(Math.floor(batch / 2 ** order), 2) : batch;
  }

  /** nr_pcp_free(). */
  private pagesToFree(limit: number): number {
    const { kernel, batch } = this.rules;
    if (limit < batch) return 1;
    const wanted = batch * 2 ** this.freeFactor;
    const most = limit - batch;
    const isCapped = isSince(kernel, "6.1") && this.freeFactor >= BATCH_SCALE_MAX;
    if (wanted < most && !isCapped) this.freeFactor++;
    return Math.min(Math.max(wanted, batch), most);
  }

  /** free_pcppages_bulk() from v5.18 on: each list is emptied from its tail before the next one is looked at. */
  private give(pages: number, firstList: number, giveBack: (block: PcpBlock) => void): void {
    let left = Math.min(pages, this.count);
    for (let index = firstList; left > 0; index = (index + 1) % this.lists.length) {
      const list = this.lists[index] as PcpBlock[];
      while (left > 0 && list.length > 0) {
        const block = list.pop() as PcpBlock;
        left -= 2 ** block.order;
        giveBack(block);
      }
    }
  }

  /** free_pcppages_bulk() before: the longer the search for a list with something in it, the more that list gives. */
  private giveRoundRobin(pages: number, giveBack: (block: PcpBlock) => void): void {
    let left = Math.min(pages, this.count);
    let index = 0;
    let share = 0;
    while (left > 0) {
      do {
        share++;
        index = (index + 1) % 3;
      } while (this.lists[index]?.length === 0);
      if (share === 3) share = left;
      const list = this.lists[index] as PcpBlock[];
      do {
        giveBack(list.pop() as PcpBlock);
        left--;
        share--;
      } while (left > 0 && share > 0 && list.length > 0);
    }
  }
}
