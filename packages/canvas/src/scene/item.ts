import type { CardPicture, Drawing } from "../picture/picture";
import type { Size } from "../plane/geometry";

export type PortType = "profile" | "strategy" | "workload";

export interface ScenePort {
  /** Unique within its item. */
  id: string;
  side: "left" | "right";
  /** From the card's top edge. */
  offsetY: number;
  /** Drawn as a square, a circle, a diamond. */
  type: PortType;
  direction: "out" | "in";
  /** Filled when wired, hollow when free. */
  wired: boolean;
}

/** Anything placed on the board, as the engine sees it. The engine never writes into these objects. */
export interface SceneItem {
  id: string;
  kind: string;
  x: number;
  y: number;
  w: number;
  /** Height kept on the board; `setMeasuredHeight` overrides it here. */
  h: number;
  /** Order key: compared by `<`, then by id. The greatest lies on top. */
  z: string;
  movable: boolean;
  /** Goes with all others of the same group. */
  group?: string;
  /** How it can be resized; absent: not at all. */
  resizing?: Resizing;
  ports: readonly ScenePort[];
  picture: CardPicture | Drawing;
}

/** Of a card people set the width, its height follows; of a box both. */
export interface Resizing {
  axes: "width" | "box";
  least: Size;
}

export interface PortRef {
  item: string;
  port: string;
}

export interface SceneWire {
  id: string;
  /** An "out" port. */
  from: PortRef;
  /** An "in" port. */
  to: PortRef;
  tone?: "plain" | "err";
}

export interface Scene {
  items: readonly SceneItem[];
  wires: readonly SceneWire[];
}

/** A change of the scene. Each list may be left out; an item or wire that is given replaces the one of the same id, or is added. */
export interface ScenePatch {
  items?: readonly SceneItem[];
  wires?: readonly SceneWire[];
  removeItems?: readonly string[];
  removeWires?: readonly string[];
}
