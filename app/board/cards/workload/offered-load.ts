import { fieldValue, ORDER_FIELDS, WORKLOAD_FIELDS, type WorkloadFieldsJson } from "@carveout/model";

export interface LoadStep {
  fromMs: number;
  toMs: number;
  /** Mean arrivals per simulated second. */
  perSecond: number;
}

/** The offered load over time: constant, but for the burst. */
export function offeredLoad(fields: WorkloadFieldsJson): { durationMs: number; steps: LoadStep[] } {
  const value = (key: string) => {
    const spec = WORKLOAD_FIELDS.find((s) => s.key === key);
    return spec === undefined ? 0 : Number(fieldValue(spec, fields as Record<string, unknown>));
  };
  const durationMs = value("durationMs");
  const rate = value("allocationsPerSecond");
  const from = Math.min(value("burstStartMs"), durationMs);
  const to = Math.min(from + value("burstLengthMs"), durationMs);
  const steps = [
    { fromMs: 0, toMs: from, perSecond: rate },
    { fromMs: from, toMs: to, perSecond: rate * value("burstFactor") },
    { fromMs: to, toMs: durationMs, perSecond: rate },
  ];
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
