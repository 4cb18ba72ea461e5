import type { OverlayDrawing } from "../board/marks";
import { type Camera, toScreen } from "../camera/camera";
import { RADIUS } from "../draw/base/card";
import type { Font } from "../picture/list";
import { type Box, inflated } from "../plane/geometry";

/** Screen pixels. */
const RING = 2;
const OUT = 4;
const TAG_HEIGHT = 18;
const PADDING = 6;
const MAX_LABEL = 200;
/** Below this the letter says it alone. */
const WORDS_FROM_ZOOM = 0.3;
const FONT: Font = { family: "sans", weight: 600, size: 11 };

/** An outline with a letter and a word at its corner: what a comparison says of an item, or of a place where one was. */
export interface Flag {
  /** An item that is in the scene, or the board box of one that is not. */
  at: string | Box;
  letter: string;
  label: string;
  /** Token or CSS colour. */
  colour: string;
  dashed: boolean;
}

/** Outlines around what differs, each with its letter; the colour is never alone. */
export const flagsOverlay =
  (flags: readonly Flag[]): OverlayDrawing =>
  ({ scene, camera, view, ruler }) =>
    flags.flatMap(({ at, letter, label, colour, dashed }) => {
      const place = typeof at === "string" ? scene.boxOf(at) : at;
      if (place === undefined) return [];
      const box = screenBox(place, camera);
      if (box.x > view.w || box.y > view.h + TAG_HEIGHT || box.x + box.w < 0 || box.y + box.h < 0) return [];
      const text = camera.zoom < WORDS_FROM_ZOOM ? letter : ruler.fit(`${letter} ${label}`, FONT, MAX_LABEL);
      const w = ruler.width(text, FONT) + 2 * PADDING;
      const y = box.y - TAG_HEIGHT;
      return [
        {
          op: "outlines",
          boxes: [box],
          radius: RADIUS * camera.zoom + OUT,
          stroke: colour,
          width: RING,
          ...(dashed ? { dash: [6, 4] } : {}),
        },
        { op: "fill", x: box.x, y, w, h: TAG_HEIGHT - 2, fill: colour, radius: 3 },
        { op: "text", text, x: box.x + PADDING, y: y + 12, font: FONT, fill: "surface" },
      ];
    });

function screenBox(box: Box, camera: Camera): Box {
  const { x, y } = toScreen(camera, box);
  return inflated({ x, y, w: box.w * camera.zoom, h: box.h * camera.zoom }, OUT);
}
