import type { BadgeShape } from "../../picture/list";
import type { Curve } from "../../plane/curve";

/** What outlines are told to: a canvas, or what writes them down as a path. */
export type PathPen = Pick<
  CanvasRenderingContext2D,
  "moveTo" | "lineTo" | "bezierCurveTo" | "arc" | "roundRect" | "closePath"
>;

const POINTER: readonly (readonly [number, number])[] = [
  [4.5, 15],
  [7.5, 9],
  [14, 7],
];

export function pointerOutline(pen: PathPen, x: number, y: number): void {
  pen.moveTo(x, y);
  for (const [dx, dy] of POINTER) pen.lineTo(x + dx, y + dy);
  pen.closePath();
}

export function curveOutline(pen: PathPen, { from, pullFrom, pullTo, to }: Curve): void {
  pen.moveTo(from.x, from.y);
  pen.bezierCurveTo(pullFrom.x, pullFrom.y, pullTo.x, pullTo.y, to.x, to.y);
}

export function shapeOutline(pen: PathPen, shape: BadgeShape, x: number, y: number, r: number): void {
  switch (shape) {
    case "circle":
      pen.arc(x, y, r, 0, 2 * Math.PI);
      return;
    case "square":
      pen.roundRect(x - r, y - r, 2 * r, 2 * r, r / 3);
      return;
    case "triangle":
      polygon(pen, x, y, [0, -r, r * 1.1, r * 0.92, -r * 1.1, r * 0.92]);
      return;
    case "diamond":
      polygon(pen, x, y, [0, -r * 1.15, r * 1.15, 0, 0, r * 1.15, -r * 1.15, 0]);
      return;
  }
}

function polygon(pen: PathPen, x: number, y: number, corners: readonly number[]): void {
  for (let i = 0; i < corners.length; i += 2) {
    const [dx = 0, dy = 0] = [corners[i], corners[i + 1]];
    if (i === 0) pen.moveTo(x + dx, y + dy);
    else pen.lineTo(x + dx, y + dy);
  }
  pen.closePath();
}
