import { type Moment, retold } from "./moment";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
/** What the states of one board may take. A board of 10,000 items takes 300 KiB a moment: two hundred of those. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Which moments go: every burst stays for a day, one an hour for a week, one a day after. The last of its hour or day stays and tells what the dropped
 * ones told; named ones, the first and the last always stay. `moments` are in order, oldest first.
 */
export function thinned(
  moments: readonly Moment[],
  named: ReadonlySet<number>,
  now: number,
): { dropped: number[]; retold: Moment[] } {
  const kept = new Set(named);
  const slots = new Set<string>();
  let bytes = 0;
  for (const [index, { number, at, bytes: size }] of [...moments.entries()].reverse()) {
    const slot = slotOf(at, now);
    const isFull = bytes + size > MAX_BYTES;
    const isEnd = index === 0 || index === moments.length - 1;
    if (isEnd || (!isFull && (slot === null || !slots.has(slot)))) kept.add(number);
    if (kept.has(number)) bytes += size;
    if (slot !== null) slots.add(slot);
  }
  const dropped: number[] = [];
  const changed: Moment[] = [];
  let waiting: Moment | null = null;
  for (const moment of moments) {
    const whole: Moment = waiting === null ? moment : retold(waiting, moment);
    if (!kept.has(moment.number)) {
      dropped.push(moment.number);
      waiting = whole;
    } else {
      if (waiting !== null) changed.push(whole);
      waiting = null;
    }
  }
  return { dropped, retold: changed };
}

/** The hour or day that keeps one moment; null where each is kept. */
function slotOf(at: number, now: number): string | null {
  const age = now - at;
  if (age < DAY_MS) return null;
  return age < WEEK_MS ? `h${Math.floor(at / HOUR_MS)}` : `d${Math.floor(at / DAY_MS)}`;
}
