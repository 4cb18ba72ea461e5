import type { Corner } from "../board/tool";
import type { Command, Font } from "../picture/list";
import type { Drawing } from "../picture/picture";
import type { TextRuler } from "../picture/text";
import type { Size } from "../plane/geometry";
import { barbsPath, closedPath, distanceToOutline, type Form, isLine, linePath, ROUNDING } from "./outline";
import { roomOf, wrapped } from "./wrap";

export interface ShapeLook {
  form: Form;
  /** Token. */
  colour: string;
  fill: "none" | "soft" | "solid";
  /** Width of the line, board pixels. */
  width: number;
  isDashed: boolean;
  start: Corner;
  label: string;
  title: string;
}

export const LABEL: Font = { family: "sans", weight: 500, size: 14 };
const LABEL_LINE = 19;
const LABEL_PADDING = 8;
const SOFT = 0.14;

export function shapeDrawing(look: ShapeLook): Drawing {
  const { form, fill, width, start, label } = look;
  return {
    tone: "drawing",
    title: look.title,
    mounts: false,
    isSameAtAnyZoom: true,
    draw: (size, _unit, ruler) => [...outline(look, size), ...labelOf(look, size, ruler)],
    ...(label.trim() === "" ? {} : { overhang: (size: Size) => labelOverhang(form, label, size) }),
    isIn: (at, size) => !isLine(form) && distanceToOutline(form, start, size, at) <= 0,
    isAt: (at, size, reach) => {
      const away = distanceToOutline(form, start, size, at);
      const near = reach + width / 2;
      // What is only an outline lets through what is pressed inside of it, unless it carries words.
      return isLine(form) || (fill === "none" && label === "") ? Math.abs(away) <= near : away <= near;
    },
  };
}

/** What most shapes are, a rectangle, is no path: thousands of small ones are drawn in a third of the time. */
function outline({ form, colour, fill, width, isDashed, start }: ShapeLook, size: Size): Command[] {
  const plain = { op: "path", stroke: colour, width } as const;
  const dashes = isDashed ? { dash: [width * 3 + 2, width * 2 + 3] } : {};
  const line = { ...plain, ...dashes };
  if (form === "arrow")
    return [
      { ...line, d: linePath(start, size) },
      { ...plain, d: barbsPath(start, size, width) },
    ];
  if (form === "line") return [{ ...line, d: linePath(start, size) }];
  const alpha = fill === "soft" ? SOFT : 1;
  if (form === "rectangle") {
    const box = { x: 0, y: 0, ...size };
    const radius = Math.min(ROUNDING, size.w / 2, size.h / 2);
    const edge: Command = { op: "outlines", boxes: [box], radius, stroke: colour, width, ...dashes };
    return fill === "none" ? [edge] : [{ op: "fill", ...box, radius, fill: colour, alpha }, edge];
  }
  const d = closedPath(form, size);
  if (fill === "none") return [{ ...line, d }];
  return [{ ...line, d, fill: colour, fillAlpha: alpha }];
}

/** In the middle; a line's stands on a plate of the board's ground. */
function labelOf({ form, fill, label }: ShapeLook, size: Size, ruler: TextRuler): Command[] {
  if (label.trim() === "") return [];
  const room = labelRoom(form, size);
  const lines = wrapped(label, LABEL, room, ruler);
  const top = size.h / 2 - (lines.length * LABEL_LINE) / 2;
  const ink = fill === "solid" && !isLine(form) ? "v-ink" : "ink";
  const texts = lines.map(
    (text, i): Command => ({
      op: "text",
      text,
      x: size.w / 2,
      y: top + i * LABEL_LINE + 14,
      font: LABEL,
      fill: ink,
      align: "center",
    }),
  );
  if (!isLine(form)) return texts;
  const w = Math.max(...lines.map((text) => ruler.width(text, LABEL))) + LABEL_PADDING;
  const plate: Command = {
    op: "fill",
    x: size.w / 2 - w / 2,
    y: top,
    w,
    h: lines.length * LABEL_LINE,
    fill: "canvas",
    radius: 4,
  };
  return [plate, ...texts];
}

/** How far a label stands out of its form, at most: of its text only the length is looked at. */
function labelOverhang(form: Form, label: string, size: Size): number {
  const { w, h } = roomOf(label, LABEL, labelRoom(form, size), LABEL_LINE);
  return Math.max(0, w + LABEL_PADDING - size.w, h - size.h) / 2;
}

/** Width that a label has inside a form; along a line it may be as long as it likes. */
export function labelRoom(form: Form, { w }: Size): number {
  if (isLine(form)) return Math.max(160, w);
  const share = form === "diamond" ? 0.62 : form === "ellipse" ? 0.76 : 1;
  return Math.max(24, w * share - 2 * LABEL_PADDING);
}
