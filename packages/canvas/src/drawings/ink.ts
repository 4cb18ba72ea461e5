import { getStroke } from "perfect-freehand";
import type { Command } from "../picture/list";
import type { Drawing } from "../picture/picture";
import { distanceToSegment, type Point, type Size } from "../plane/geometry";

export interface InkPoint extends Point {
  /** 0 to 1. */
  pressure: number;
}

export interface InkLook {
  /** Token. */
  colour: string;
  /** Width of the line under middling pressure, board pixels. */
  width: number;
  /** Size of the box that the points were drawn in; the item's own scales them. */
  drawn: Size;
  points: readonly InkPoint[];
  title: string;
}

export function inkDrawing(look: InkLook): Drawing {
  const { colour, width } = look;
  // The outline costs more than all else that is drawn, and zooming does not change it: only another size does.
  let kept: { size: Size; commands: readonly Command[] } | null = null;
  return {
    tone: "drawing",
    title: look.title,
    mounts: false,
    isSameAtAnyZoom: true,
    draw: (size) => {
      if (kept?.size.w !== size.w || kept.size.h !== size.h)
        kept = { size, commands: [{ op: "path", d: inkPath(scaled(look, size), width), fill: colour }] };
      return kept.commands;
    },
    isAt: (at, size, reach) => isOnInk(scaled(look, size), at, reach + width / 2),
  };
}

/** The outline of a stroke as an SVG path: wide where the pen was pressed. */
export function inkPath(points: readonly InkPoint[], width: number): string {
  const isEven = points.every(({ pressure }) => pressure === points[0]?.pressure);
  const outline = getStroke(
    points.map(({ x, y, pressure }) => [x, y, pressure]),
    // A mouse has no pressure: then speed stands for it.
    { size: width * 2, thinning: 0.55, smoothing: 0.5, streamline: 0.4, simulatePressure: isEven },
  );
  const [first] = outline;
  if (first === undefined) return "";
  // Curves through the middles between neighbours: no corner shows at 400 %.
  let d = `M${n(first[0] ?? 0)} ${n(first[1] ?? 0)}Q`;
  outline.forEach(([x = 0, y = 0], i) => {
    const [nextX = 0, nextY = 0] = outline[(i + 1) % outline.length] ?? [];
    d += `${n(x)} ${n(y)} ${n((x + nextX) / 2)} ${n((y + nextY) / 2)} `;
  });
  return `${d}Z`;
}

function isOnInk(points: readonly Point[], at: Point, reach: number): boolean {
  return points.some((point, i) => distanceToSegment(at, points[i - 1] ?? point, point) <= reach);
}

function scaled({ points, drawn }: InkLook, { w, h }: Size): readonly InkPoint[] {
  const [sx, sy] = [w / drawn.w, h / drawn.h];
  return sx === 1 && sy === 1
    ? points
    : points.map((point) => ({ ...point, x: point.x * sx, y: point.y * sy }));
}

const n = (value: number): number => Math.round(value * 100) / 100;
