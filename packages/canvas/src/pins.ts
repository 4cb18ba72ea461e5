import { toScreen } from "./camera";
import type { Command, Font } from "./draw/list";
import type { SceneStore } from "./scene";
import type { Box, Camera, Pin, Point, Size } from "./types";

/** Radius of the drop, screen pixels; its tip is its lower left corner. */
const RADIUS = 11;
const SIZE = 2 * RADIUS;
const DROP = `M0 0V${-RADIUS}A${RADIUS} ${RADIUS} 0 1 1 ${RADIUS} 0Z`;
const FONT: Font = { family: "sans", weight: 600, size: 11 };
const LOOKS = {
  plain: { fill: "ink", text: "surface" },
  active: { fill: "accent", text: "accent-ink" },
  quiet: { fill: "hover", text: "ink-2" },
} as const;

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
      return at.x >= x - reach && at.x <= x + SIZE + reach && at.y >= y - SIZE - reach && at.y <= y + reach;
    }) ?? null
  );
}

export function drawPins(pins: readonly Pin[], scene: SceneStore, camera: Camera, view: Size): Command[] {
  return pins.flatMap((pin) => {
    const tip = tipOf(pin, scene);
    if (tip === null) return [];
    const { x, y } = toScreen(camera, tip);
    if (!isSeen({ x, y: y - SIZE, w: SIZE, h: SIZE }, view)) return [];
    const { fill, text } = LOOKS[pin.tone];
    const commands: Command[] = [
      { op: "path", d: DROP, fill, stroke: pin.tone === "quiet" ? "line-strong" : "surface", width: 1.5 },
      { op: "text", text: pin.label, x: RADIUS, y: -RADIUS + 4, font: FONT, fill: text, align: "center" },
    ];
    return [{ op: "group", x, y, commands }];
  });
}

function isSeen({ x, y, w, h }: Box, view: Size): boolean {
  return x < view.w && y < view.h && x + w > 0 && y + h > 0;
}
