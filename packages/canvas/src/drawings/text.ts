import type { Command, Font } from "../picture/list";
import type { Drawing } from "../picture/picture";
import { roomOf, wrapped } from "./wrap";

export interface TextLook {
  /** One entry a line of the source, marks taken off. */
  lines: readonly { text: string; isBold: boolean; scale: number }[];
  size: number;
  colour: string;
  title: string;
}

const LINE_HEIGHT = 1.45;

/** The words of a text while it is not mounted: as they stand there, without the finer marks. */
export function textDrawing({ lines, size, colour, title }: TextLook): Drawing {
  return {
    tone: "drawing",
    title,
    mounts: true,
    isSameAtAnyZoom: true,
    overhang: (box) => {
      let h = 4;
      let out = 0;
      for (const { text, isBold, scale } of lines) {
        const font: Font = { family: "sans", weight: isBold ? 600 : 400, size: size * scale };
        const room = roomOf(text, font, box.w - 8, font.size * LINE_HEIGHT);
        h += room.h;
        out = Math.max(out, room.w - box.w);
      }
      return Math.max(out, h - box.h);
    },
    draw: ({ w }, _unit, ruler) => {
      const commands: Command[] = [];
      let y = 4;
      for (const { text, isBold, scale } of lines) {
        const font: Font = { family: "sans", weight: isBold ? 600 : 400, size: size * scale };
        for (const line of wrapped(text, font, w - 8, ruler)) {
          commands.push({ op: "text", text: line, x: 4, y: y + font.size * 1.1, font, fill: colour });
          y += font.size * LINE_HEIGHT;
        }
      }
      return commands;
    },
  };
}
