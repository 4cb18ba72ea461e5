/** What goes wrong with tag storage, in words: from the access or the request to the page in the way. */

import { contigCauseChain } from "../../allocator/contig/result";
import { __GFP_TAGGED } from "../../allocator/gfp";
import { MOVABLE } from "../../allocator/migratetype";
import { isUsed, mobility, orderOf } from "../../allocator/page-state";
import type { Machine } from "../../machine/machine";
import type { Explanation, Shortage } from "../../machine/shortage";
import type { TagStorage } from "../../machine/tag-storage";
import type { CauseStep } from "../../output";
import { address, count, pages } from "../../text";
import type { StrategyRemedy } from "../strategy";
import type { NoStorage } from "./no-storage";

const RESERVE = "RFC v3, arch/arm64/kernel/mte_tag_storage.c reserve_tag_storage()";
const FAULT = "RFC v3, arch/arm64/mm/fault.c handle_folio_missing_tag_storage()";
const PINS = "D. Hildenbrand, 30 Nov 2023";
const ATOMIC = "P. Collingbourne, 1 Feb 2024; A. Elisei, 20 Feb 2024";

/** What a block of tag storage is used for, by its first page that is in use. */
type Use = "idle" | "tags" | "data";

const USES: Record<Use, string> = {
  idle: "is free",
  tags: "keeps tags already",
  data: "holds movable data",
};

const NO_SLEEP = "atomic";
const NO_PROGRESS = "no-progress";

/** Page cache can be dropped at any moment, by anybody. */
export const CMA_REMEDIES: readonly StrategyRemedy[] = [NO_SLEEP, NO_PROGRESS].map((cause) => ({
  cause,
  type: "cleancache",
  sentence:
    "As cleancache, tag storage holds clean page cache only, which is dropped on the spot: nothing has to move, and nobody has to sleep.",
}));

const MISSING = "tag-storage-";

/** A tagged page was asked for by somebody who must not sleep. */
export function noteAtomicRefusal(machine: Machine, storage: TagStorage, frame: number, order: number): void {
  const pfn = machine.frames.pfnOf(frame);
  machine.noteShortage(`${MISSING}${useOf(machine, storage, storage.blockOf(pfn))}`, order);
  machine.shortage.examplePfn = pfn;
}

/** The chains of requests that failed although pages were free. */
export function explainTagged(shortage: Shortage, machine: Machine, storage: TagStorage): Explanation {
  if (shortage.missing.startsWith(MISSING)) return explainAtomic(shortage, storage);
  if ((shortage.gfp & __GFP_TAGGED) === 0 || shortage.missing !== "block") return {};
  const { allocator, zones } = machine;
  const cmaPages = zones.reduce((sum, _, zone) => sum + allocator.rmqueue.freeCma(zone), 0);
  if (cmaPages === 0) return {};
  return {
    roots: [
      {
        code: "cma-barred",
        sentence:
          `Tagged pages must not lie in CMA, where tags are kept: of ${pages(shortage.freePagesThen)} that are free ` +
          `${count(cmaPages)} are CMA and do not count, ${count(shortage.freePagesThen - cmaPages)} do.`,
        facts: { freePages: shortage.freePagesThen, freeCmaPages: cmaPages },
        source: "RFC v3, patch 3: an arch hook to filter MIGRATE_CMA allocations",
      },
    ],
  };
}

function explainAtomic({ missing, examplePfn }: Shortage, storage: TagStorage): Explanation {
  const block = storage.blockOf(examplePfn);
  const use = missing.slice(MISSING.length) as Use;
  return {
    steps: [
      ...(block < 0 ? [] : [blockStep(storage, block, examplePfn, USES[use])]),
      {
        code: NO_SLEEP,
        sentence:
          `The caller must not sleep. ${use === "data" ? "Moving the data out takes migration, which sleeps. " : ""}` +
          "Before anything else the reservation takes the mutex tag_blocks_lock, which sleeps too.",
        facts: {},
        source: `${RESERVE}; ${ATOMIC}`,
      },
    ],
    endsWithRoot: true,
  };
}

