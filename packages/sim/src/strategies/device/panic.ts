/** What happens to a walker that reads a struct page nobody wrote. */

import type { NamespaceLayout } from "../../device/namespace";
import type { WalkCounts } from "../../device/walk";
import type { Arch } from "../../input";
import type { FailureWords } from "../../machine/failure";
import { KernelPanic } from "../../machine/failure";
import { structPageAddress, vmemmapBase } from "../../machine/kernel-addresses";
import type { CauseStep } from "../../output";
import { address, bytes, count, pages } from "../../text";
import type { Walker } from "./walkers";

/** Code of the step: the struct pages of the reserve have no value. */
export const RESERVE = "reserve";

/** compound_head of a struct page of all ones is odd; the head is one less (domain fact FD-8). */
export const POISON_FAULT = "0xfffffffffffffffe";

/** The first uninitialised struct page of a walk, and its namespace. */
export interface Trip {
  walker: Walker;
  counts: WalkCounts;
  layout: NamespaceLayout;
  arch: Arch;
  pageSizeBytes: number;
  structPageBytes: number;
  fiveLevelPaging: boolean;
}

/** The panic of a kernel with DEBUG_VM. */
export function poisonPanic(trip: Trip): KernelPanic {
  const { walker, counts, arch, structPageBytes, fiveLevelPaging } = trip;
  const place = structPageAddress(vmemmapBase(fiveLevelPaging), counts.firstPfn, structPageBytes);
  const where = arch === "x86-64" ? ` at 0x${place.toString(16)} (without KASLR)` : "";
  const words = failureWords(trip, {
    code: "poisoned",
    sentence:
      `All ${structPageBytes} bytes of the struct page${where} are ones: with CONFIG_DEBUG_VM a new memmap is filled so, and nobody has written this ` +
      "part since.",
    facts: { pfn: address(counts.firstPfn), structPageBytes },
    source: "mm/debug.c page_init_poison(); mm/sparse.c sparse_add_section()",
  });
  if (walker.onPoison === "bug") {
    return new KernelPanic(
      `kernel BUG: page_to_nid() of pfn ${address(counts.firstPfn)} finds a poisoned struct page`,
      "",
      words,
    );
  }
  const fault = POISON_FAULT.slice(2);
  const sentence =
    arch === "arm64"
      ? `Unable to handle kernel paging request at virtual address ${fault}`
      : `BUG: unable to handle page fault for address: ${fault}`;
  words.chain.splice(3, 0, {
    code: "fault",
    sentence: `Bit 0 of compound_head is set, so the page passes for a tail page; its head is all ones less one, and reading that faults at ${POISON_FAULT}.`,
    facts: { address: POISON_FAULT },
    source: "include/linux/page-flags.h compound_head()",
  });
  return new KernelPanic(sentence, POISON_FAULT, words);
}

/** The failure of a kernel without DEBUG_VM. */
export function undefinedRead(trip: Trip): FailureWords {
  const { uninitialisedReads, firstPfn } = trip.counts;
  return failureWords(trip, {
    code: "undefined",
    sentence:
      `Without CONFIG_DEBUG_VM the struct page holds what the device held there before: the walk read ${pages(uninitialisedReads)} like that. ` +
      "Its answer is garbage, or it faults at some address.",
    facts: { reads: uninitialisedReads, pfn: address(firstPfn) },
    source: "mm/sparse.c sparse_add_section()",
  });
}

function failureWords(trip: Trip, bytesFound: CauseStep): FailureWords {
  const { walker, counts, layout, pageSizeBytes } = trip;
  const { firstPfn } = counts;
  const pfn = address(firstPfn);
  const { baseBytes } = layout.namespace;
  const reserve = layout.altmap?.reservePages ?? 0;
  const isPad = firstPfn * pageSizeBytes < baseBytes + layout.startPadBytes;
  return {
    subject: walker.subject,
    examplePfn: firstPfn,
    chain: [
      {
        code: "walk",
        sentence: `${walker.subject} comes to pfn ${pfn}, number ${count(counts.walked)} of the walk${counts.isStopped ? "" : " among others"}.`,
        facts: { pfn, walked: counts.walked },
        source: walker.reader,
      },
      {
        code: "check-passed",
        sentence: `pfn ${pfn} has a struct page, and that is all the walker asks: it reads it.`,
        facts: { pfn },
        source: "include/linux/mmzone.h pfn_valid()",
      },
      bytesFound,
      {
        code: RESERVE,
        sentence:
          `The namespace at ${address(baseBytes)} keeps its memmap on the device, and its first ${pages(reserve)} (${bytes(reserve * pageSizeBytes)}) hold ` +
          `${isPad ? "no data: they lie before the namespace, in its first section" : "the info block"}. Their struct pages are left out when the memmap is initialised.`,
        facts: { reservePages: reserve, basePfn: address(layout.basePfn) },
        source: "mm/page_alloc.c memmap_init_range(); drivers/nvdimm/pfn_devs.c init_altmap_reserve()",
      },
    ],
  };
}
