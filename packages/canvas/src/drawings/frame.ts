import type { Command, Font } from "../picture/list";
import type { Drawing } from "../picture/picture";
import type { TextRuler } from "../picture/text";
import type { Size } from "../plane/geometry";

const NAME = { family: "sans", weight: 600, size: 12 } as const;
/** Screen pixels of the strip above the top edge that the name stands in: pressing it means the frame. */
const NAME_HEIGHT = 18;
/** `reach` of a pointer, in the same. */
const REACH = 6;

export function frameDrawing(name: string): Drawing {
  return {
    tone: "drawing",
    title: name,
    mounts: false,
    isBackdrop: true,
    draw: (size, unit, ruler) => commands(name, size, unit, ruler),
    overhang: (_size, unit) => NAME_HEIGHT * unit,
    // By its edge and its name: inside of it a press means what lies there, or the board.
    isAt: ({ x, y }, { w, h }, reach) => {
      const out = Math.max(-x, -y, x - w, y - h);
      if (Math.abs(out) <= reach) return true;
      return y < 0 && y >= (-NAME_HEIGHT * reach) / REACH && x >= 0 && x <= w;
    },
  };
}

function commands(name: string, size: Size, unit: number, ruler: TextRuler): Command[] {
  const font: Font = { ...NAME, size: NAME.size * unit };
  return [
    { op: "fill", x: 0, y: 0, ...size, fill: "surface", alpha: 0.55 },
    { op: "outlines", boxes: [{ x: 0, y: 0, ...size }], radius: 0, stroke: "line-strong", width: 1 },
    { op: "text", text: ruler.fit(name, font, size.w), x: 0, y: -6 * unit, font, fill: "ink-2" },
  ];
}
