import type { VariantLook } from "../cards/variant-look";

/** One variant's values over simulated time, oldest first. */
export interface ChartLine {
  look: VariantLook;
  /** ms. */
  t: readonly number[];
  values: readonly number[];
}

/** All lines on one time axis, as uPlot takes them: the union of their times, null where a line has no sample. */
export function alignLines(lines: readonly ChartLine[]): [number[], ...(number | null)[][]] {
  const times = [...new Set(lines.flatMap((line) => line.t))].sort((a, b) => a - b);
  const columns = lines.map((line) => {
    const at = new Map(line.t.map((t, i) => [t, line.values[i] ?? null]));
    return times.map((t) => at.get(t) ?? null);
  });
  return [times, ...columns];
}

/** What a line says at a time: its last sample until then; null before the first and after the last. */
export function valueAt(line: ChartLine, tMs: number): number | null {
  const last = line.t.at(-1);
  if (last === undefined || tMs > last) return null;
  let low = 0;
  let high = line.t.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((line.t[mid] ?? 0) <= tMs) low = mid + 1;
    else high = mid;
  }
  return low === 0 ? null : (line.values[low - 1] ?? null);
}

const ROUND_FACTORS = [1, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** Round steps from 0 up to at most `max`, at most `count` of them; of the steps that would do, the one that ends nearest the top. */
export function gridSteps(max: number, count = 4): number[] {
  if (!(max > 0)) return [0];
  const smallest = max / (count - 1 + 1e-9);
  const power = 10 ** Math.floor(Math.log10(smallest));
  const left = (step: number) => max - Math.floor(max / step + 1e-9) * step;
  const step = ROUND_FACTORS.map((factor) => factor * power)
    .filter((candidate) => candidate >= smallest && candidate <= 2 * smallest)
    .reduce((best, candidate) => (left(candidate) < left(best) - max * 1e-9 ? candidate : best));
  return Array.from({ length: Math.floor(max / step + 1e-9) + 1 }, (_, i) =>
    Number((i * step).toPrecision(12)),
  );
}

/** Moves labels apart: the nearest places to `wanted` that keep `gap` and stay within [low, high], in the same order. */
export function spreadLabels(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
  const places = [...wanted];
  let floor = low;
  for (const i of order) {
    places[i] = Math.max(floor, wanted[i] ?? 0);
    floor = (places[i] ?? 0) + gap;
  }
  let ceiling = high;
  for (const i of order.toReversed()) {
    places[i] = Math.min(ceiling, places[i] ?? 0);
    ceiling = (places[i] ?? 0) - gap;
  }
  return places;
}

/** Where a line ends in a drawing, px. */
export interface LineEnd {
  x: number;
  y: number;
}

/**
 * Heights of the labels at the ends of lines. Those at the right edge stand beside their markers; where the others run on behind a label, as after a panic, it
 * stands a line above its marker, or below where there is no room. Only labels that could meet move each other.
 */
export function endLabels(
  ends: readonly LineEnd[],
  label: { width: number; height: number },
  box: { right: number; top: number; bottom: number },
): number[] {
  const { width, height } = label;
  const places = ends.map(({ y }) => y);
  const isEarly = ({ x }: LineEnd) => x + width / 2 < box.right;
  const wanted = ends.map((end) =>
    isEarly(end) ? end.y + (end.y - height < box.top ? height : -height) : end.y,
  );
  const order = ends.map((_, i) => i).sort((a, b) => (ends[a]?.x ?? 0) - (ends[b]?.x ?? 0) || a - b);
  let group: number[] = [];
  const place = () => {
    const of = (i: number) => wanted[i] ?? 0;
    const spread = spreadLabels(group.map(of), height, box.top, box.bottom);
    for (const [k, i] of group.entries()) places[i] = spread[k] ?? of(i);
  };
  for (const i of order) {
    const last = group.at(-1);
    if (last !== undefined && (ends[i]?.x ?? 0) - (ends[last]?.x ?? 0) >= width) {
      place();
      group = [];
    }
    group.push(i);
  }
  place();
  return places;
}

/** The lowest value with its time, for the sentence a chart is known by. */
export function lowest(line: ChartLine): { value: number; tMs: number } | null {
  let best: { value: number; tMs: number } | null = null;
  line.values.forEach((value, i) => {
    if (best === null || value < best.value) best = { value, tMs: line.t[i] ?? 0 };
  });
  return best;
}
