import type { Camera } from "../../camera/camera";
import type { Trace } from "../../people/peer";
import type { Command } from "../../picture/list";

/** Pieces in which a laser's trail grows paler towards its end. */
const PIECES = 10;

/** A line being drawn, in screen pixels. */
export function traceCommands({ kind, colour, width, points }: Trace, camera: Camera): Command[] {
  const at = (i: number): string => {
    const [x = 0, y = 0] = [points[2 * i], points[2 * i + 1]];
    return `${Math.round((x - camera.x) * camera.zoom)} ${Math.round((y - camera.y) * camera.zoom)}`;
  };
  const count = Math.floor(points.length / 2);
  const path = (from: number, to: number): string => {
    let d = `M${at(from)}L${at(from)}`;
    for (let i = from + 1; i <= to; i++) d += `L${at(i)}`;
    return d;
  };
  if (count === 0) return [];
  if (kind === "ink")
    return [{ op: "path", d: path(0, count - 1), stroke: colour, width: width * camera.zoom }];
  const pieces = Math.min(PIECES, count);
  return Array.from({ length: pieces }, (_, i): Command => {
    const [from, to] = [Math.floor((i * (count - 1)) / pieces), Math.floor(((i + 1) * (count - 1)) / pieces)];
    const part = (i + 1) / pieces;
    return { op: "path", d: path(from, to), stroke: colour, width: width * part, alpha: part };
  });
}
