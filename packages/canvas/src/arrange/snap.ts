import type { Box, Point } from "../plane/geometry";

/** Why something snapped, as a line to draw: to an edge or a centre of another item, or to a gap that others have as well. */
export interface Guide {
  kind: "edge" | "gap";
  from: Point;
  to: Point;
}

export interface Snap {
  dx: number;
  dy: number;
  guides: readonly Guide[];
}

type Axis = "x" | "y";
interface Span {
  low: number;
  high: number;
}

/** What coordinates are the same within, board pixels. */
const SAME = 0.01;

const spanOf = (box: Box, axis: Axis): Span =>
  axis === "x" ? { low: box.x, high: box.x + box.w } : { low: box.y, high: box.y + box.h };
const acrossOf = (axis: Axis): Axis => (axis === "x" ? "y" : "x");
const linesOf = ({ low, high }: Span): number[] => [low, (low + high) / 2, high];
const shifted = (box: Box, axis: Axis, by: number): Box => ({ ...box, [axis]: box[axis] + by });
const overlap = (a: Span, b: Span): boolean => a.low < b.high && b.low < a.high;

/**
 * How far to push a box that is being moved so that an edge or its centre lies on one of another box, or its gap to a neighbour equals one
 * beside it; at most `reach`. Both axes on their own, the nearest of each; `axes` may leave one out.
 */
export function snapMove(
  moving: Box,
  others: readonly Box[],
  reach: number,
  axes: readonly Axis[] = ["x", "y"],
): Snap {
  let box = moving;
  for (const axis of axes) {
    const by = nearest([...edgePushes(box, others, axis), ...gapPushes(box, others, axis)], reach);
    box = shifted(box, axis, by);
  }
  const guides = axes.flatMap((axis) => [...edgeGuides(box, others, axis), ...gapGuides(box, others, axis)]);
  return { dx: box.x - moving.x, dy: box.y - moving.y, guides };
}

/** Where an edge that is being dragged comes to lie: on an edge or centre of another box within reach, else where it is. */
export function snapLine(axis: Axis, at: number, others: readonly Box[], reach: number): number {
  return (
    at +
    nearest(
      others.flatMap((other) => linesOf(spanOf(other, axis)).map((line) => line - at)),
      reach,
    )
  );
}

function nearest(pushes: readonly number[], reach: number): number {
  let best = 0;
  let least = reach;
  for (const push of pushes) {
    const away = Math.abs(push);
    // At the same distance the first: edges come before gaps.
    if (away > least || (away === least && best !== 0)) continue;
    best = push;
    least = away;
    if (away === 0) return 0;
  }
  return best;
}

function edgePushes(box: Box, others: readonly Box[], axis: Axis): number[] {
  const own = linesOf(spanOf(box, axis));
  return others.flatMap((other) =>
    linesOf(spanOf(other, axis)).flatMap((line) => own.map((mine) => line - mine)),
  );
}

/** Boxes that stand in one row with this one, along the axis, in order. */
function row(box: Box, others: readonly Box[], axis: Axis): Box[] {
  const across = acrossOf(axis);
  return others
    .filter((other) => overlap(spanOf(other, across), spanOf(box, across)))
    .sort((a, b) => spanOf(a, axis).low - spanOf(b, axis).low);
}

interface Gap extends Span {
  before: Box;
  after: Box;
}

/** Between each box of a row and the next. */
function gapsOf(boxes: readonly Box[], axis: Axis): Gap[] {
  return boxes.slice(1).flatMap((after, i) => {
    const before = boxes[i] as Box;
    const [low, high] = [spanOf(before, axis).high, spanOf(after, axis).low];
    return high > low ? [{ low, high, before, after }] : [];
  });
}

function gapPushes(box: Box, others: readonly Box[], axis: Axis): number[] {
  const gaps = gapsOf(row(box, others, axis), axis);
  const { low, high } = spanOf(box, axis);
  const size = high - low;
  return gaps.flatMap((gap) => {
    const width = gap.high - gap.low;
    const between = width >= size ? [(gap.low + gap.high - size) / 2 - low] : [];
    const beyond = spanOf(gap.after, axis).high + width - low;
    const ahead = spanOf(gap.before, axis).low - width - high;
    return [...between, beyond, ahead];
  });
}

function edgeGuides(box: Box, others: readonly Box[], axis: Axis): Guide[] {
  const { low, high } = spanOf(box, axis);
  const edges = [low, high].flatMap((at) => guidesAt(axis, at, box, others));
  // Where both edges lie on lines, that the centre does too says nothing more.
  return edges.length === 2 ? edges : [...edges, ...guidesAt(axis, (low + high) / 2, box, others)];
}

/** One line through the box and everything that has an edge or its centre at `at`. */
export function guidesAt(axis: Axis, at: number, box: Box, others: readonly Box[]): Guide[] {
  const met = others.filter((other) =>
    linesOf(spanOf(other, axis)).some((line) => Math.abs(line - at) < SAME),
  );
  if (met.length === 0) return [];
  const spans = [box, ...met].map((one) => spanOf(one, acrossOf(axis)));
  const low = Math.min(...spans.map((span) => span.low));
  const high = Math.max(...spans.map((span) => span.high));
  return [{ kind: "edge", from: point(axis, at, low), to: point(axis, at, high) }];
}

/** The gaps at both sides of the box that equal another one of its row, and those. */
function gapGuides(box: Box, others: readonly Box[], axis: Axis): Guide[] {
  const all = gapsOf(
    [...row(box, others, axis), box].sort((a, b) => spanOf(a, axis).low - spanOf(b, axis).low),
    axis,
  );
  const isOwn = ({ before, after }: Gap) => before === box || after === box;
  const isEqual = (a: Gap, b: Gap) => Math.abs(a.high - a.low - b.high + b.low) < SAME;
  const shown = all.filter((gap) =>
    all.some((other) => other !== gap && isEqual(gap, other) && (isOwn(gap) || isOwn(other))),
  );
  return shown.map(({ low, high, before, after }) => {
    const across = acrossOf(axis);
    const [a, b] = [spanOf(before, across), spanOf(after, across)];
    const middle = (Math.max(a.low, b.low) + Math.min(a.high, b.high)) / 2;
    return { kind: "gap", from: point(across, middle, low), to: point(across, middle, high) };
  });
}

/** The point at `at` on the axis and `along` on the other one. */
const point = (axis: Axis, at: number, along: number): Point =>
  axis === "x" ? { x: at, y: along } : { x: along, y: at };