/** An access faulted in vain and waits. */
export function noteBlockedFault(
  machine: Machine,
  storage: TagStorage,
  frame: number,
  failure: NoStorage | null,
): void {
  const isPinned = machine.allocator.owner.isPinned(frame);
  const reason = failure?.obstacle ?? "own-tag-storage";
  machine.noteFailure(`mte fault ${reason} ${isPinned}`, () => {
    const pfn = machine.frames.pfnOf(frame);
    const order = orderOf(machine.buddy.stateOf(frame));
    return {
      subject: "Access to a tagged page",
      chain: [
        {
          code: "fault",
          sentence: `Access to page ${address(pfn)} (order ${order}): its tags have no storage, so that the page is mapped without access.`,
          facts: { pfn, order },
          source: "RFC v3, mte_sync_tags(), PTE_TAG_STORAGE_NONE",
        },
        ...(failure === null ? [ownStorageStep(pfn)] : obstacleSteps(machine, storage, failure)),
        noProgressStep(isPinned, pfn),
      ],
      examplePfn: failure === null ? pfn : machine.frames.pfnOf(failure.frame),
    };
  });
}

function ownStorageStep(pfn: number): CauseStep {
  return {
    code: "is-tag-storage",
    sentence: `Page ${address(pfn)} is tag storage itself, which cannot carry tags; it has to be moved out.`,
    facts: { pfn },
    source: "RFC v3, patch 27",
  };
}

function obstacleSteps(machine: Machine, storage: TagStorage, failure: NoStorage): CauseStep[] {
  const { obstacle, error, block, frame } = failure;
  if (obstacle === "no-tags" || error === "EINVAL") {
    const pfn = machine.frames.pfnOf(frame);
    return [
      {
        code: "no-tags",
        sentence: `No region of the device tree keeps the tags of page ${address(pfn)} (-${error}).`,
        facts: { pfn, error },
        source: "RFC v3, tag_storage_find_block()",
      },
    ];
  }
  const own = {
    code: "block-busy",
    sentence: `Its tags belong into ${blockText(storage, block)}.`,
    facts: {},
  };
  const pfnOf = (frame: number) => machine.frames.pfnOf(frame);
  const start = machine.frames.frameOf(storage.pfnOf(block));
  return [own, ...contigCauseChain({ obstacle, error, frame }, start, storage.pagesOf(block), pfnOf)];
}

function noProgressStep(isPinned: boolean, pfn: number): CauseStep {
  return {
    code: NO_PROGRESS,
    sentence: isPinned
      ? `Page ${address(pfn)} is pinned as well, so that it cannot be moved to a page whose tags have a place: the fault comes again without end.`
      : `The page was moved to other pages, and their tags had no place either: the fault comes again until one has.`,
    facts: { pfn, isPinned: String(isPinned) },
    source: `${FAULT}; ${PINS}`,
  };
}

function blockStep(storage: TagStorage, block: number, pfn: number, use: string): CauseStep {
  return {
    code: "tag-storage",
    sentence: `The tags of page ${address(pfn)} belong into ${blockText(storage, block)}: it ${use}.`,
    facts: { pfn, blockPfn: storage.pfnOf(block), pages: storage.pagesOf(block) },
    source: "RFC v3, tag_storage_find_block_in_region()",
  };
}

/** "tag storage page 0x8f9000", "the 2 tag storage pages from 0x8f9000". */
function blockText(storage: TagStorage, block: number): string {
  const size = storage.pagesOf(block);
  const pfn = address(storage.pfnOf(block));
  return size === 1 ? `tag storage page ${pfn}` : `the block of ${size} tag storage pages from ${pfn}`;
}

function useOf({ buddy, frames }: Machine, storage: TagStorage, block: number): Use {
  if (block < 0) return "idle";
  const start = frames.frameOf(storage.pfnOf(block));
  const end = start + storage.pagesOf(block);
  for (let at = start; at < end; at++) {
    const head = buddy.blockAt(at);
    const state = head < 0 ? 0 : buddy.stateOf(head);
    if (isUsed(state)) return mobility(state) === MOVABLE ? "data" : "tags";
  }
  return "idle";
}
