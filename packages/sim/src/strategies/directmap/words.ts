/** Failures of the direct map in words: from the request to the root. */

import { GFP_KERNEL } from "../../allocator/gfp";
import { highestKind } from "../../allocator/zonelist";
import type { ChangeResult } from "../../directmap/direct-map";
import type { FailureWords } from "../../machine/failure";
import { directMapStart } from "../../machine/kernel-addresses";
import type { Machine } from "../../machine/machine";
import type { CauseStep } from "../../output";
import { address, bytes, count, pages } from "../../text";
import type { StrategyRemedy } from "../strategy";
import type { Caller } from "./policy";

/** What a caller asks for, and what it goes on with if it does not learn that it failed. */
interface Request {
  subject: string;
  call: string;
  /** Call without a result, as before v5.11 of the kernel. */
  voidCall: string;
  believes: string;
  actual: string;
  /** What a caller does that learns of the failure. */
  acts: string;
  source: string;
}

const REQUESTS: Record<Caller, Request> = {
  secretmem: {
    subject: "Unmapping a secret page",
    call: "set_direct_map_invalid_noflush(page)",
    voidCall: "__kernel_map_pages(page, 1, 0)",
    believes: "unmapped",
    actual: "present",
    acts: "The fault gives the page back and fails.",
    source: "mm/secretmem.c secretmem_fault()",
  },
  "set-memory-np": {
    subject: "Taking pages out of the direct map",
    call: "set_memory_np(address, pages)",
    voidCall: "__kernel_map_pages(page, pages, 0)",
    believes: "unmapped",
    actual: "present",
    acts: "The caller maps back what was changed and frees the pages.",
    source: "arch/x86/mm/pat/set_memory.c set_memory_np()",
  },
  "map-back": {
    subject: "Mapping a page back",
    call: "set_direct_map_default_noflush(page)",
    voidCall: "__kernel_map_pages(page, 1, 1)",
    believes: "mapped",
    actual: "not present",
    acts: "The caller leaves the page alone.",
    source: "arch/x86/mm/pat/set_memory.c set_direct_map_default_noflush()",
  },
  "code-load": {
    subject: "Making code read-only",
    call: "set_memory_ro(area, pages), which changes each page's alias in the direct map",
    voidCall: "set_memory_ro(area, pages), whose result nobody looks at",
    believes: "read-only",
    actual: "writable",
    acts: "The code is not loaded.",
    source: "kernel/module/strict_rwx.c, arch/x86/mm/pat/set_memory.c cpa_process_alias()",
  },
  "code-unload": {
    subject: "Unmapping freed code",
    call: "set_direct_map_invalid_noflush(page) for each page of the area",
    voidCall: "set_direct_map_invalid_noflush(page), whose result nobody looks at",
    believes: "unmapped until the TLBs are flushed",
    actual: "present",
    acts: "The area is freed after its TLB entries are flushed everywhere.",
    source: "mm/vmalloc.c set_area_direct_map()",
  },
  hibernate: {
    subject: "Copying a page into the image",
    call: "set_direct_map_default_noflush(page)",
    voidCall: "hibernate_map_page(page), which copies whatever the result",
    believes: "mapped",
    actual: "not present",
    acts: "The image is not saved.",
    source: "kernel/power/snapshot.c safe_copy_page()",
  },
};

const HIDDEN = "hidden";
const NO_TABLE = "no-table";
const NO_LIVE_SPLIT = "no-live-split";

const PAGES_ONLY = "pages-only";
const NOTHING_TO_SPLIT = "Mapped with single pages from boot on, nothing has to be split.";

/** Kernels that map with blocks do not take pages out of the map: can_set_direct_map(). */
const NO_OP = "no-op";
export const NO_SET_DIRECT_MAP = "no-set-direct-map";
const MAPPED_FOR_CHANGES: Omit<StrategyRemedy, "cause"> = {
  machine: { fields: { rodataFull: true } },
  sentence: "Booted with rodata=full, the kernel maps memory with pages and takes single ones out.",
};

/** Of every strategy: what does not apply to one never stands in its chains. */
export const DIRECT_MAP_REMEDIES: readonly StrategyRemedy[] = [
  {
    cause: HIDDEN,
    type: "checked",
    sentence: "With every result looked at, the caller learns that the change failed and acts on it.",
  },
  {
    cause: NO_TABLE,
    type: "reserved-tables",
    sentence: "With pages kept for tables, the split does not ask for one when memory is out.",
  },
  { cause: NO_TABLE, type: PAGES_ONLY, sentence: NOTHING_TO_SPLIT },
  {
    cause: NO_TABLE,
    machine: { fields: { debugPagealloc: true } },
    sentence: "Booted with debug_pagealloc=on, the machine maps single pages: nothing has to be split.",
  },
  { cause: NO_LIVE_SPLIT, type: PAGES_ONLY, sentence: NOTHING_TO_SPLIT },
  {
    cause: NO_LIVE_SPLIT,
    machine: { fields: { rodataFull: true } },
    sentence: "Booted with rodata=full, the kernel maps memory with pages: nothing has to be split.",
  },
  { cause: NO_OP, ...MAPPED_FOR_CHANGES },
  { cause: NO_SET_DIRECT_MAP, ...MAPPED_FOR_CHANGES },
];

/** Where the kernel finds out that a leaf is only partly meant, and where it splits it. */
const X86 = {
  part: "arch/x86/mm/pat/set_memory.c __should_split_large_page()",
  split: "arch/x86/mm/pat/set_memory.c split_large_page()",
};
const ARM64 = {
  part: "arch/arm64/mm/pageattr.c __change_memory_common()",
  split: "arch/arm64/mm/mmu.c split_kernel_leaf_mapping()",
};

