import { type Box, clamp, type Point, type Size } from "../plane/geometry";

/** What the view shows: `x`, `y` is the board point at the container's top left corner, `zoom` is screen pixels per board pixel (0.1 to 4). */
export interface Camera extends Point {
  zoom: number;
}

/** Screen pixels at each edge that something of the app lies over. */
export interface Insets {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export const ZOOM_MIN = 0.1;
export const ZOOM_MAX = 4;

/** Screen pixels left free around what is fitted or brought into view. */
const FIT_MARGIN = 48;
const REVEAL_MARGIN = 24;

export const NO_INSETS: Insets = { top: 0, right: 0, bottom: 0, left: 0 };

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

/**
 * The camera that shows `box` whole and centred in what the insets leave of the view, no closer than `atMost`. `atLeast` is a zoom below which
 * it does not go: a box that is too large for it is shown from its top left corner.
 */
export function fitting(box: Box, view: Size, insets: Insets = NO_INSETS, atLeast = 0, atMost = 1): Camera {
  const { x, y, w, h } = inside(view, insets);
  const free = { w: Math.max(1, w - 2 * FIT_MARGIN), h: Math.max(1, h - 2 * FIT_MARGIN) };
  const whole = Math.min(atMost, free.w / Math.max(1, box.w), free.h / Math.max(1, box.h));
  const zoom = clampZoom(Math.max(atLeast, whole));
  const along = (start: number, size: number, from: number, room: number): number =>
    whole < atLeast && size * zoom > room - 2 * FIT_MARGIN
      ? start - (from + FIT_MARGIN) / zoom
      : start + size / 2 - (from + room / 2) / zoom;
  return { x: along(box.x, box.w, x, w), y: along(box.y, box.h, y, h), zoom };
}

/** The closest camera whose view has all of `box` in it, centred: what somebody else sees, on a screen of another form. */
export function containing(box: Box, view: Size): Camera {
  const zoom = clampZoom(Math.min(view.w / Math.max(1, box.w), view.h / Math.max(1, box.h)));
  return { x: box.x + box.w / 2 - view.w / 2 / zoom, y: box.y + box.h / 2 - view.h / 2 / zoom, zoom };
}

/** Moves the view as little as possible to show `box` clear of the insets; one that is larger than the view shows its top left corner. */
export function revealing(camera: Camera, box: Box, view: Size, insets: Insets = NO_INSETS): Camera {
  const { zoom } = camera;
  const margin = REVEAL_MARGIN / zoom;
  const free = inside(view, insets);
  const seen = viewBox({ ...toBoard(camera, free), zoom }, free);
  const along = (start: number, size: number, from: number, room: number): number => {
    if (from <= start && from + room >= start + size) return from;
    if (size > room) return start - margin;
    // What only just fits has no room for a margin.
    const space = Math.min(margin, (room - size) / 2);
    return start - space < from ? start - space : start + size + space - room;
  };
  return {
    x: along(box.x, box.w, seen.x, seen.w) - free.x / zoom,
    y: along(box.y, box.h, seen.y, seen.h) - free.y / zoom,
    zoom,
  };
}

/** What the insets leave of a view, on the screen. */
function inside(view: Size, { top, right, bottom, left }: Insets): Box {
  return { x: left, y: top, w: Math.max(1, view.w - left - right), h: Math.max(1, view.h - top - bottom) };
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
