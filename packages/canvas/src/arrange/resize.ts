import { type Box, contains, inflated, type Point, type Size } from "../plane/geometry";
import type { Resizing } from "../scene/item";

/** Which edges of a box move: -1 the left or upper one, 1 the right or lower one, 0 neither. */
export interface Handle {
  x: -1 | 0 | 1;
  y: -1 | 0 | 1;
}

const WIDTH_HANDLES: readonly Handle[] = [
  { x: -1, y: 0 },
  { x: 1, y: 0 },
];
// Corners first: where the box is small they lie over the edges.
const BOX_HANDLES: readonly Handle[] = [
  { x: -1, y: -1 },
  { x: 1, y: -1 },
  { x: -1, y: 1 },
  { x: 1, y: 1 },
  ...WIDTH_HANDLES,
  { x: 0, y: -1 },
  { x: 0, y: 1 },
];

export const handlesOf = (resizing: Resizing): readonly Handle[] =>
  resizing.axes === "width" ? WIDTH_HANDLES : BOX_HANDLES;

export const handleAt = (box: Box, { x, y }: Handle): Point => ({
  x: box.x + (box.w * (x + 1)) / 2,
  y: box.y + (box.h * (y + 1)) / 2,
});

/** Screen pixels around a handle's middle that a press takes hold of it from. */
const REACH = { pointer: 7, touch: 18 };

/** The handle under a board point. On a side it is its whole length where both sides can be told apart. */
export function hitHandle(
  box: Box,
  resizing: Resizing,
  at: Point,
  { zoom, isTouch }: { zoom: number; isTouch: boolean },
): Handle | null {
  const reach = (isTouch ? REACH.touch : REACH.pointer) / zoom;
  for (const handle of handlesOf(resizing))
    if (contains(inflated({ ...handleAt(box, handle), w: 0, h: 0 }, reach), at)) return handle;
  return null;
}

export function handleCursor({ x, y }: Handle): string {
  if (y === 0) return "ew-resize";
  if (x === 0) return "ns-resize";
  return x === y ? "nwse-resize" : "nesw-resize";
}

/**
 * The box after its handle was dragged by this much. The other edges stay, or with `keepsShape` the shape does; never smaller than `least`.
 */
export function resized(
  box: Box,
  { x, y }: Handle,
  by: Point,
  { least, keepsShape = false }: { least: Size; keepsShape?: boolean },
): Box {
  let w = Math.max(least.w, box.w + x * by.x);
  let h = Math.max(least.h, box.h + y * by.y);
  if (keepsShape && box.w > 0 && box.h > 0) {
    const wanted = x === 0 ? h / box.h : y === 0 ? w / box.w : Math.max(w / box.w, h / box.h);
    const factor = Math.max(wanted, least.w / box.w, least.h / box.h);
    [w, h] = [box.w * factor, box.h * factor];
  }
  return { x: x < 0 ? box.x + box.w - w : box.x, y: y < 0 ? box.y + box.h - h : box.y, w, h };
}
