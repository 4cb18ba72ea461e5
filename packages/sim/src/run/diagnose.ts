import type { RunInput } from "../input";
import { laterFrees } from "../machine/later-frees";
import { BootPanic } from "../machine/panic";
import type { Diagnostic } from "../output";
import { count } from "../text";
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
  const { allocations, livePages } = expectedDemand(input.workload);
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
  if (input.workload.orderWeights.every((weight) => weight === 0)) {
    findings.push({
      severity: "warning",
      part: "workload",
      field: "orderWeights",
      sentence: "Every weight is 0: nothing is requested.",
    });
  }
  if (livePages > usablePages) {
    findings.push({
      severity: "warning",
      part: "workload",
      field: "allocationsPerSecond",
      sentence:
        `The workload holds about ${count(livePages)} pages at its peak; callers can get ` +
        `${usable === "exact" ? "" : "at most "}${count(usablePages)}. Allocations will fail.`,
      source: "Little's law: arrival rate times mean lifetime",
    });
  }
  return findings;
}
