import { type Measures, NEVER } from "./metrics";

type Value = Measures[string];

/** What several seeds measured, sorted: the ends and the middle. Of an even number the lower middle, so that it is one that was measured. */
export interface Spread {
  min: Value;
  median: Value;
  max: Value;
  count: number;
}

/** null where nothing was measured. What never happened comes after every time. */
export function spreadOf(values: readonly Value[]): Spread | null {
  const sorted = values.toSorted((a, b) => asNumber(a) - asNumber(b) || 0);
  const [min] = sorted;
  const median = sorted[(sorted.length - 1) >> 1];
  const max = sorted.at(-1);
  if (min === undefined || median === undefined || max === undefined) return null;
  return { min, median, max, count: sorted.length };
}

/** For sorting: infinities are not subtracted from each other. */
const asNumber = (value: Value) => (value === NEVER ? Number.MAX_VALUE : value);
