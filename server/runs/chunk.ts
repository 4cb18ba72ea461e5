/** Between two looks at the clock and the stop flag, ms: short enough to stop at once, long enough not to count. */
const CHUNK_MS = 8;

export const FIRST_CHUNK = 1000;

/** As many events as would have taken CHUNK_MS, never more than twice as many as before. */
export function nextChunk(events: number, tookMs: number): number {
  return Math.max(100, Math.min(events * 2, Math.round((events * CHUNK_MS) / Math.max(tookMs, 0.1))));
}
