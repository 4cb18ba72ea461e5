/** Findings that every KMSAN strategy shares. */

import type { RunInput } from "../../input";
import type { EarlyMachine } from "../../machine/early";
import { count } from "../../text";
import type { Finding } from "../strategy";
import { MAX_RECORDED_RANGES, recordRanges } from "./recorded-ranges";

/** Architecture, recorded ranges and deferred struct pages. */
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
  if (input.machine.deferredInit) {
    findings.push({
      severity: "warning",
      field: "type",
      sentence:
        "KMSAN and deferred struct pages exclude each other since 2024: blocks that threads hand over never get " +
        "shadow and origin. The run hands all of them over at once.",
      source: "mm/Kconfig DEFERRED_STRUCT_PAGE_INIT depends on !KMSAN",
    });
  }
  return findings;
}
