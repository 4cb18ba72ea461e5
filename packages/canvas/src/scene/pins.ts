import { type Camera, toScreen } from "../camera/camera";
import type { Point } from "../plane/geometry";
import type { SceneStore } from "./store";

/** A numbered mark over everything else: a teardrop of the same size at every zoom, with its tip at the place it speaks of. */
export interface Pin {
  id: string;
  /** One to four characters. */
  label: string;
  /** It goes where this item goes; null: it stands on the board itself. A pin on an item that is not there isn't drawn. */
  item: string | null;
  /** From the item's top left corner, or on the board; left out, at the item's right edge. */
  x?: number;
  y?: number;
  /** "active" is the one that is open, "quiet" one that is settled. */
  tone: "plain" | "active" | "quiet";
}

/** Radius of the drop, screen pixels; its tip is its lower left corner. */
export const PIN_RADIUS = 11;
export const PIN_SIZE = 2 * PIN_RADIUS;

/** The tip on the board, or null where the pin's item is not there. */
export function tipOf({ item, x, y = 0 }: Pin, scene: SceneStore): Point | null {
  if (item === null) return { x: x ?? 0, y };
  const box = scene.boxOf(item);
  return box ? { x: box.x + (x ?? box.w), y: box.y + y } : null;
}

/** The uppermost pin at a screen point; `reach` is how far beside it still counts. */
export function pinUnder(
  pins: readonly Pin[],
  scene: SceneStore,
  camera: Camera,
  at: Point,
  reach: number,
): Pin | null {
  return (
    pins.findLast((pin) => {
      const tip = tipOf(pin, scene);
      if (tip === null) return false;
      const { x, y } = toScreen(camera, tip);
      return (
        at.x >= x - reach && at.x <= x + PIN_SIZE + reach && at.y >= y - PIN_SIZE - reach && at.y <= y + reach
      );
    }) ?? null
  );
}