/** A change that failed. `pfn` is the first page that was not changed. */
export interface Failure {
  caller: Caller;
  pfn: number;
  /** Pages that the caller asked for. */
  asked: number;
  result: ChangeResult;
  isHidden: boolean;
}

/** Failures with the same key have the same cause. */
export function failureKey({ caller, result, isHidden }: Failure): string {
  const { error, leaf, isHalfDone } = result;
  return `directmap ${caller} ${error} ${leaf?.name} ${isHalfDone} ${isHidden}`;
}

export function failureWords(failure: Failure, machine: Machine): FailureWords {
  const { caller, pfn, asked, result, isHidden } = failure;
  const request = REQUESTS[caller];
  if (result.error === null) return noOpWords(failure);
  const name = result.leaf?.name ?? "";
  const sources = machine.early.input.arch === "arm64" ? ARM64 : X86;
  const chain: CauseStep[] = [
    {
      code: "request",
      sentence: `${isHidden ? request.voidCall : request.call}: ${pages(asked)}, pfn ${address(pfn)}.`,
      facts: { pfn, pages: asked },
      source: request.source,
    },
    {
      code: "large-leaf",
      sentence: `The page lies in a leaf of ${name}, of which only a part is to change: the leaf has to be split.`,
      facts: { leaf: name },
      source: sources.part,
    },
  ];
  if (result.isHalfDone)
    chain.push({
      code: "half-done",
      sentence: `A larger leaf around it was split before, and that is not undone: it stays leaves of ${name}.`,
      facts: { splits: result.splits },
      source: sources.split,
    });
  if (result.pages > 0)
    chain.push({
      code: "partial-change",
      sentence: `${pages(result.pages)} before it ${result.pages === 1 ? "is" : "are"} changed already.`,
      facts: { changedPages: result.pages },
    });
  chain.push(isHidden ? hidden(request, result) : visible(request, result), root(result, machine));
  return { subject: isHidden ? `${request.subject}, unnoticed` : request.subject, chain, examplePfn: pfn };
}

/** A call that returned 0 and did nothing (X-G4). */
function noOpWords({ caller, pfn, asked }: Failure): FailureWords {
  const { subject, call, believes, actual, source } = REQUESTS[caller];
  return {
    subject: `${subject}, unnoticed`,
    chain: [
      {
        code: "request",
        sentence: `${call}: ${pages(asked)}, pfn ${address(pfn)}.`,
        facts: { pfn, pages: asked },
        source,
      },
      {
        code: NO_OP,
        sentence: `It returns 0 and changes nothing: the caller believes the page ${believes}, the entry is ${actual}.`,
        facts: { believed: believes, entry: actual },
        source: "arch/arm64/mm/pageattr.c can_set_direct_map()",
      },
    ],
    examplePfn: pfn,
  };
}

function hidden({ believes, actual }: Request, { error }: ChangeResult): CauseStep {
  return {
    code: HIDDEN,
    sentence: `-${error} is lost: the caller believes the page ${believes}, the entry is ${actual}.`,
    facts: { error: error ?? "", believed: believes, entry: actual },
    source:
      "R. Edgecombe, Re: [PATCH 0/4] arch, mm: improve robustness of direct map manipulation, 26 Oct 2020",
  };
}

function visible({ acts }: Request, { error }: ChangeResult): CauseStep {
  return { code: "returned", sentence: `-${error} is returned. ${acts}`, facts: { error: error ?? "" } };
}

function root({ error }: ChangeResult, machine: Machine): CauseStep {
  if (error === "EINVAL")
    return {
      code: NO_LIVE_SPLIT,
      sentence: "Blocks of the linear map cannot be split while they are in use without FEAT_BBM level 2.",
      facts: {},
      source: "arch/arm64/mm/pageattr.c",
    };
  const { allocator, buddy } = machine;
  const { freePages } = buddy;
  const highest = highestKind(GFP_KERNEL);
  const keptPages = machine.zones.reduce(
    (sum, _, zone) => sum + allocator.mark(zone, 0) + allocator.lowmemReserve(zone, highest),
    0,
  );
  return {
    code: NO_TABLE,
    sentence:
      `The split needs one page (${bytes(machine.early.input.pageSizeBytes)}, GFP_KERNEL) for a table, and there was none: ` +
      `${pages(freePages)} free, and the zones' MIN watermarks and lowmem reserves keep ${count(keptPages)}.`,
    facts: { freePages, keptPages },
    source: machine.early.input.arch === "arm64" ? ARM64.split : X86.split,
  };
}

/**
 * The address of a page in the direct map, without randomisation.
 * Source: arch/arm64/include/asm/memory.h PAGE_OFFSET, kernel-pgtable.h ARM64_MEMSTART_ALIGN.
 */
export function faultAddress(machine: Machine, pfn: number): string {
  const { early, zones } = machine;
  const { arch, pageSizeBytes } = early.input;
  const align = pageSizeBytes === 65_536 ? 2 ** 29 : 2 ** 30;
  const first = (zones[0]?.startPfn ?? 0) * pageSizeBytes;
  const mappedFirst = arch === "arm64" ? first - (first % align) : 0;
  const start = directMapStart(early.input) ?? 0n;
  return `0x${(start + BigInt(pfn * pageSizeBytes - mappedFirst)).toString(16)}`;
}
