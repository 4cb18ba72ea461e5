import type { Box, Point, Size } from "@carveout/canvas";

/** Between neighbours. */
const GAP = 32;
/** With more boxes than this around, what is new goes under all of them: nobody finds a gap between hundreds. */
const MOST_BOXES = 60;

/** Where something of this size goes that has no place of its own: as near to the middle of the view as it overlaps nothing. Its top left corner. */
export function freePlace(size: Size, middle: Point, boxes: readonly Box[]): Point {
  const first = { x: Math.round(middle.x - size.w / 2), y: Math.round(middle.y - size.h / 2) };
  if (isFree(first, size, boxes)) return first;
  const under = {
    x: Math.min(...boxes.map((box) => box.x)),
    y: Math.max(...boxes.map((box) => box.y + box.h)) + GAP,
  };
  if (boxes.length > MOST_BOXES) return under;
  // A free place that is nearest touches, but for the gap, what keeps it from coming nearer.
  const xs = [first.x, ...boxes.flatMap((box) => [box.x + box.w + GAP, box.x, box.x - GAP - size.w])];
  const ys = [first.y, ...boxes.flatMap((box) => [box.y + box.h + GAP, box.y, box.y - GAP - size.h])];
  const distance = ({ x, y }: Point) => Math.hypot(x - first.x, y - first.y);
  let best: Point = under;
  for (const x of xs)
    for (const y of ys)
      if (distance({ x, y }) < distance(best) && isFree({ x, y }, size, boxes)) best = { x, y };
  return best;
}

function isFree({ x, y }: Point, { w, h }: Size, boxes: readonly Box[]): boolean {
  return !boxes.some((box) => box.x < x + w && x < box.x + box.w && box.y < y + h && y < box.y + box.h);
}
