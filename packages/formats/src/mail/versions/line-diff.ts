/** What became of a list of lines. */

/** A stretch that both have, or one that only the old (`removed`) or the new list (`added`) has. */
export interface Stretch {
  kind: "same" | "removed" | "added";
  /** Index of its first line in the old list, and in the new one. */
  before: number;
  after: number;
  count: number;
}

/**
 * Most lines that are taken out and put in before the search for the shortest way is given up: it costs their square, here a million steps and
 * 4 MiB for a moment. Two versions that differ by more are told as one replacement, which is what they are to a reader.
 */
const MAX_CHANGES = 1000;

/** The shortest way from one list of lines to the other, by E. Myers, "An O(ND) Difference Algorithm" (1986). */
export function lineDiff(before: readonly string[], after: readonly string[]): Stretch[] {
  let start = 0;
  let oldEnd = before.length;
  let newEnd = after.length;
  while (start < oldEnd && start < newEnd && before[start] === after[start]) start++;
  while (oldEnd > start && newEnd > start && before[oldEnd - 1] === after[newEnd - 1]) {
    oldEnd--;
    newEnd--;
  }
  const stretches: Stretch[] = [];
  add(stretches, "same", 0, 0, start);
  for (const { kind, before: x, after: y, count } of middle(
    before.slice(start, oldEnd),
    after.slice(start, newEnd),
  ))
    add(stretches, kind, start + x, start + y, count);
  add(stretches, "same", oldEnd, newEnd, before.length - oldEnd);
  return stretches;
}

function add(to: Stretch[], kind: Stretch["kind"], before: number, after: number, count: number): void {
  if (count === 0) return;
  const last = to.at(-1);
  if (last?.kind === kind) last.count += count;
  else to.push({ kind, before, after, count });
}

/** Two lists that begin and end differently. */
function middle(before: readonly string[], after: readonly string[]): Stretch[] {
  const [n, m] = [before.length, after.length];
  const trail = furthestReaches(before, after);
  const steps: Stretch[] = [];
  if (trail === null) {
    add(steps, "removed", 0, 0, n);
    add(steps, "added", n, 0, m);
    return steps;
  }
  const back: Stretch[] = [];
  let [x, y] = [n, m];
  for (let d = trail.length - 1; d >= 0; d--) {
    const reach = trail[d] ?? new Int32Array();
    const k = x - y;
    const isDown = d > 0 && comesDown(reach, k, d);
    const from = isDown ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : (reach[from + d] ?? 0);
    const fromY = d === 0 ? 0 : fromX - from;
    const startX = d === 0 ? 0 : isDown ? fromX : fromX + 1;
    const same = x - startX;
    if (same > 0) back.push({ kind: "same", before: x - same, after: y - same, count: same });
    if (d > 0) back.push({ kind: isDown ? "added" : "removed", before: fromX, after: fromY, count: 1 });
    [x, y] = [fromX, fromY];
  }
  for (const { kind, before: from, after: to, count } of back.reverse()) add(steps, kind, from, to, count);
  return steps;
}

/** True if the furthest reaching path to diagonal k with d changes comes from the one above it. `reach` is indexed by diagonal + d. */
function comesDown(reach: Int32Array, k: number, d: number): boolean {
  return k === -d || (k !== d && (reach[k - 1 + d] ?? -1) < (reach[k + 1 + d] ?? -1));
}

/** For each number of changes, how far one gets on each diagonal with one change less. Null where it takes too many. */
function furthestReaches(before: readonly string[], after: readonly string[]): Int32Array[] | null {
  const [n, m] = [before.length, after.length];
  const trail: Int32Array[] = [];
  let last = new Int32Array(1);
  for (let d = 0; d <= Math.min(n + m, MAX_CHANGES); d++) {
    // Diagonals of the step before, shifted by one so that index = diagonal + d.
    const reach = new Int32Array(2 * d + 1).fill(-1);
    if (d > 0) reach.set(last, 1);
    trail.push(reach);
    const next = new Int32Array(2 * d + 1).fill(-1);
    for (let k = -d; k <= d; k += 2) {
      let x = d === 0 ? 0 : comesDown(reach, k, d) ? (reach[k + 1 + d] ?? 0) : (reach[k - 1 + d] ?? 0) + 1;
      let y = x - k;
      while (x < n && y < m && before[x] === after[y]) {
        x++;
        y++;
      }
      next[k + d] = x;
      if (x >= n && y >= m) return trail;
    }
    last = next;
  }
  return null;
}
