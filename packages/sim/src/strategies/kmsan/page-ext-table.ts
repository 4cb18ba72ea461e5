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

/** A run of frames. */
export interface TableRun {
  frame: number;
  pages: number;
}

/**
 * Takes one table: a block of the next order with the tail given back page by page, else single pages (vzalloc). Where it lies, or
 * undefined if there are not enough pages; what was taken stays taken, for the kernel panics.
 */
export function allocateTable(machine: Machine, nid: number, bytes: number): TableRun[] | undefined {
  const { input } = machine.early;
  const pages = tablePages(input, bytes);
  let order = 0;
  while (blockPages(order) < pages) order++;
  const frame = order > input.maxOrder ? -1 : machine.takeMetadata(order, nid);
  if (frame >= 0) {
    machine.buddy.split(frame, order);
    for (let i = blockPages(order) - 1; i >= pages; i--) machine.giveMetadata(frame + i, 0);
    return [{ frame, pages }];
  }
  const single: TableRun[] = [];
  for (let i = 0; i < pages; i++) {
    const page = machine.takeMetadata(0, nid);
    if (page < 0) return undefined;
    single.push({ frame: page, pages: 1 });
  }
  return single;
}
