/** KMSAN's books against the machine: I-C1, I-C2, I-C5, I-C6 of the design's invariants. */

import { assertInvariant } from "../../invariant";
import type { Machine } from "../../machine/machine";
import { blockPages } from "../../order";
import type { HeldBlocks } from "./held-blocks";

/** Throws InvariantError; costs one pass over the tracked blocks and one over the free lists. */
export function checkHeldBlocks(machine: Machine, held: HeldBlocks): void {
  assertInvariant("I-C6", held.heldPages === 0, () => `${held.heldPages} pages are still held after boot.`);

  const sum = 3 * held.trackedPages + held.leaked.length;
  assertInvariant(
    "I-C5",
    sum === machine.offeredPages,
    () => `tracked, shadow, origin and leaked pages are ${sum}, offered were ${machine.offeredPages}.`,
  );

  const isMetadata = new Uint8Array(machine.buddy.frames);
  const isTaken = new Uint8Array(machine.buddy.frames);
  for (const block of held.tracked) {
    for (const pfn of [block.page, block.shadow, block.origin]) {
      const start = machine.frames.frameOf(pfn);
      const end = start + blockPages(block.order);
      const twice = isTaken.subarray(start, end).indexOf(1);
      assertInvariant(
        "I-C1",
        twice < 0,
        () => `frame ${start + twice} has two uses: page, shadow or origin.`,
      );
      isTaken.fill(1, start, end);
      if (pfn !== block.page) isMetadata.fill(1, start, end);
    }
  }
  for (const [zone] of machine.zones.entries()) {
    for (let order = 0; order <= machine.buddy.maxOrder; order++) {
      for (const frame of machine.buddy.freeBlocks(zone, order)) {
        const end = frame + blockPages(order);
        const first = isMetadata.subarray(frame, end).indexOf(1);
        assertInvariant("I-C2", first < 0, () => `metadata frame ${frame + first} is on a free list.`);
      }
    }
  }
}
