/** Findings that strategies of the family share. */

import type { MachineInput, RunInput } from "../../input";
import { lowMemoryEnd } from "../../machine/arch";
import type { EarlyMachine } from "../../machine/early";
import { address, bytes } from "../../text";
import type { Finding, Params } from "../strategy";
import { arm32Layout } from "./arm32-layout";
import { kernelImage } from "./kernel-image";

/** From this share of low memory on its cost is worth a warning. */
const MUCH_OF_LOWMEM = 1 / 8;

/** Architecture, and what the profile does not say. That KMSAN and KASAN exclude each other is among KMSAN's findings. */
export function diagnoseKasan({ machine }: RunInput, params: Params): Finding[] {
  const findings: Finding[] = [];
  if (machine.arch === "arm32" && machine.kernel === "5.4") {
    findings.push({
      severity: "warning",
      field: "type",
      sentence:
        "5.4 has no KASAN for 32-bit arm, it came with 5.11; the run charges what later kernels take.",
      source: "arch/arm/Kconfig HAVE_ARCH_KASAN",
    });
  }
  const isOfKnownGrowth = machine.arch === "x86-64" && (params.mode ?? "generic") === "generic";
  if (params.mode !== "hw-tags" && (!isOfKnownGrowth || kernelImage(machine) === undefined)) {
    findings.push({
      severity: "info",
      field: "instrumentation",
      sentence: isOfKnownGrowth
        ? 'The profile has no reserved range "kernel image": what the image grows by, and its shadow, are not charged.'
        : "What the kernel image grows by is measured for generic mode on x86-64 only; here nothing is charged.",
    });
  }
  return findings;
}

/** 32-bit arm: a linear shadow lies between user space and the modules. Source: arch/arm/include/asm/kasan_def.h. */
export function diagnoseAddresses(machine: MachineInput): Finding[] {
  if (machine.arch !== "arm32") return [];
  const { shadowStart, shadowEnd } = arm32Layout(0xc000_0000);
  return [
    {
      severity: "warning",
      field: "type",
      sentence:
        `The linear shadow does not fit beside 3 GiB of user space: it takes ${bytes(shadowEnd - shadowStart)} of addresses, whatever it maps, ` +
        `and user space ends at ${address(shadowStart)} instead of ${address(shadowEnd)}.`,
      source: "arch/arm/include/asm/kasan_def.h KASAN_SHADOW_START; arch/arm/include/asm/memory.h TASK_SIZE",
    },
  ];
}

/** 32-bit arm: shadow comes from low memory, and high memory does not help. */
export function diagnoseLowMemory(early: EarlyMachine, takenBytes: number, what: string): Finding[] {
  const { arch } = early.input;
  if (arch !== "arm32") return [];
  const { regions } = early.memblock.memory;
  const end = lowMemoryEnd(arch, regions[0]?.base ?? 0);
  const lowBytes = regions.reduce(
    (sum, { base, size }) => sum + Math.max(0, Math.min(base + size, end) - base),
    0,
  );
  if (takenBytes < lowBytes * MUCH_OF_LOWMEM) return [];
  return [
    {
      severity: "warning",
      field: "type",
      sentence: `${what} takes ${bytes(takenBytes)} of ${bytes(lowBytes)} low memory, ${Math.floor((100 * takenBytes) / lowBytes)} %; high memory cannot serve in its place.`,
      source: "arch/arm/mm/kasan_init.c kasan_init()",
    },
  ];
}

/** Strategies whose shadow lies apart for each page. */
export function diagnoseScattered(params: Params): Finding[] {
  const source =
    "D. Vyukov and A. Ryabinin, Re: [PATCH v1 00/11] mm/kasan: support per-page shadow memory, 30 May 2017";
  const findings: Finding[] = [];
  if (params.instrumentation === "inline") {
    findings.push({
      severity: "error",
      field: "instrumentation",
      sentence:
        "Inline instrumentation computes a shadow address from the address alone; here each page's shadow lies somewhere else. Only outline works.",
      source,
    });
  }
  if (params.stack === true) {
    findings.push({
      severity: "error",
      field: "stack",
      sentence:
        "Stack instrumentation writes the shadow in each function's prologue, at a linear address, even in outline builds; here there is none.",
      source,
    });
  }
  return findings;
}
