import { type Box, distanceToSegment, type Point } from "./geometry";

/** A cubic Bezier curve: its ends and the two points that pull it. */
export interface Curve {
  from: Point;
  pullFrom: Point;
  pullTo: Point;
  to: Point;
}

/** How far the straight pieces that a distance is measured to may lie off the curve, board units. A click reaches 6. */
export const PIECE_TOLERANCE = 1;

/** A box that holds the whole curve: that of its four points. */
export function curveBox({ from, pullFrom, pullTo, to }: Curve): Box {
  const left = Math.min(from.x, pullFrom.x, pullTo.x, to.x);
  const right = Math.max(from.x, pullFrom.x, pullTo.x, to.x);
  const top = Math.min(from.y, to.y);
  return { x: left, y: top, w: right - left, h: Math.max(from.y, to.y) - top };
}

/** The curve's point at `t` from 0 to 1. */
export function pointAt({ from, pullFrom, pullTo, to }: Curve, t: number): Point {
  const u = 1 - t;
  const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return {
    x: a * from.x + b * pullFrom.x + c * pullTo.x + d * to.x,
    y: a * from.y + b * pullFrom.y + c * pullTo.y + d * to.y,
  };
}

/**
 * Pieces that keep the tolerance. A chord over 1/n of the parameter lies at most max|B''| / (8 n²) off its curve, and the second derivative of a cubic is
 * at most 6 times the larger second difference of its points.
 */
function pieces({ from, pullFrom, pullTo, to }: Curve): number {
  const bend = (a: Point, b: Point, c: Point): number => Math.hypot(a.x - 2 * b.x + c.x, a.y - 2 * b.y + c.y);
  const sharpest = 6 * Math.max(bend(from, pullFrom, pullTo), bend(pullFrom, pullTo, to));
  return Math.max(1, Math.ceil(Math.sqrt(sharpest / (8 * PIECE_TOLERANCE))));
}

/** Within PIECE_TOLERANCE of the exact distance. */
export function distanceToCurve(at: Point, curve: Curve): number {
  const count = pieces(curve);
  let nearest = Infinity;
  let start = curve.from;
  for (let i = 1; i <= count; i++) {
    const end = pointAt(curve, i / count);
    nearest = Math.min(nearest, distanceToSegment(at, start, end));
    start = end;
  }
  return nearest;
}
