import type { Curve } from "../plane/curve";
import { type Box, clamp, type Point } from "../plane/geometry";
import type { SceneItem, ScenePort } from "./item";

export interface WireEnd extends Point {
  side: ScenePort["side"];
}

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
