/** Findings that every KMSAN strategy shares. */

import type { RunInput } from "../../input";
import type { EarlyMachine } from "../../machine/early";
import { bytes, count } from "../../text";
import type { Finding } from "../strategy";
import { MAX_RECORDED_RANGES, recordRanges } from "./recorded-ranges";

/** struct page sizes that mm_zero_struct_page() has a case for end here (since v6.2). */
const LARGEST_STRUCT_PAGE_BYTES = 96;

/** Architecture and recorded ranges; `structPageBytes` with the strategy's pointers. */
export function diagnoseKmsan(input: RunInput, early: EarlyMachine): Finding[] {
  const findings: Finding[] = [];
  const { arch } = input.machine;
  if (arch !== "x86-64") {
    findings.push({
      severity: "warning",
      field: "type",
      sentence: `KMSAN runs on x86-64 and s390 only; on ${arch} the figures say what it would cost.`,
      source: "arch/x86/Kconfig HAVE_ARCH_KMSAN",
    });
  }
  const { rangePages } = recordRanges(early);
  if (rangePages.length >= MAX_RECORDED_RANGES) {
    findings.push({
      severity: "warning",
      field: "type",
      sentence:
        `${count(rangePages.length)} ranges are in use before the buddy allocator exists; the kernel's table has ` +
        `${MAX_RECORDED_RANGES} entries, and it warns when NODE_DATA comes to a full one. ` +
        "The run gives metadata to all of them.",
      source: "mm/kmsan/init.c kmsan_record_future_shadow_range()",
    });
  }
  if (early.structPageBytes > LARGEST_STRUCT_PAGE_BYTES) {
    findings.push({
      severity: "warning",
      field: "type",
      sentence:
        `struct page grows to ${early.structPageBytes} B; mm_zero_struct_page() has no case above ` +
        `${bytes(LARGEST_STRUCT_PAGE_BYTES)}.`,
      source: "include/linux/mm.h mm_zero_struct_page()",
    });
  }
  return findings;
}
