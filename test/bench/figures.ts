/** The p-th percentile (0 to 100) by nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))] ?? Number.NaN
  );
}

export function row(name: string, values: readonly number[]): string {
  const cell = (p: number) => percentile(values, p).toFixed(2).padStart(8);
  return `${name.padEnd(44)} n=${String(values.length).padEnd(5)} p50 ${cell(50)} ms   p95 ${cell(95)} ms   p99 ${cell(99)} ms`;
}

export const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
