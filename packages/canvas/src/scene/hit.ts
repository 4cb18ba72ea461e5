import { distanceToCurve } from "../plane/curve";
import { type Box, contains, distance, inflated, type Point } from "../plane/geometry";
import type { PortRef, SceneItem, ScenePort } from "./item";
import { portEnd } from "./route";
import type { SceneStore } from "./store";

export type Target =
  | { kind: "item"; id: string }
  | { kind: "port"; item: string; port: string }
  | { kind: "wire"; id: string }
  | { kind: "pin"; id: string }
  | { kind: "board" };

/** Reach around ports and wires in screen pixels: a port's target is 28 wide with the pointer and 44 by touch. */
export const REACH = {
  pointer: { port: 14, wire: 6 },
  touch: { port: 22, wire: 14 },
} as const;

/** Below this zoom ports aren't drawn, so nobody can aim at them. */
export const PORTS_FROM_ZOOM = 0.4;

export interface HitOptions {
  zoom: number;
  reach: (typeof REACH)[keyof typeof REACH];
  /** Items shown as DOM lie over all that is drawn. */
  isRaised: (id: string) => boolean;
}

/** The topmost thing at a board point: a port, else an item, else a wire, else the board. */
export function hitTest(scene: SceneStore, at: Point, { zoom, reach, isRaised }: HitOptions): Target {
  const near = scene.itemsIn(inflated({ ...at, w: 0, h: 0 }, reach.port / zoom));
  const stack = stacked(near, isRaised).map(({ id, ports, picture }) => ({
    id,
    ports,
    picture,
    box: scene.boxOf(id) ?? NO_BOX,
  }));
  if (zoom >= PORTS_FROM_ZOOM) {
    const port = nearestPort(stack, at, reach.port / zoom);
    if (port) return { kind: "port", ...port };
  }
  const item = stack.findLast((one) => isAt(one, at, reach.wire / zoom));
  if (item) return { kind: "item", id: item.id };
  const [wire] = scene
    .wiresIn(inflated({ ...at, w: 0, h: 0 }, reach.wire / zoom))
    .map(({ wire, curve }) => ({ id: wire.id, away: distanceToCurve(at, curve) }))
    .filter(({ away }) => away <= reach.wire / zoom)
    .sort((a, b) => a.away - b.away || (a.id < b.id ? -1 : 1));
  if (wire) return { kind: "wire", id: wire.id };
  const around = stack.findLast((one) => isIn(one, at));
  return around ? { kind: "item", id: around.id } : { kind: "board" };
}

interface Stacked {
  id: string;
  ports: readonly ScenePort[];
  picture: SceneItem["picture"];
  box: Box;
}

function isIn({ picture, box }: Stacked, at: Point): boolean {
  return picture.tone === "drawing" && picture.isIn?.({ x: at.x - box.x, y: at.y - box.y }, box) === true;
}

/** A drawing may be hollow, and its line may be thinner than a pointer can hit. */
function isAt({ picture, box }: Stacked, at: Point, reach: number): boolean {
  if (picture.tone !== "drawing" || picture.isAt === undefined) return contains(box, at);
  return picture.isAt({ x: at.x - box.x, y: at.y - box.y }, box, reach);
}

const NO_BOX: Box = { x: 0, y: 0, w: 0, h: 0 };

const stacked = (backToFront: readonly SceneItem[], isRaised: (id: string) => boolean): SceneItem[] => [
  ...backToFront.filter(({ id }) => !isRaised(id)),
  ...backToFront.filter(({ id }) => isRaised(id)),
];

/** Whether a port lies under one of these boxes. Cards that only meet at their edges leave each other's ports free. */
export const isCovered = (port: Point, above: readonly { box: Box }[]): boolean =>
  above.some(({ box }) => contains(inflated(box, -1), port));

/** The nearest port within reach that no card covers; of several at the same distance that of the frontmost item. */
function nearestPort(stack: readonly Stacked[], at: Point, reach: number): PortRef | null {
  let nearest: PortRef | null = null;
  let least = reach;
  stack.forEach(({ id, ports, box }, i) => {
    for (const port of ports) {
      const end = portEnd(box, port);
      const away = distance(at, end);
      if (away > least || isCovered(end, stack.slice(i + 1))) continue;
      least = away;
      nearest = { item: id, port: port.id };
    }
  });
  return nearest;
}

export function isSameTarget(a: Target, b: Target): boolean {
  switch (a.kind) {
    case "board":
      return b.kind === "board";
    case "port":
      return b.kind === "port" && a.item === b.item && a.port === b.port;
    case "item":
    case "wire":
    case "pin":
      return b.kind === a.kind && a.id === b.id;
  }
}
