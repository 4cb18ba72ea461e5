import type { Point } from "../plane/geometry";

/** A pointer as the tools see it. */
export interface Pointer {
  id: number;
  /** Screen pixels from the container's corner. */
  screen: Point;
  /** 0 primary, 1 middle, 2 secondary; as pressed last. */
  button: number;
  shift: boolean;
  /** Or Command. */
  ctrl: boolean;
  isTouch: boolean;
  timeMs: number;
  /** 0 to 1; 0.5 for what has none. */
  pressure: number;
  /** Where it was since the last call, this place included; only while a tool of its own is at work. */
  trail?: readonly { screen: Point; pressure: number }[];
}

/** One state of the tools. Each handler returns the next state: often itself, null to come to rest. Without a handler nothing happens. */
export interface State {
  readonly name:
    | "idle"
    | "pressing"
    | "dragging"
    | "resizing"
    | "brushing"
    | "panning"
    | "pinching"
    | "wiring"
    | "placing"
    | "own";
  /** CSS cursor; absent = the arrow. */
  readonly cursor?: string;
  /** The view moves while the pointer is at its edge. */
  readonly followsEdge?: boolean;
  down?(pointer: Pointer): State | null;
  move?(pointer: Pointer): State | null;
  up?(pointer: Pointer): State | null;
  /** Escape, a lost pointer or a second finger: as if the gesture had never begun. */
  cancel?(): void;
}

/** Screen pixels a press may wander before it is a drag. */
const SLOP = { pointer: 4, touch: 10 };

export const hasMoved = (from: Pointer, to: Pointer): boolean =>
  Math.hypot(to.screen.x - from.screen.x, to.screen.y - from.screen.y) >
  (from.isTouch ? SLOP.touch : SLOP.pointer);
