import { type Camera, toScreen } from "../../camera/camera";
import type { Command, Font } from "../../picture/list";
import type { Box, Size } from "../../plane/geometry";
import { PIN_RADIUS, PIN_SIZE, type Pin, tipOf } from "../../scene/pins";
import type { SceneStore } from "../../scene/store";

const DROP = `M0 0V${-PIN_RADIUS}A${PIN_RADIUS} ${PIN_RADIUS} 0 1 1 ${PIN_RADIUS} 0Z`;
const FONT: Font = { family: "sans", weight: 600, size: 11 };
const LOOKS = {
  plain: { fill: "ink", text: "surface" },
  active: { fill: "accent", text: "accent-ink" },
  quiet: { fill: "hover", text: "ink-2" },
} as const;

export function drawPins(pins: readonly Pin[], scene: SceneStore, camera: Camera, view: Size): Command[] {
  return pins.flatMap((pin) => {
    const tip = tipOf(pin, scene);
    if (tip === null) return [];
    const { x, y } = toScreen(camera, tip);
    if (!isSeen({ x, y: y - PIN_SIZE, w: PIN_SIZE, h: PIN_SIZE }, view)) return [];
    const { fill, text } = LOOKS[pin.tone];
    const commands: Command[] = [
      { op: "path", d: DROP, fill, stroke: pin.tone === "quiet" ? "line-strong" : "surface", width: 1.5 },
      {
        op: "text",
        text: pin.label,
        x: PIN_RADIUS,
        y: -PIN_RADIUS + 4,
        font: FONT,
        fill: text,
        align: "center",
      },
    ];
    return [{ op: "group", x, y, commands }];
  });
}

function isSeen({ x, y, w, h }: Box, view: Size): boolean {
  return x < view.w && y < view.h && x + w > 0 && y + h > 0;
}
