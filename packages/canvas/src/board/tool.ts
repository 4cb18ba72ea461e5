import type { Camera } from "../camera/camera";
import type { Drawing } from "../picture/picture";
import type { Point } from "../plane/geometry";
import type { Target } from "../scene/hit";
import type { SceneStore } from "../scene/store";
import type { Pointer, State } from "./gesture";
import type { Marks } from "./marks";

/** Where in its box a line starts; it ends at the opposite corner. */
export type Corner = "top left" | "top right" | "bottom left" | "bottom right";

/** Draws a new item's outline under the pointer; the click asks the app to make it and returns to `select`. */
export interface PlaceTool {
  name: "place";
  kind: string;
  /** Tells tools for items of one kind apart. */
  variant?: string;
  w: number;
  h: number;
  /** A drag spans the item instead of moving it: as a box, or as a line from corner to corner. */
  spans?: "box" | "line";
  /** Drawn instead of the outline. */
  sketch?(start: Corner): Drawing;
}

/** What a tool of its own works on: it looks, and shows what it is about to do. */
export interface Easel {
  readonly camera: Camera;
  readonly scene: SceneStore;
  toBoard(screen: Point): Point;
  hit(at: Point): Target;
  mark(marks: Partial<Marks>): void;
}

/** A tool that comes with what a press of it begins. */
export interface OwnTool {
  name: "own";
  id: string;
  begin(easel: Easel, pointer: Pointer): State;
}

/** `note` is the one placing tool whose size the engine knows. */
export type Tool =
  | { name: "select" }
  | { name: "hand" }
  | { name: "connector" }
  | { name: "note" }
  /** The next click says where, in "read" mode too. */
  | { name: "comment" }
  | PlaceTool
  | OwnTool;

/** "read": pan, zoom and select only. */
export type Mode = "edit" | "read";
