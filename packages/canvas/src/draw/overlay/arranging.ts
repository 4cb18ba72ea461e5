import { handleAt, handlesOf } from "../../arrange/resize";
import type { Guide } from "../../arrange/snap";
import { type Camera, toScreen } from "../../camera/camera";
import type { Command } from "../../picture/list";
import type { Box, Point } from "../../plane/geometry";
import type { Resizing } from "../../scene/item";

/** Screen pixels. */
const HANDLE = 8;
const PILL = { w: 6, h: 22 };
const TICK = 4;

/** What a selected item can be resized by, in screen pixels: squares at the corners, pills at the middle of an edge. */
export function drawHandles(box: Box, resizing: Resizing, camera: Camera): Command[] {
  return handlesOf(resizing).flatMap((handle) => {
    const { x, y } = toScreen(camera, handleAt(box, handle));
    const { w, h } =
      handle.x !== 0 && handle.y !== 0
        ? { w: HANDLE, h: HANDLE }
        : handle.y === 0
          ? PILL
          : { w: PILL.h, h: PILL.w };
    const place = { x: x - w / 2, y: y - h / 2, w, h };
    return [
      { op: "fill", ...place, fill: "surface", radius: 3 },
      { op: "outlines", boxes: [place], radius: 3, stroke: "accent", width: 1.5 },
    ] satisfies Command[];
  });
}

/** Lines through what is aligned, and between what has equal gaps. */
export function drawGuides(guides: readonly Guide[], camera: Camera): Command[] {
  return guides.flatMap(({ kind, from, to }) => {
    const [a, b] = [toScreen(camera, from), toScreen(camera, to)];
    const line = stroke(a, b, kind === "gap" ? undefined : [5, 3]);
    if (kind === "edge") return [line];
    const isLevel = a.y === b.y;
    const tick = (at: Point) =>
      isLevel
        ? stroke({ x: at.x, y: at.y - TICK }, { x: at.x, y: at.y + TICK })
        : stroke({ x: at.x - TICK, y: at.y }, { x: at.x + TICK, y: at.y });
    return [line, tick(a), tick(b)];
  });
}

function stroke(from: Point, to: Point, dash?: readonly number[]): Command {
  const curve = { from, pullFrom: from, pullTo: to, to };
  return { op: "curves", curves: [curve], stroke: "accent", width: 1, ...(dash ? { dash } : {}) };
}
