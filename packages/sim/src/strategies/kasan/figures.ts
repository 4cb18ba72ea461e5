/** Figures that every strategy of the family tells of. */

import type { EarlyMachine } from "../../machine/early";
import type { Figure } from "../../output";
import type { Params } from "../strategy";
import { arm32Layout } from "./arm32-layout";
import { stackDepotBytes } from "./boot-cost";
import { imageGrowth } from "./kernel-image";
import { redzone } from "./quarantine";

/** Shadow that is there from boot on, and its tables. Pages. */
export function shadowFigures(pageSizeBytes: number, shadowPages: number, tablePages: number): Figure[] {
  return [
    {
      key: "static-shadow",
      label: "Shadow at boot",
      unit: "bytes",
      value: shadowPages * pageSizeBytes,
      help: "For memory, the kernel image and the cpu entry areas; page tables apart.",
    },
    { key: "shadow-tables", label: "Page tables of the shadow", unit: "pages", value: tablePages },
  ];
}

/** What does not depend on how shadow is stored. */
export function commonFigures(early: EarlyMachine, params: Params): Figure[] {
  const { input } = early;
  const page = input.pageSizeBytes;
  const growth = imageGrowth(input, params);
  const objectBytes = Number(params.objectBytes);
  return [
    {
      key: "image-growth",
      label: "Kernel image and per-cpu data grow by",
      unit: "bytes",
      value: (growth.keptPages + growth.perCpuPages) * page,
      help: "Scaled from one measured configuration of 6.1.192 on x86-64; 0 where nothing is known.",
    },
    {
      key: "stack-depot",
      label: "Table of the stack depot",
      unit: "bytes",
      value: stackDepotBytes(input),
      source: "lib/stackdepot.c",
    },
    {
      key: "redzone-growth",
      label: "Slab objects grow by red zones",
      unit: "percent",
      value: Math.floor((100 * redzone(objectBytes)) / objectBytes),
      help: `At least: a red zone of ${redzone(objectBytes)} B behind each object of ${objectBytes} B, or its metadata if that is larger.`,
      source: "mm/kasan/generic.c optimal_redzone()",
    },
  ];
}

/** 32-bit arm: what a linear shadow takes of the address space, whatever it maps. */
export function addressFigures({ input }: EarlyMachine): Figure[] {
  if (input.arch !== "arm32") return [];
  const { shadowStart, shadowEnd } = arm32Layout(0xc000_0000);
  return [
    {
      key: "shadow-addresses",
      label: "Addresses taken from user space",
      unit: "bytes",
      value: shadowEnd - shadowStart,
      source: "arch/arm/include/asm/kasan_def.h",
    },
  ];
}
