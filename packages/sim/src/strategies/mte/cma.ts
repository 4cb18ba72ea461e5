import type { MachineInput, RunInput } from "../../input";
import { pageblockOrder, zoneLimits } from "../../machine/arch";
import type { TagStorage } from "../../machine/tag-storage";
import { blockPages } from "../../order";
import { address, bytes, pages } from "../../text";
import type { Finding, Params, Strategy } from "../strategy";
import { checkCmaReuse } from "./check";
import { cmaFigures, cmaGauges } from "./cma-figures";
import { CmaReuse } from "./cma-reuse";
import { diskReads } from "./figures";
import { BLOCKS, TAG_BYTES } from "./formulas";
import { CMA_REMEDIES, explainTagged } from "./incidents";
import { diagnoseRegions } from "./regions";

const TRIES = "tries";
const REPLAYS = "replays";

/** The series as posted: idle tag storage is CMA, and data has to move when its tags are needed. */
export const cma: Strategy = {
  description: {
    family: "mte",
    type: "cma",
    title: "CMA reuse",
    summary:
      "Tag storage goes to the allocator as CMA and is emptied, block by block, when a page is tagged.",
    steps: [
      "Boot hands the regions over as MIGRATE_CMA: movable requests may use them like any other page.",
      "Tagged requests may use no CMA at all, for tag storage cannot carry tags itself.",
      "For a tagged page the block that keeps its tags is named by the page's address.",
      "If the block keeps tags already, it gets one reference for each page. Else the very block is taken: off the free lists if " +
        "it is free (RFC v3, patch 10), by alloc_contig_range() if not, which moves the data out and drops clean page cache. While it is busy it is " +
        "tried again.",
      "The allocation succeeds either way. Without storage the page is mapped without access, and the first access faults: the block is " +
        "tried again, then the fault is given up once (VM_FAULT_RETRY), and the second time the data page moves to a new tagged page. The fault comes again " +
        "until the tags have a place.",
      "A caller who may not sleep is refused: the reservation takes a mutex, and migration sleeps.",
      "A page of tag storage that is mapped as tagged is moved out at once. A tagged page that is moved to a page without storage has its tags put " +
        "aside until that one is reached for.",
      "When the last tagged page of a block is freed, the block goes back to CMA.",
    ],
    formulas: [TAG_BYTES, ...BLOCKS],
    limits: [
      "All faults of one access happen at one moment; accesses that faulted in vain try again 240 times in a run, at most 32 of them at a time, the " +
        "kernel's do all the time.",
      "A block that lies inside a larger movable block cannot be emptied, as in v6.1: migration takes a block by its first page.",
      "RFC v3 counts blocks and steps by pages where a block has more than one page, and covers too few blocks; here every page counts for its own block.",
      "The fast path for free blocks (RFC v3, patch 10) compares start - end with the size as posted, and is never taken; here it is.",
      "What is in swap does not come back, so that tags kept for a swap entry are not looked at.",
      "Cache maintenance when a block changes between data and tags costs no time, and khugepaged and KVM have no part in it.",
      "In RFC v3 an atomic request goes on to take the mutex, with a warning; here it is refused and fails.",
    ],
    sources: [
      "A. Elisei, [PATCH RFC v3 00/35] Add support for arm64 MTE dynamic tag storage reuse, 25 Jan 2024",
      "A. Elisei, arm64 MTE tag storage reuse - alternatives to MIGRATE_CMA, 20 Feb 2024",
      "P. Collingbourne, 1 Feb 2024 (atomic contexts)",
      "D. Hildenbrand, 30 Nov 2023 (pins)",
    ],
    params: [
      {
        key: TRIES,
        label: "Tries for a block",
        type: "int",
        min: 1,
        max: 10,
        default: 3,
        help:
          "How often alloc_contig_range() is called for a block while it answers -EBUSY. RFC v1 had 5. Time stands still meanwhile: after a try " +
          "that emptied nothing the others are left out.",
        source: "RFC v3, reserve_tag_storage(): cma_alloc_range(.., 3, ..)",
      },
      {
        key: REPLAYS,
        label: "Moves of the data page",
        type: "int",
        min: 1,
        max: 32,
        default: 3,
        help:
          "How often one access faults twice and moves its data page to another before it counts as waiting. The kernel has no bound; " +
          "nothing else would happen at that moment.",
        source: "RFC v3, handle_folio_missing_tag_storage()",
      },
    ],
  },
  remedies: CMA_REMEDIES,
  structPageGrowthBytes: 0,

  create(params: Params) {
    let reuse: CmaReuse;
    let readAgain = 0;
    return {
      barsTaggedFromCma: true,
      beforeHandOver: (early) => early.reuseTagStorage(),
      lateInit(machine) {
        reuse = new CmaReuse(machine, { tries: Number(params[TRIES]), replays: Number(params[REPLAYS]) });
      },
      afterAllocate: (_machine, frame, order) => reuse.allocated(frame, order),
      settle: () => reuse.settle(),
      tick: () => reuse.tick(),
      moved: (_machine, from, to, order) => reuse.moved(from, to, order),
      fetch: (_machine, frames, count) => reuse.pages.fetch(frames, count),
      beforeFree: (_machine, frame, order) => reuse.freed(frame, order),
      cacheDropped: (_machine, _key, order) => reuse.cacheDropped(order),
      cacheRead(_machine, _key, order) {
        readAgain += blockPages(order);
        return false;
      },
      account: atMost,
      eachMetadata: (_machine, tell) => reuse.eachReserved(tell),
      linksOf: (_machine, pfn) => reuse.storage.linksOf(pfn),
      gauges: (machine) => cmaGauges(machine, reuse),
      figures: (machine) => [...cmaFigures(machine, reuse), diskReads(readAgain)],
      explain: (shortage, machine) => explainTagged(shortage, machine, reuse.storage),
      check: (machine) => checkCmaReuse(machine, reuse),
    };
  },

  estimate: atMost,

  diagnose(input, early) {
    return diagnoseRegions(
      input,
      () => diagnoseKasan(input),
      (storage) => diagnoseAlignment(input.machine, storage),
      (storage) => diagnoseZones(input.machine, storage),
      ({ pages: reused }) => ({
        severity: "info",
        field: "type",
        sentence:
          `${bytes(reused * input.machine.pageSizeBytes)} (${pages(reused)}) of ${bytes(early.presentPages * input.machine.pageSizeBytes)} ` +
          "hold movable data while they hold no tags.",
        source: "A. Elisei, 25 Jan 2024, cover letter",
      }),
    );
  },
};

