import type { Command, Font } from "../draw/list";
import type { TextRuler } from "../draw/text";
import type { Corner, Drawing, Size } from "../types";
import { barbsPath, closedPath, distanceToOutline, type Form, isLine, linePath } from "./outline";
import { wrapped } from "./wrap";

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
    isIn: (at, size) => !isLine(form) && distanceToOutline(form, start, size, at) <= 0,
    isAt: (at, size, reach) => {
      const away = distanceToOutline(form, start, size, at);
      const near = reach + width / 2;
      // What is only an outline lets through what is pressed inside of it, unless it carries words.
      return isLine(form) || (fill === "none" && label === "") ? Math.abs(away) <= near : away <= near;
    },
  };
}

function outline({ form, colour, fill, width, isDashed, start }: ShapeLook, size: Size): Command[] {
  const plain = { op: "path", stroke: colour, width } as const;
  const line = isDashed ? { ...plain, dash: [width * 3 + 2, width * 2 + 3] } : plain;
  if (form === "arrow")
    return [
      { ...line, d: linePath(start, size) },
      { ...plain, d: barbsPath(start, size, width) },
    ];
  if (form === "line") return [{ ...line, d: linePath(start, size) }];
  const d = closedPath(form, size);
  if (fill === "none") return [{ ...line, d }];
  return [{ ...line, d, fill: colour, fillAlpha: fill === "soft" ? SOFT : 1 }];
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

/** Width that a label has inside a form; along a line it may be as long as it likes. */
export function labelRoom(form: Form, { w }: Size): number {
  if (isLine(form)) return Math.max(160, w);
  const share = form === "diamond" ? 0.62 : form === "ellipse" ? 0.76 : 1;
  return Math.max(24, w * share - 2 * LABEL_PADDING);
}
