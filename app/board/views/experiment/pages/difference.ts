import { NO_CELL, stateOfCell } from "./cell-byte";
import type { Part } from "./picture";

/** Two states side by side in one number: of the first variant, and of the second. */
export function transition(from: number, to: number): number {
  return (from << 5) | to;
}

export function fromOf(pair: number): number {
  return pair >> 5;
}

export function toOf(pair: number): number {
  return pair & NO_CELL;
}

/** What each cell is in two pictures of one part; null if they don't show the same part. */
export function pairsOf(a: Part | null, b: Part | null): Uint16Array | null {
  if (a === null || b === null) return null;
  if (a.place !== b.place || a.cellPages !== b.cellPages || a.cells !== b.cells) return null;
  return Uint16Array.from({ length: a.cells }, (_, cell) =>
    transition(stateOfCell(a.bytes[cell] ?? NO_CELL), stateOfCell(b.bytes[cell] ?? NO_CELL)),
  );
}

/** Cells of each transition, the most frequent first; equal cells are left out and counted apart. */
export function transitionsOf(pairs: Uint16Array): {
  equal: number;
  moved: { pair: number; cells: number }[];
} {
  const counts = new Map<number, number>();
  let equal = 0;
  for (const pair of pairs)
    if (fromOf(pair) === toOf(pair)) equal++;
    else counts.set(pair, (counts.get(pair) ?? 0) + 1);
  const moved = [...counts].map(([pair, cells]) => ({ pair, cells }));
  return { equal, moved: moved.sort((one, other) => other.cells - one.cells || one.pair - other.pair) };
}
