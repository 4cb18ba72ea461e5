import type { Corner } from "../board/tool";
import { distanceToSegment, type Point, type Size } from "../plane/geometry";

export type Form = "rectangle" | "ellipse" | "diamond" | "line" | "arrow";

/** Radius of a rectangle's corners. */
export const ROUNDING = 6;

export const isLine = (form: Form): boolean => form === "line" || form === "arrow";

/** Both ends of a line across its box. */
export function endsOf(start: Corner, { w, h }: Size): [Point, Point] {
  const isRight = start.endsWith("right");
  const isBottom = start.startsWith("bottom");
  const from = { x: isRight ? w : 0, y: isBottom ? h : 0 };
  return [from, { x: w - from.x, y: h - from.y }];
}

/** A closed form other than the rectangle as an SVG path. */
export function closedPath(form: "ellipse" | "diamond", { w, h }: Size): string {
  if (form === "ellipse")
    return `M0 ${n(h / 2)}A${n(w / 2)} ${n(h / 2)} 0 1 1 ${n(w)} ${n(h / 2)}A${n(w / 2)} ${n(h / 2)} 0 1 1 0 ${n(h / 2)}Z`;
  return `M${n(w / 2)} 0L${n(w)} ${n(h / 2)}L${n(w / 2)} ${n(h)}L0 ${n(h / 2)}Z`;
}

export function linePath(start: Corner, size: Size): string {
  const [from, to] = endsOf(start, size);
  return `M${n(from.x)} ${n(from.y)}L${n(to.x)} ${n(to.y)}`;
}

/** The two barbs at the end of an arrow. */
export function barbsPath(start: Corner, size: Size, width: number): string {
  const [from, to] = endsOf(start, size);
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const barb = Math.min(7 + 3 * width, length / 2);
  const [ux, uy] = [(from.x - to.x) / length, (from.y - to.y) / length];
  const barbs = [0.45, -0.45].map((lean) => ({
    x: to.x + barb * (ux - lean * uy),
    y: to.y + barb * (uy + lean * ux),
  }));
  const [left, right] = barbs as [Point, Point];
  return `M${n(left.x)} ${n(left.y)}L${n(to.x)} ${n(to.y)}L${n(right.x)} ${n(right.y)}`;
}

/** How far a point lies from the form's outline; negative inside of a closed one. */
export function distanceToOutline(form: Form, start: Corner, size: Size, at: Point): number {
  if (isLine(form)) return distanceToSegment(at, ...endsOf(start, size));
  const [a, b] = [Math.max(size.w / 2, 0.5), Math.max(size.h / 2, 0.5)];
  const [x, y] = [Math.abs(at.x - a), Math.abs(at.y - b)];
  if (form === "diamond") return ((x / a + y / b - 1) * a * b) / Math.hypot(a, b);
  if (form === "ellipse") {
    const whole = Math.hypot(x / a, y / b);
    // Exact on the outline, and near it as good as the eye: the gradient's length turns the value into a distance.
    const slope = Math.hypot(x / a ** 2, y / b ** 2) / Math.max(whole, 1e-9);
    return slope === 0 ? -Math.min(a, b) : (whole - 1) / slope;
  }
  const [dx, dy] = [x - a, y - b];
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0);
}

/** To a hundredth of a pixel. */
const n = (value: number): number => Math.round(value * 100) / 100;
