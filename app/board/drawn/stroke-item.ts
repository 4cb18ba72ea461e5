import { type BoxGeometry, writeStroke } from "@carveout/model";

interface Point {
  x: number;
  y: number;
  pressure: number;
}

/** The box around a stroke and its points in it. The box keeps clear of the line's own width, so that it is selected by what is seen. */
export function strokeItem(points: readonly Point[], width: number): { geo: BoxGeometry; stroke: string } {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const x = Math.floor(Math.min(...xs) - width);
  const y = Math.floor(Math.min(...ys) - width);
  const w = Math.ceil(Math.max(...xs) + width) - x;
  const h = Math.ceil(Math.max(...ys) + width) - y;
  const inside = points.map((point) => ({ ...point, x: point.x - x, y: point.y - y }));
  return { geo: { x, y, w, h }, stroke: writeStroke({ w, h, points: inside }) };
}
