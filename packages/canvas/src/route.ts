import { clamp, distanceToSegment } from "./geometry";
import type { Box, Point, SceneItem, ScenePort } from "./types";

/** A cubic Bezier curve: its ends and the two points that pull it. */
export interface Curve {
  from: Point;
  pullFrom: Point;
  pullTo: Point;
  to: Point;
}

export interface WireEnd extends Point {
  side: ScenePort["side"];
}

/** How far the straight pieces that a distance is measured to may lie off the curve, board units. A click reaches 6. */
export const PIECE_TOLERANCE = 1;

/** How far an end pulls straight out: at least this when the wire must turn back. */
const TURN_REACH = 48;
const REACH_MAX = 260;

/** Where a port of a card with this box lies. */
export const portEnd = (box: Box, port: ScenePort): WireEnd => ({
  x: port.side === "left" ? box.x : box.x + box.w,
  y: box.y + port.offsetY,
  side: port.side,
});

export const portOf = (item: SceneItem, id: string): ScenePort | undefined =>
  item.ports.find((port) => port.id === id);

/** A smooth curve that leaves both ends horizontally, away from their cards. */
export function route(from: WireEnd, to: WireEnd): Curve {
  const outward = (end: WireEnd): number => (end.side === "right" ? 1 : -1);
  const ahead = (to.x - from.x) * outward(from);
  const rise = Math.abs(to.y - from.y);
  const reach =
    ahead >= 0
      ? clamp(ahead / 2, Math.min(TURN_REACH, rise / 2), REACH_MAX)
      : Math.min(REACH_MAX, TURN_REACH - ahead / 2);
  return {
    from: { x: from.x, y: from.y },
    pullFrom: { x: from.x + reach * outward(from), y: from.y },
    pullTo: { x: to.x + reach * outward(to), y: to.y },
    to: { x: to.x, y: to.y },
  };
}

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
