/** page_ext tables under SPARSEMEM. Source: mm/page_ext.c alloc_page_ext(); mm/page_alloc.c make_alloc_exact(). */

import type { MachineInput } from "../../input";
import { pagesPerSection } from "../../machine/arch";
import type { Machine } from "../../machine/machine";
import { blockPages } from "../../machine/order";
import type { Params } from "../strategy";

/** Two pointers for each page. */
const POINTER_BYTES = 16;
const SHARED_FLAGS_BYTES = 8;

/** Size of one section's table, bytes. */
export function tableBytes(machine: MachineInput, params: Params): number {
  const entry = POINTER_BYTES + (params.sharedFlags === true ? SHARED_FLAGS_BYTES : 0);
  return entry * pagesPerSection(machine);
}

/** Pages that a table keeps. */
export function tablePages(machine: MachineInput, bytes: number): number {
  return Math.ceil(bytes / machine.pageSizeBytes);
}

/**
 * Takes one table: a block of the next order with the tail given back page by page, else single pages (vzalloc).
 * False if there are not enough pages; what was taken stays taken, for the kernel panics.
 */
export function allocateTable(machine: Machine, nid: number, bytes: number): boolean {
  const { input } = machine.early;
  const pages = tablePages(input, bytes);
  let order = 0;
  while (blockPages(order) < pages) order++;
  const frame = order > input.maxOrder ? -1 : machine.takeMetadata(order, nid);
  if (frame >= 0) {
    machine.buddy.split(frame, order);
    for (let i = blockPages(order) - 1; i >= pages; i--) machine.giveMetadata(frame + i, 0);
    return true;
  }
  for (let i = 0; i < pages; i++) {
    if (machine.takeMetadata(0, nid) < 0) return false;
  }
  return true;
}