/** Every page is a caller's until tags want it. */
function atMost<Split extends { usable: string }>(split: Split): Split & { usable: "at most" } {
  return { ...split, usable: "at most" };
}

/** Everything KASAN's hardware mode tags is taken by somebody who may not wait, sooner or later. */
function diagnoseKasan({ strategies }: RunInput): Finding | null {
  const isOn = strategies.some(({ family, params }) => family === "kasan" && params.mode === "hw-tags");
  if (!isOn) return null;
  return {
    severity: "error",
    field: "type",
    sentence:
      "With hardware tags KASAN tags pages that the kernel takes in atomic context, where data cannot be moved out of tag storage: " +
      "the series switches the reuse off. Take KASAN out, or choose cleancache.",
    source: "RFC v3, mte_init_tag_storage(): kasan_hw_tags_enabled(); A. Elisei, 20 Feb 2024",
  };
}

function diagnoseAlignment(machine: MachineInput, storage: TagStorage): Finding | null {
  const isOld = machine.kernel === "5.4" || machine.kernel === "5.18";
  const unit = blockPages(isOld ? machine.maxOrder : pageblockOrder(machine));
  const odd = storage.regions.find(({ startPfn, endPfn }) => startPfn % unit !== 0 || endPfn % unit !== 0);
  if (odd === undefined) return null;
  return {
    severity: "error",
    field: "type",
    sentence:
      `Tag storage at ${address(odd.startPfn * machine.pageSizeBytes)} has to begin and end at multiples of ` +
      `${bytes(unit * machine.pageSizeBytes)} to become CMA.`,
    source: "mm/cma.c cma_init_reserved_mem(), CMA_MIN_ALIGNMENT_BYTES",
  };
}

/** A region that spans zones is split between two blocks; one that has a block across the border cannot be. */
function diagnoseZones(machine: MachineInput, storage: TagStorage): Finding | null {
  const page = machine.pageSizeBytes;
  const start = Math.min(...machine.banks.map(({ baseBytes }) => baseBytes));
  for (const { endBytes } of zoneLimits(machine.arch, machine.kernel, start)) {
    const border = endBytes / page;
    const odd = storage.regions.find(
      ({ startPfn, endPfn, blockPages: size }) =>
        startPfn < border && border < endPfn && (border - startPfn) % size !== 0,
    );
    if (odd === undefined) continue;
    return {
      severity: "error",
      field: "type",
      sentence: `Tag storage at ${address(odd.startPfn * page)} spans the end of a zone at ${address(endBytes)} within a block of ${pages(odd.blockPages)}.`,
      source: "RFC v3, mte_split_tag_regions()",
    };
  }
  return null;
}
