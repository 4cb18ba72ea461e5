/** Holding back two blocks of three, for the strategies that do. */

import type { EarlyMachine } from "../../machine/early";
import { countBlocks, wholePages } from "../../machine/handover";
import type { Hooks } from "../../machine/hooks";
import type { Machine } from "../../machine/machine";
import { type Explanation, isOutOfMemory, type Shortage } from "../../machine/shortage";
import { blockPages } from "../../order";
import type { MemorySplit } from "../../output";
import { count } from "../../text";
import type { StrategyRemedy } from "../strategy";
import { checkHeldBlocks } from "./check";
import { kmsanFigures, kmsanGauges, type MetadataCounts } from "./figures";
import { HeldBlocks } from "./held-blocks";
import { BootMetadata, metadataLinks } from "./page-metadata";
import { allocateRecordedMetadata, type RecordedRun } from "./recorded-ranges";
import { NO_ACCESSES, UnalignedAccesses } from "./unaligned-access";
import { mapWithMetadata } from "./vmap";

const CARVED_OUT = "carved-out";

/** Of every carve-out. */
export const CARVE_OUT_REMEDIES: readonly StrategyRemedy[] = [
  {
    cause: CARVED_OUT,
    type: "lazy",
    sentence: "Taken together with each page, shadow and origin cost only what is in use.",
  },
];

/** The hooks of a carve-out. A strategy that does more at one of them calls these first or last. */
export function carveOutHooks() {
  let held = new HeldBlocks(0);
  let recorded: RecordedRun[] = [];
  let accesses: UnalignedAccesses | undefined;
  let metadata: BootMetadata | undefined;
  const book = () => {
    metadata ??= new BootMetadata(held.runs(), recorded);
    return metadata;
  };
  return {
    beforeHandOver(early) {
      held = new HeldBlocks(early.input.maxOrder);
      recorded = allocateRecordedMetadata(early);
    },
    offer: (pfn, order) => held.offer(pfn, order),
    lateInit: (machine) => held.discard((pfn, order) => machine.release(pfn, order)),
    account: (split) => carveOutAccount(split, held),
    eachMetadata: (machine, tell) => held.eachMetadata(machine.frames, tell),
    linksOf: (_machine, pfn) => metadataLinks(book(), pfn),
    act(machine, action) {
      accesses ??= new UnalignedAccesses(machine, book());
      accesses.act(action);
      mapWithMetadata(machine, action);
    },
    gauges: (machine) => kmsanGauges(() => countsOf(machine, held)),
    figures: (machine) => kmsanFigures(machine, countsOf(machine, held), accesses ?? NO_ACCESSES),
    explain: (shortage) => explainCarveOut(shortage, held),
    check: (machine) => checkHeldBlocks(machine, held),
  } satisfies Hooks;
}

function countsOf({ early }: Machine, { trackedPages, leaked }: HeldBlocks): MetadataCounts {
  return {
    trackedPages,
    shadowPages: trackedPages + early.taken.shadow,
    originPages: trackedPages + early.taken.origin,
    leakedPages: leaked.length,
  };
}

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
function carveOutAccount(split: MemorySplit, held: HeldBlocks): MemorySplit {
  return {
    ...split,
    shadowPages: split.shadowPages + held.trackedPages,
    originPages: split.originPages + held.trackedPages,
    leakedPages: split.leakedPages + held.leaked.length,
  };
}

/** Behind "out of memory": where the rest of it is. */
function explainCarveOut(shortage: Shortage, held: HeldBlocks): Explanation {
  if (!isOutOfMemory(shortage)) return {};
  const metadata = 2 * held.trackedPages;
  return {
    roots: [
      {
        code: CARVED_OUT,
        sentence:
          `At boot ${count(metadata)} pages were held back as shadow and origin of the ` +
          `${count(held.trackedPages)} pages that callers can get.`,
        facts: { metadataPages: metadata, trackedPages: held.trackedPages },
        source: "mm/kmsan/init.c kmsan_memblock_free_pages()",
      },
    ],
  };
}
