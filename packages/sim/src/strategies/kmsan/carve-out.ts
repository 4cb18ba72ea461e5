/** The arithmetic of holding back two blocks of three, for the strategies that do. */

import type { EarlyMachine } from "../../machine/early";
import { countBlocks, wholePages } from "../../machine/handover";
import { type Explanation, isOutOfMemory, type Shortage } from "../../machine/hooks";
import { blockPages } from "../../order";
import type { MemorySplit } from "../../output";
import { count } from "../../text";
import type { HeldBlocks } from "./held-blocks";

/**
 * N offered pages make floor(N / 3) tracked pages with as many of shadow and of origin, and N mod 3 left over,
 * whatever the layout (domain fact F-C2). Pages that are freed late stay untracked and usable.
 */
export function carveOutEstimate(split: MemorySplit, early: EarlyMachine): MemorySplit {
  const offered = early.offeredPages;
  const tracked = Math.floor(offered / 3);
  return {
    ...split,
    usablePages: split.usablePages - offered + tracked,
    shadowPages: split.shadowPages + tracked,
    originPages: split.originPages + tracked,
    leakedPages: split.leakedPages + (offered % 3),
  };
}

/**
 * Pages that callers can have between the hand-over and the end of boot: of every order, one block in three. What is
 * still held then comes later.
 */
export function trackedAtHandOver(early: EarlyMachine): number {
  const { pageSizeBytes, maxOrder } = early.input;
  const blocks = new Array<number>(maxOrder + 1).fill(0);
  for (const range of early.memblock.freeRanges()) {
    const { startPfn, endPfn } = wholePages(range, pageSizeBytes);
    countBlocks(startPfn, endPfn, maxOrder, blocks);
  }
  return blocks.reduce((sum, n, order) => sum + Math.floor(n / 3) * blockPages(order), 0);
}

/** carveOutEstimate(), counted on what was held back. */
export function carveOutAccount(split: MemorySplit, held: HeldBlocks): MemorySplit {
  return {
    ...split,
    shadowPages: split.shadowPages + held.trackedPages,
    originPages: split.originPages + held.trackedPages,
    leakedPages: split.leakedPages + held.leaked.length,
  };
}

/** Behind "out of memory": where the rest of it is. */
export function explainCarveOut(shortage: Shortage, held: HeldBlocks): Explanation {
  if (!isOutOfMemory(shortage)) return {};
  const metadata = 2 * held.trackedPages;
  return {
    roots: [
      {
        code: "carved-out",
        sentence:
          `At boot ${count(metadata)} pages were held back as shadow and origin of the ` +
          `${count(held.trackedPages)} pages that callers can get.`,
        facts: { metadataPages: metadata, trackedPages: held.trackedPages },
        source: "mm/kmsan/init.c kmsan_memblock_free_pages()",
      },
    ],
  };
}
