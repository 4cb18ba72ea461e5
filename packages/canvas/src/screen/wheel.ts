import { clamp, type Size } from "../plane/geometry";

export type WheelStep = { kind: "pan"; dx: number; dy: number } | { kind: "zoom"; factor: number };

type WheelInput = Pick<WheelEvent, "deltaX" | "deltaY" | "deltaMode" | "ctrlKey" | "metaKey" | "shiftKey">;

const LINE_PX = 16;
/** Zoom per pixel of wheel. A pinch on a trackpad sends 1 to 10 at a time, a wheel's notch 100 or more, which is cut. */
const ZOOM_RATE = 0.01;
const ZOOM_DELTA_MAX = 24;

/** What a wheel event means, in screen pixels or as a factor of the zoom. */
export function readWheel(event: WheelInput, view: Size): WheelStep {
  const unit = [1, LINE_PX, view.h][event.deltaMode] ?? 1;
  const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
  if (event.ctrlKey || event.metaKey)
    return { kind: "zoom", factor: Math.exp(-clamp(dy, -ZOOM_DELTA_MAX, ZOOM_DELTA_MAX) * ZOOM_RATE) };
  // A mouse has one wheel: with Shift it goes sideways.
  return event.shiftKey && dx === 0 ? { kind: "pan", dx: dy, dy: 0 } : { kind: "pan", dx, dy };
}
