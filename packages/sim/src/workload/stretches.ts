/** The load over time: stretches in which nothing changes. */

import type { PhaseInput, RequestClass, WorkloadInput } from "../input";
import { REQUEST_CLASSES } from "./classes";

export interface Stretch {
  startMs: number;
  /** The next one's start, or the end of the run. */
  endMs: number;
  /** Product of the factors of every phase and of the burst. */
  rateFactor: number;
  /** By the class's number. */
  weights: number[];
}

/** Stretches that follow each other from 0 to the end of the run; at least one. */
export function stretchesOf(workload: WorkloadInput): Stretch[] {
  const { durationMs, burstStartMs, burstLengthMs, burstFactor, phases } = workload;
  const end = ({ startMs, lengthMs }: { startMs: number; lengthMs: number }) => startMs + lengthMs;
  const burst = { startMs: burstStartMs, lengthMs: burstLengthMs };
  const spans = [...phases, burst].filter(({ lengthMs }) => lengthMs > 0);
  const cuts = spans.flatMap((span) => [span.startMs, end(span)]).filter((ms) => ms > 0 && ms < durationMs);
  const starts = [0, ...new Set(cuts.sort((a, b) => a - b))];
  return starts.map((startMs, i) => {
    const covers = (span: { startMs: number; lengthMs: number }) =>
      span.startMs <= startMs && startMs < end(span);
    const active = phases.filter(covers);
    const product = (factor: (phase: PhaseInput) => number) =>
      active.reduce((so, phase) => so * factor(phase), 1);
    return {
      startMs,
      endMs: starts[i + 1] ?? durationMs,
      rateFactor: product(({ rateFactor }) => rateFactor) * (covers(burst) ? burstFactor : 1),
      weights: REQUEST_CLASSES.map(
        (name) => workload.classes[name].weight * product((phase) => phase[factorKey(name)]),
      ),
    };
  });
}

export function factorKey(name: RequestClass): `${RequestClass}Factor` {
  return `${name}Factor`;
}
