import type { MachineInput } from "../input";
import { pageblockOrder } from "./arch";
import { blockPages } from "./order";

/**
 * Most pages of a zone that may be reserved for urgent requests of higher order: 1 % of it, to whole pageblocks. Until
 * 6.1 a block more, so that a small zone has one too. A block is reserved while the count is below this.
 * Source: mm/page_alloc.c reserve_highatomic_pageblock().
 */
export function highatomicCap(managedPages: number, machine: MachineInput): number {
  const block = blockPages(pageblockOrder(machine));
  const share = Math.floor(managedPages / 100);
  if (machine.kernel !== "6.6") return share + block;
  return share < block ? 0 : Math.ceil(share / block) * block;
}
