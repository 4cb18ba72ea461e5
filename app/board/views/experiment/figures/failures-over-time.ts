import type { RunProgress } from "@carveout/sim";

/** Failures of all causes in each stretch between two samples, where there were any. */
export function failuresOverTime({
  failures,
  series,
}: Pick<RunProgress, "failures" | "series">): { fromMs: number; toMs: number; value: number }[] {
  const bySample = new Map<number, number>();
  for (const { overTime } of failures)
    for (const { sample, count } of overTime) bySample.set(sample, (bySample.get(sample) ?? 0) + count);
  const step = series.tMs[1] ?? 0;
  return [...bySample]
    .sort(([a], [b]) => a - b)
    .map(([sample, value]) => ({ fromMs: Math.max(0, sample - 1) * step, toMs: sample * step, value }));
}
