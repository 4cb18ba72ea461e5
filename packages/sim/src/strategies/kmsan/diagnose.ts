/** Findings that every KMSAN strategy shares. */

import type { RunInput } from "../../input";
import type { EarlyMachine } from "../../machine/early";
import { count } from "../../text";
import type { Finding } from "../strategy";
import { MAX_RECORDED_RANGES, recordRanges } from "./recorded-ranges";

/** Architecture, what KMSAN cannot be built with, recorded ranges. */
export function diagnoseKmsan(input: RunInput, early: EarlyMachine): Finding[] {
  return [
    ...diagnoseArch(input),
    ...diagnoseKasan(input),
    ...diagnoseRanges(early),
    ...diagnoseDeferred(input),
  ];
}

function diagnoseArch({ machine: { arch } }: RunInput): Finding[] {
  if (arch === "x86-64") return [];
  return [
    {
      severity: "warning",
      field: "type",
      sentence: `KMSAN runs on x86-64 and s390 only; on ${arch} the figures say what it would cost.`,
      source: "arch/x86/Kconfig HAVE_ARCH_KMSAN",
    },
  ];
}

function diagnoseKasan({ strategies }: RunInput): Finding[] {
  const kasan = strategies.find(({ family }) => family === "kasan");
  if (kasan === undefined) return [];
  return [
    {
      severity: "error",
      field: "type",
      sentence: `KMSAN and KASAN (${kasan.type}) cannot be built into one kernel: each instruments every access in its own way. Take one of them out.`,
      source: "lib/Kconfig.kmsan KMSAN depends on !KASAN && !KCSAN",
    },
  ];
}

function diagnoseRanges(early: EarlyMachine): Finding[] {
  const ranges = recordRanges(early).length;
  if (ranges < MAX_RECORDED_RANGES) return [];
  return [
    {
      severity: "warning",
      field: "type",
      sentence:
        `${count(ranges)} ranges are in use before the buddy allocator exists; the kernel's table has ` +
        `${MAX_RECORDED_RANGES} entries, and it warns when NODE_DATA comes to a full one. ` +
        "The run gives metadata to all of them.",
      source: "mm/kmsan/init.c kmsan_record_future_shadow_range()",
    },
  ];
}

/** Before 2024 nothing kept the two apart. */
function diagnoseDeferred({ machine: { deferredInit, kernel } }: RunInput): Finding[] {
  if (!deferredInit) return [];
  const source = "mm/Kconfig DEFERRED_STRUCT_PAGE_INIT depends on !KMSAN";
  const why = "blocks that threads hand over never get shadow and origin.";
  if (kernel === "6.6") {
    return [
      {
        severity: "error",
        field: "type",
        sentence: `KMSAN and deferred struct pages exclude each other since 2024: ${why} Switch deferred struct pages off in the profile.`,
        source,
      },
    ];
  }
  return [
    {
      severity: "warning",
      field: "type",
      sentence: `KMSAN and deferred struct pages exclude each other since 2024, in ${kernel} not yet: ${why} The run hands all of them over at once.`,
      source,
    },
  ];
}
