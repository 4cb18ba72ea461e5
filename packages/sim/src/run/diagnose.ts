import type { MachineInput, RunInput, WorkloadInput } from "../input";
import { pagesPerSection, sectionBytes } from "../machine/arch";
import { laterFrees } from "../machine/later-frees";
import { blockPages } from "../machine/order";
import { BootPanic } from "../machine/panic";
import type { Diagnostic, MemorySplit } from "../output";
import { bytes, count } from "../text";
import { REQUEST_CLASSES } from "../workload/classes";
import { expectedDemand } from "../workload/demand";
import { estimate } from "./estimate";
import { planWithMemblock } from "./plan";

/** Page frames that one machine's arrays hold: 256 GiB of 4 KiB pages. */
export const MAX_FRAMES = 67_108_864;

/** Allocations that one run may be expected to try; more would take minutes. */
export const MAX_EXPECTED_ALLOCATIONS = 200_000_000;

/**
 * What is infeasible (error: no run) or doubtful about a checked input. Closed form, well under a millisecond.
 * Machine first, then strategies, then workload.
 */
export function diagnose(input: RunInput): Diagnostic[] {
  const size = diagnoseSize(input.machine);
  if (size.some(({ severity }) => severity === "error")) return size;
  try {
    return [...size, ...diagnoseStrategies(input), ...diagnoseWorkload(input)];
  } catch (error) {
    if (error instanceof BootPanic) return [...size, error.diagnostic];
    throw error;
  }
}

function diagnoseSize(machine: MachineInput): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const section = sectionBytes(machine);
  const largest = machine.pageSizeBytes * blockPages(machine.maxOrder);
  if (largest > section) {
    findings.push({
      severity: "error",
      part: "machine",
      field: "maxOrder",
      sentence: `A block of order ${machine.maxOrder} is ${bytes(largest)}, larger than a section of ${bytes(section)}.`,
      source: "include/linux/mmzone.h",
    });
  }
  const sections = new Set<number>();
  for (const bank of machine.banks) {
    const last = Math.floor((bank.baseBytes + bank.sizeBytes - 1) / section);
    const tooMany = MAX_FRAMES / pagesPerSection(machine) + 1;
    for (let n = Math.floor(bank.baseBytes / section); n <= last && sections.size < tooMany; n++)
      sections.add(n);
  }
  if (sections.size * pagesPerSection(machine) > MAX_FRAMES) {
    findings.push({
      severity: "error",
      part: "machine",
      field: "banks",
      sentence:
        `The banks have more than ${bytes(MAX_FRAMES * machine.pageSizeBytes)}: the simulation keeps 5 bytes for each ` +
        `page frame and holds at most ${count(MAX_FRAMES)} of them.`,
    });
  }
  const banks = [...machine.banks].sort((a, b) => a.baseBytes - b.baseBytes);
  for (const [i, bank] of banks.entries()) {
    const next = banks[i + 1];
    if (next === undefined || bank.baseBytes + bank.sizeBytes <= next.baseBytes) continue;
    findings.push({
      severity: "warning",
      part: "machine",
      field: `banks[${machine.banks.indexOf(next)}].baseBytes`,
      sentence:
        `The bank starts ${bytes(bank.baseBytes + bank.sizeBytes - next.baseBytes)} inside the bank below it; ` +
        "the memory they share counts once.",
      source: "mm/memblock.c memblock_add_range()",
    });
  }
  return findings;
}

function diagnoseStrategies(input: RunInput): Diagnostic[] {
  const { chosen, early } = planWithMemblock(input);
  laterFrees(early);
  return chosen.flatMap(({ strategy, params }) =>
    strategy.diagnose(input, early, params).map((finding) => ({
      ...finding,
      part: "strategy" as const,
      family: strategy.description.family,
    })),
  );
}

function diagnoseWorkload(input: RunInput): Diagnostic[] {
  const { usablePages, usable } = estimate(input).memory;
  if (usablePages <= 0) {
    return [
      {
        severity: "error",
        part: "machine",
        field: "banks",
        sentence:
          "No page is left for callers: what is reserved and what the strategies take is all of memory.",
      },
    ];
  }
  return [...diagnoseShape(input.workload), ...diagnoseDemand(input.workload, usablePages, usable)];
}

/** What of a workload asks for nothing. */
function diagnoseShape(workload: WorkloadInput): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const doubt = (field: string, sentence: string) =>
    findings.push({ severity: "warning", part: "workload", field, sentence });
  if (workload.orderWeights.every((weight) => weight === 0))
    doubt("orderWeights", "Every weight is 0: nothing is requested.");
  if (REQUEST_CLASSES.every((name) => workload.classes[name].weight === 0))
    doubt("classes", "Every class has the weight 0: nothing is requested but atomic bursts.");
  if (workload.classes.user.weight === 0) {
    if (workload.pinnedPercent > 0)
      doubt("pinnedPercent", "No user pages are requested, and no others are pinned.");
    if (workload.taggedPercent > 0)
      doubt("taggedPercent", "No user pages are requested, and no others carry tags.");
  }
  for (const [i, { startMs, lengthMs }] of workload.phases.entries()) {
    if (lengthMs === 0) doubt(`phases[${i}].lengthMs`, "The phase is 0 ms long: it changes nothing.");
    else if (startMs >= workload.durationMs)
      doubt(
        `phases[${i}].startMs`,
        `The phase starts at ${count(startMs)} ms, when the run of ${count(workload.durationMs)} ms is over.`,
      );
  }
  return findings;
}

function diagnoseDemand(
  workload: WorkloadInput,
  usablePages: number,
  usable: MemorySplit["usable"],
): Diagnostic[] {
  const { allocations, livePages, firmPages } = expectedDemand(workload);
  const findings: Diagnostic[] = [];
  if (allocations > MAX_EXPECTED_ALLOCATIONS) {
    findings.push({
      severity: "error",
      part: "workload",
      field: "allocationsPerSecond",
      sentence:
        `The workload comes to about ${count(allocations)} allocations; ` +
        `a run takes at most ${count(MAX_EXPECTED_ALLOCATIONS)}.`,
    });
  }
  const available = `callers can get ${usable === "exact" ? "" : "at most "}${count(usablePages)}`;
  const source = "Little's law: arrival rate times mean lifetime";
  if (firmPages > usablePages) {
    findings.push({
      severity: "warning",
      part: "workload",
      field: "allocationsPerSecond",
      sentence: `The workload holds about ${count(firmPages)} pages at its peak${livePages > firmPages ? ", without page cache" : ""}; ${available}. Allocations will fail.`,
      source,
    });
  } else if (livePages > usablePages) {
    findings.push({
      severity: "info",
      part: "workload",
      field: "allocationsPerSecond",
      sentence: `With page cache the workload comes to about ${count(livePages)} pages at its peak; ${available}. Reclaim has to drop page cache.`,
      source,
    });
  }
  return findings;
}
