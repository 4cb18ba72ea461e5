import { clamp, type Point, type Size } from "../plane/geometry";

/** Screen pixels. */
const EDGE = 24;
const SPEED_MAX = 900;

/** How fast the view moves, in screen pixels a second, while something is dragged at its edge. */
export function edgePull(at: Point, view: Size): { dx: number; dy: number } {
  return { dx: pull(at.x, view.w), dy: pull(at.y, view.h) };
}

function pull(at: number, size: number): number {
  // In a view this small everything would be edge.
  if (size < 6 * EDGE) return 0;
  const past = Math.min(0, at - EDGE) + Math.max(0, at - size + EDGE);
  return clamp(past / EDGE, -1, 1) * SPEED_MAX;
}
