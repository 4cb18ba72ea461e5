import type { RunInput, WorkloadInput } from "../input";
import { laterFrees } from "../machine/later-frees";
import { BootPanic } from "../machine/panic";
import type { Diagnostic, MemorySplit } from "../output";
import { count } from "../text";
import { REQUEST_CLASSES } from "../workload/classes";
import { expectedDemand } from "../workload/demand";
import { diagnoseMachine } from "./diagnose-machine";
import { estimate } from "./estimate";
import { planWithMemblock, structPageBytes } from "./plan";

/** Allocations that one run may be expected to try; more would take minutes. */
export const MAX_EXPECTED_ALLOCATIONS = 200_000_000;

/**
 * What is infeasible (error: no run) or doubtful about a checked input. Closed form, well under a millisecond.
 * Machine first, then strategies, then workload.
 */
export function diagnose(input: RunInput): Diagnostic[] {
  const machine = diagnoseMachine(input.machine, structPageBytes(input));
  if (machine.some(({ severity }) => severity === "error")) return machine;
  try {
    return [...machine, ...diagnoseStrategies(input), ...diagnoseWorkload(input)];
  } catch (error) {
    if (error instanceof BootPanic) return [...machine, error.diagnostic];
    throw error;
  }
}

function diagnoseStrategies(input: RunInput): Diagnostic[] {
  const { chosen, early } = planWithMemblock(input);
  laterFrees(early);
  return chosen.flatMap(({ strategy, params }) =>
    strategy
      .diagnose(input, early, params)
      .map(
        (finding): Diagnostic =>
          finding.part === "machine"
            ? { ...finding, part: "machine" }
            : { ...finding, part: "strategy", family: strategy.description.family },
      ),
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
  if (workload.classes.cache.weight === 0 && workload.dirtyPercent > 0)
    doubt("dirtyPercent", "No page cache is requested, and nothing else is written back.");
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
