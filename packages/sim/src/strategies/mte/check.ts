/** The books of tag storage in CMA against the machine: I-E1 to I-E5 of the design's invariants. */

import { UNMOVABLE } from "../../allocator/migratetype";
import { isUsedBlock, mobility, orderOf } from "../../allocator/page-state";
import { assertInvariant } from "../../invariant";
import type { Machine } from "../../machine/machine";
import { blockPages } from "../../order";
import type { CmaReuse } from "./cma-reuse";

/** Throws InvariantError; costs a look at every frame. */
export function checkCmaReuse(machine: Machine, { blocks, pages, storage }: CmaReuse): void {
  const { buddy, frames } = machine;
  const served = new Int32Array(storage.blocks);
  let taggedPages = 0;
  for (const frame of pages.stored()) {
    const size = blockPages(orderOf(buddy.stateOf(frame)));
    const first = frames.pfnOf(frame);
    taggedPages += size;
    for (let pfn = first; pfn < first + size; pfn++) {
      assertInvariant("I-E4", !storage.holds(pfn), () => `tagged page ${pfn} lies in tag storage.`);
      const block = storage.blockOf(pfn);
      served[block] = (served[block] as number) + 1;
    }
  }
  let reservedPages = 0;
  for (const [block, count] of served.entries()) {
    const references = blocks.referencesOf(block);
    assertInvariant(
      "I-E3",
      references > 0 === count > 0,
      () => `block ${block}: ${references} for ${count} pages.`,
    );
    if (references === 0) continue;
    assertInvariant(
      "I-E2",
      references === 1 + count,
      () => `block ${block}: ${references} for ${count} pages.`,
    );
    reservedPages += storage.pagesOf(block);
    const start = frames.frameOf(storage.pfnOf(block));
    for (let at = start; at < start + storage.pagesOf(block); at++) {
      const isTaken = isUsedBlock(buddy.stateOf(at), 0) && mobility(buddy.stateOf(at)) === UNMOVABLE;
      assertInvariant("I-E1", isTaken, () => `tag page ${at} keeps tags and is somebody else's too.`);
    }
  }
  const least = Math.ceil(taggedPages / 32);
  const most = storage.regions.reduce((size, region) => Math.max(size, region.blockPages), 0) * taggedPages;
  assertInvariant(
    "I-E5",
    least <= reservedPages && reservedPages <= most && reservedPages === blocks.pages,
    () => `${reservedPages} tag pages for ${taggedPages} tagged ones; the books say ${blocks.pages}.`,
  );
}
