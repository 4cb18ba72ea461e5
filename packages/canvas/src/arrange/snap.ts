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
/** What coordinates are the same within, board pixels. */
const SAME = 0.01;

// A drag asks these of hundreds of boxes at every frame, so they make no objects.
const lowOf = (box: Box, axis: Axis): number => (axis === "x" ? box.x : box.y);
const sizeOf = (box: Box, axis: Axis): number => (axis === "x" ? box.w : box.h);
const highOf = (box: Box, axis: Axis): number => lowOf(box, axis) + sizeOf(box, axis);
/** What a box can be aligned by: its edges and its centre, as parts of its size. */
const LINES = [0, 0.5, 1] as const;
const lineOf = (box: Box, axis: Axis, part: number): number => lowOf(box, axis) + sizeOf(box, axis) * part;
const acrossOf = (axis: Axis): Axis => (axis === "x" ? "y" : "x");
const shifted = (box: Box, axis: Axis, by: number): Box => ({ ...box, [axis]: box[axis] + by });
const overlap = (a: Box, b: Box, axis: Axis): boolean =>
  lowOf(a, axis) < highOf(b, axis) && lowOf(b, axis) < highOf(a, axis);

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
    const nearest = new Nearest(reach);
    offerEdges(nearest, box, others, axis);
    offerGaps(nearest, box, others, axis);
    box = shifted(box, axis, nearest.push);
  }
  const guides = axes.flatMap((axis) => [...edgeGuides(box, others, axis), ...gapGuides(box, others, axis)]);
  return { dx: box.x - moving.x, dy: box.y - moving.y, guides };
}

/** Where an edge that is being dragged comes to lie: on an edge or centre of another box within reach, else where it is. */
export function snapLine(axis: Axis, at: number, others: readonly Box[], reach: number): number {
  const nearest = new Nearest(reach);
  for (const other of others) for (const part of LINES) nearest.offer(lineOf(other, axis, part) - at);
  return at + nearest.push;
}

/** The shortest push of those that are offered; of two as short the first: edges come before gaps. */
class Nearest {
  push = 0;

  constructor(private least: number) {}

  offer(push: number): void {
    const away = Math.abs(push);
    if (away > this.least || (away === this.least && this.push !== 0)) return;
    this.push = push;
    this.least = away;
  }
}

function offerEdges(nearest: Nearest, box: Box, others: readonly Box[], axis: Axis): void {
  for (const other of others)
    for (const part of LINES) {
      const line = lineOf(other, axis, part);
      for (const own of LINES) nearest.offer(line - lineOf(box, axis, own));
    }
}

/** Boxes that stand in one row with this one, along the axis, in order. */
function row(box: Box, others: readonly Box[], axis: Axis): Box[] {
  const across = acrossOf(axis);
  return others
    .filter((other) => overlap(other, box, across))
    .sort((a, b) => lowOf(a, axis) - lowOf(b, axis));
}

interface Gap {
  low: number;
  high: number;
  before: Box;
  after: Box;
}

/** Between each box of a row and the next. */
function gapsOf(boxes: readonly Box[], axis: Axis): Gap[] {
  return boxes.slice(1).flatMap((after, i) => {
    const before = boxes[i] as Box;
    const [low, high] = [highOf(before, axis), lowOf(after, axis)];
    return high > low ? [{ low, high, before, after }] : [];
  });
}

function offerGaps(nearest: Nearest, box: Box, others: readonly Box[], axis: Axis): void {
  const [low, high, size] = [lowOf(box, axis), highOf(box, axis), sizeOf(box, axis)];
  for (const gap of gapsOf(row(box, others, axis), axis)) {
    const width = gap.high - gap.low;
    if (width >= size) nearest.offer((gap.low + gap.high - size) / 2 - low);
    nearest.offer(highOf(gap.after, axis) + width - low);
    nearest.offer(lowOf(gap.before, axis) - width - high);
  }
}

function edgeGuides(box: Box, others: readonly Box[], axis: Axis): Guide[] {
  const [low, high] = [lowOf(box, axis), highOf(box, axis)];
  const edges = [low, high].flatMap((at) => guidesAt(axis, at, box, others));
  // Where both edges lie on lines, that the centre does too says nothing more.
  return edges.length === 2 ? edges : [...edges, ...guidesAt(axis, (low + high) / 2, box, others)];
}

/** One line through the box and everything that has an edge or its centre at `at`. */
export function guidesAt(axis: Axis, at: number, box: Box, others: readonly Box[]): Guide[] {
  const across = acrossOf(axis);
  let [low, high, isMet] = [lowOf(box, across), highOf(box, across), false];
  for (const other of others) {
    if (!LINES.some((part) => Math.abs(lineOf(other, axis, part) - at) < SAME)) continue;
    isMet = true;
    low = Math.min(low, lowOf(other, across));
    high = Math.max(high, highOf(other, across));
  }
  return isMet ? [{ kind: "edge", from: point(axis, at, low), to: point(axis, at, high) }] : [];
}

/** The gaps at both sides of the box that equal another one of its row, and those. */
function gapGuides(box: Box, others: readonly Box[], axis: Axis): Guide[] {
  const all = gapsOf(
    [...row(box, others, axis), box].sort((a, b) => lowOf(a, axis) - lowOf(b, axis)),
    axis,
  );
  const own = all.filter(({ before, after }) => before === box || after === box);
  const isEqual = (a: Gap, b: Gap) => Math.abs(a.high - a.low - b.high + b.low) < SAME;
  const shown = all.filter((gap) =>
    (own.includes(gap) ? all : own).some((other) => other !== gap && isEqual(gap, other)),
  );
  return shown.map(({ low, high, before, after }) => {
    const across = acrossOf(axis);
    const top = Math.max(lowOf(before, across), lowOf(after, across));
    const middle = (top + Math.min(highOf(before, across), highOf(after, across))) / 2;
    return { kind: "gap", from: point(across, middle, low), to: point(across, middle, high) };
  });
}

/** The point at `at` on the axis and `along` on the other one. */
const point = (axis: Axis, at: number, along: number): Point =>
  axis === "x" ? { x: at, y: along } : { x: along, y: at };
