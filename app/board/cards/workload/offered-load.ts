import {
  fieldValue,
  ORDER_FIELDS,
  PHASE_FIELDS,
  resolveFields,
  type WorkloadFieldsJson,
} from "@carveout/model";
import { classShares } from "./class-shares";
import { workloadNumber } from "./workload-value";

export interface LoadStep {
  fromMs: number;
  toMs: number;
  /** Mean requests per simulated second. */
  perSecond: number;
}

interface Phase {
  key: string;
  fromMs: number;
  toMs: number;
  factors: Readonly<Record<string, number>>;
}

/** The phases by their start, as the core takes them. */
export function phasesOf({ phases }: WorkloadFieldsJson): Phase[] {
  return Object.entries(phases ?? {})
    .map(([key, row]) => {
      const factors = resolveFields(PHASE_FIELDS, row) as Record<string, number>;
      const fromMs = factors.startMs ?? 0;
      return { key, fromMs, toMs: fromMs + (factors.lengthMs ?? 0), factors };
    })
    .sort((a, b) => a.fromMs - b.fromMs || (a.key < b.key ? -1 : 1));
}

/** The offered load over time: what changes it are the burst and the phases. */
export function offeredLoad(fields: WorkloadFieldsJson): { durationMs: number; steps: LoadStep[] } {
  const value = (key: string) => workloadNumber(fields, key);
  const durationMs = value("durationMs");
  const burst: Phase = {
    key: "",
    fromMs: value("burstStartMs"),
    toMs: value("burstStartMs") + value("burstLengthMs"),
    factors: { rateFactor: value("burstFactor") },
  };
  const spans = [burst, ...phasesOf(fields)].filter((span) => span.toMs > span.fromMs);
  const cuts = spans.flatMap(({ fromMs, toMs }) => [fromMs, toMs]).filter((ms) => ms > 0 && ms < durationMs);
  const starts = [0, ...new Set(cuts.sort((a, b) => a - b))];
  const weights = classShares(fields);
  const bursts = value("atomicBurstsPerSecond") * value("atomicBurstAllocations");
  const steps = starts.map((fromMs, i) => {
    const active = spans.filter((span) => span.fromMs <= fromMs && fromMs < span.toMs);
    const factor = (key: string) => active.reduce((so, { factors }) => so * (factors[key] ?? 1), 1);
    const asks = weights.some(({ info, weight }) => weight * factor(`${info.key}Factor`) > 0);
    const rate = asks ? value("allocationsPerSecond") : 0;
    return {
      fromMs,
      toMs: starts[i + 1] ?? durationMs,
      perSecond: (rate + bursts) * factor("rateFactor"),
    };
  });
  return { durationMs, steps: steps.filter((step) => step.toMs > step.fromMs) };
}

export interface OrderShare {
  order: number;
  weight: number;
  /** Part of all requests, 0 to 1. */
  share: number;
}

/** The orders that are asked for, with their share. All weights 0 gives no order: the core calls that infeasible. */
export function orderShares(fields: WorkloadFieldsJson): OrderShare[] {
  const weights = ORDER_FIELDS.map((spec) => Number(fieldValue(spec, fields.orders)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.flatMap((weight, order) => (weight > 0 ? [{ order, weight, share: weight / sum }] : []));
}
