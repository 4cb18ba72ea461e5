import type { Command } from "../../picture/list";
import type { TextRuler } from "../../picture/text";
import { curveBox } from "../../plane/curve";
import { type Box, inflated, union } from "../../plane/geometry";

/** The pointer with its outline, from its tip. */
const POINTER: Box = { x: -2, y: -2, w: 20, h: 20 };
/** What an edge between two pixels tints beside it. */
const TINT = 1;

/** A box that holds all that the commands draw, or "anywhere" where that can't be told before. */
export function extentOf(commands: readonly Command[], ruler: TextRuler): Box | "anywhere" | null {
  const boxes: Box[] = [];
  for (const command of commands) {
    const box = boxOf(command, ruler);
    if (box === "anywhere") return box;
    if (box !== null) boxes.push(box);
  }
  return union(boxes);
}

function boxOf(command: Command, ruler: TextRuler): Box | "anywhere" | null {
  switch (command.op) {
    case "fill":
      return inflated(command, TINT);
    case "shape": {
      const { x, y, radius, width = 1 } = command;
      // A triangle's and a diamond's corners stand out of the circle.
      return inflated({ x, y, w: 0, h: 0 }, radius * 1.2 + width + TINT);
    }
    case "text": {
      const { x, y, text, font, align = "left" } = command;
      const w = ruler.width(text, font) + font.size;
      const left = align === "left" ? x : align === "right" ? x - w : x - w / 2;
      return inflated({ x: left, y: y - font.size, w, h: 1.5 * font.size }, font.size / 2);
    }
    case "path":
      return command.within ?? "anywhere";
    case "curves":
      return union(command.curves.map((curve) => inflated(curveBox(curve), command.width + TINT)));
    case "outlines":
      return union(command.boxes.map((box) => inflated(box, command.width + TINT)));
    case "pointer":
      return { ...POINTER, x: command.x + POINTER.x, y: command.y + POINTER.y };
    case "group": {
      const box = extentOf(command.commands, ruler);
      return box === null || box === "anywhere"
        ? box
        : { ...box, x: box.x + command.x, y: box.y + command.y };
    }
    // Nothing else is drawn over the items.
    default:
      return "anywhere";
  }
}
