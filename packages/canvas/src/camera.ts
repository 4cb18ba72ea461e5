import { clamp } from "./geometry";
import type { Box, Camera, Point, Size } from "./types";

export const ZOOM_MIN = 0.1;
export const ZOOM_MAX = 4;

/** Screen pixels left free around what is fitted or brought into view. */
const FIT_MARGIN = 48;
const REVEAL_MARGIN = 24;

export const clampZoom = (zoom: number): number => clamp(zoom, ZOOM_MIN, ZOOM_MAX);

export const toBoard = (camera: Camera, screen: Point): Point => ({
  x: camera.x + screen.x / camera.zoom,
  y: camera.y + screen.y / camera.zoom,
});

export const toScreen = (camera: Camera, board: Point): Point => ({
  x: (board.x - camera.x) * camera.zoom,
  y: (board.y - camera.y) * camera.zoom,
});

/** The part of the board that a view of this screen size shows. */
export const viewBox = (camera: Camera, view: Size): Box => ({
  x: camera.x,
  y: camera.y,
  w: view.w / camera.zoom,
  h: view.h / camera.zoom,
});

/** Moves the view by screen pixels: what was at (dx, dy) is at (0, 0) afterwards. */
export const panBy = (camera: Camera, dx: number, dy: number): Camera => ({
  x: camera.x + dx / camera.zoom,
  y: camera.y + dy / camera.zoom,
  zoom: camera.zoom,
});

/** Zooms so that the board point under `about` (screen) stays there. The zoom is clamped. */
export function zoomAbout(camera: Camera, about: Point, zoom: number): Camera {
  const next = clampZoom(zoom);
  const held = toBoard(camera, about);
  return { x: held.x - about.x / next, y: held.y - about.y / next, zoom: next };
}

/** The camera that shows `box` whole and centred, no closer than 100 %. */
export function fitting(box: Box, view: Size): Camera {
  const free = { w: Math.max(1, view.w - 2 * FIT_MARGIN), h: Math.max(1, view.h - 2 * FIT_MARGIN) };
  const zoom = clampZoom(Math.min(1, free.w / Math.max(1, box.w), free.h / Math.max(1, box.h)));
  return {
    x: box.x + box.w / 2 - view.w / zoom / 2,
    y: box.y + box.h / 2 - view.h / zoom / 2,
    zoom,
  };
}

/** Moves the view as little as possible to show `box`; one that is larger than the view shows its top left corner. */
export function revealing(camera: Camera, box: Box, view: Size): Camera {
  const seen = viewBox(camera, view);
  return {
    x: revealed(box.x, box.w, seen.x, seen.w, REVEAL_MARGIN / camera.zoom),
    y: revealed(box.y, box.h, seen.y, seen.h, REVEAL_MARGIN / camera.zoom),
    zoom: camera.zoom,
  };
}

/** Along one axis: where the view, `room` long and now at `seen`, must begin. */
function revealed(start: number, size: number, seen: number, room: number, margin: number): number {
  if (seen <= start && start + size <= seen + room) return seen;
  const free = clamp((room - size) / 2, 0, margin);
  if (size > room || start < seen) return start - free;
  return start + size + free - room;
}

/** Between two cameras, `t` from 0 to 1. The zoom moves evenly to the eye (geometrically), and the centre of the view with it. */
export function between(from: Camera, to: Camera, t: number, view: Size): Camera {
  const zoom = from.zoom * (to.zoom / from.zoom) ** t;
  const centre = (camera: Camera): Point => toBoard(camera, { x: view.w / 2, y: view.h / 2 });
  const [a, b] = [centre(from), centre(to)];
  return {
    x: a.x + (b.x - a.x) * t - view.w / 2 / zoom,
    y: a.y + (b.y - a.y) * t - view.h / 2 / zoom,
    zoom,
  };
}
