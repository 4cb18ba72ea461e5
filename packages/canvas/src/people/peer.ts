import type { Point } from "../plane/geometry";

/** Another participant, as presence last told. */
export interface Peer {
  id: string;
  name: string;
  /** Token ("p-1") or CSS colour. */
  colour: string;
  /** Board point, or null when the pointer is not on the board or they type. */
  cursor: Point | null;
  /** Ids of items and wires. */
  selection: readonly string[];
  /** What they drag right now, relative to the positions in the scene. */
  drag: { ids: readonly string[]; dx: number; dy: number } | null;
  /** How long the pointer has not moved. From 30 s the cursor is drawn pale and without its name, from 60 s not at all. */
  restedMs?: number;
  /** What they draw right now. */
  trace?: Trace | null;
}

/** A line that somebody is drawing: ink before it is an item, or the trail of a laser pointer, which never becomes one. */
export interface Trace {
  kind: "ink" | "laser";
  /** Token or CSS colour. */
  colour: string;
  /** Board pixels for ink, screen pixels for the laser. */
  width: number;
  /** Board pixels: x and y in turn. */
  points: readonly number[];
}
