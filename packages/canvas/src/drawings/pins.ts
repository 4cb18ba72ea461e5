import type { OverlayDrawing } from "../board/marks";
import { toScreen } from "../camera/camera";
import type { Command, Font } from "../picture/list";
import { type Box, inflated, type Size } from "../plane/geometry";
import { PIN_RADIUS, PIN_SIZE, type Pin, tipOf } from "../scene/pins";

const DROP = `M0 0V${-PIN_RADIUS}A${PIN_RADIUS} ${PIN_RADIUS} 0 1 1 ${PIN_RADIUS} 0Z`;
const LINE = 1.5;
const DROP_BOX = inflated({ x: 0, y: -PIN_SIZE, w: PIN_SIZE, h: PIN_SIZE }, LINE);
const FONT: Font = { family: "sans", weight: 600, size: 11 };
const LOOKS = {
  plain: { fill: "ink", text: "surface" },
  active: { fill: "accent", text: "accent-ink" },
  quiet: { fill: "hover", text: "ink-2" },
} as const;

/** Over the items, the last one uppermost. */
export const pinsOverlay =
  (pins: readonly Pin[]): OverlayDrawing =>
  ({ scene, camera, view }) =>
    pins.flatMap((pin) => {
      const tip = tipOf(pin, scene);
      if (tip === null) return [];
      const { x, y } = toScreen(camera, tip);
      if (!isSeen({ x, y: y - PIN_SIZE, w: PIN_SIZE, h: PIN_SIZE }, view)) return [];
      const { fill, text } = LOOKS[pin.tone];
      const commands: Command[] = [
        {
          op: "path",
          d: DROP,
          within: DROP_BOX,
          fill,
          stroke: pin.tone === "quiet" ? "line-strong" : "surface",
          width: LINE,
        },
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

function isSeen({ x, y, w, h }: Box, view: Size): boolean {
  return x < view.w && y < view.h && x + w > 0 && y + h > 0;
}
