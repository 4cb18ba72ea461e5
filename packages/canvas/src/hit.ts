import { contains, distance, inflated } from "./geometry";
import { distanceToCurve, portEnd } from "./route";
import type { SceneStore } from "./scene";
import type { Point, PortRef, SceneItem, Target } from "./types";

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
export function hitTest(scene: SceneStore, at: Point, options: HitOptions): Target {
  const { zoom, reach, isRaised } = options;
  const around = inflated({ ...at, w: 0, h: 0 }, reach.port / zoom);
  const near = scene.itemsIn(around);
  if (zoom >= PORTS_FROM_ZOOM) {
    const port = nearestPort(scene, near, at, reach.port / zoom);
    if (port) return { kind: "port", ...port };
  }
  const item = topmost(scene, near, at, isRaised);
  if (item) return { kind: "item", id: item.id };
  const [wire] = scene
    .wiresIn(inflated({ ...at, w: 0, h: 0 }, reach.wire / zoom))
    .map(({ wire, curve }) => ({ id: wire.id, away: distanceToCurve(at, curve) }))
    .filter(({ away }) => away <= reach.wire / zoom)
    .sort((a, b) => a.away - b.away || (a.id < b.id ? -1 : 1));
  return wire ? { kind: "wire", id: wire.id } : { kind: "board" };
}

function topmost(
  scene: SceneStore,
  backToFront: readonly SceneItem[],
  at: Point,
  isRaised: (id: string) => boolean,
): SceneItem | undefined {
  const under = backToFront.filter(({ id }) => {
    const box = scene.boxOf(id);
    return box && contains(box, at);
  });
  return under.findLast(({ id }) => isRaised(id)) ?? under.at(-1);
}

/** The nearest port within reach; of several at the same distance that of the frontmost item. */
function nearestPort(
  scene: SceneStore,
  backToFront: readonly SceneItem[],
  at: Point,
  reach: number,
): PortRef | null {
  let nearest: PortRef | null = null;
  let least = reach;
  for (const item of backToFront) {
    const box = scene.boxOf(item.id);
    if (!box) continue;
    for (const port of item.ports) {
      const away = distance(at, portEnd(box, port));
      if (away > least) continue;
      least = away;
      nearest = { item: item.id, port: port.id };
    }
  }
  return nearest;
}
