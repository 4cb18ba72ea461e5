import type { Camera } from "../camera/camera";
import type { Curve } from "../plane/curve";
import type { Box } from "../plane/geometry";

export type BadgeShape = "circle" | "square" | "triangle" | "diamond";

export type BarPattern = "plain" | "diag" | "dots" | "horizontal" | "vertical" | "cross";

/** A font by role; the back end knows the families. */
export interface Font {
  family: "sans" | "mono";
  weight: 400 | 500 | 600;
  /** In the units of the list it stands in. */
  size: number;
}

/**
 * One thing to draw, as data: a back end executes it, a test reads it. Colours are tokens (or CSS colours), so a list outlives a change of
 * theme. `border` and `hairline` are one screen pixel wide at any zoom below 100 %.
 */
export type Command =
  | ({ op: "panel"; radius: number; fill: string; border?: string } & Box)
  | ({ op: "fill"; fill: string; alpha?: number; radius?: number } & Box)
  | ({ op: "pattern"; fill: string; pattern: BarPattern } & Box)
  | { op: "rule"; x: number; y: number; w: number; stroke: string }
  | {
      op: "shape";
      shape: BadgeShape;
      x: number;
      y: number;
      radius: number;
      fill: string;
      stroke?: string;
      width?: number;
    }
  /** `y` is the baseline. */
  | {
      op: "text";
      text: string;
      x: number;
      y: number;
      font: Font;
      fill: string;
      align?: "left" | "right" | "center";
    }
  /** `d` is an SVG path. A fill of its own opacity leaves the line as it is. */
  | {
      op: "path";
      d: string;
      /** A box that holds it, for who wants to know before it is drawn. */
      within?: Box;
      fill?: string;
      fillAlpha?: number;
      stroke?: string;
      width?: number;
      dash?: readonly number[];
      /** Of the line. */
      alpha?: number;
    }
  /** The picture behind an address, stretched over the box; until it is there nothing. */
  | ({ op: "image"; href: string } & Box)
  | { op: "curves"; curves: readonly Curve[]; stroke: string; width: number; dash?: readonly number[] }
  | {
      op: "outlines";
      boxes: readonly Box[];
      radius: number;
      stroke: string;
      width: number;
      dash?: readonly number[];
    }
  | { op: "pointer"; x: number; y: number; fill: string; outline: string; alpha: number }
  | { op: "group"; x: number; y: number; commands: readonly Command[] };

/** A whole picture of one layer. */
export interface DrawList {
  /** null: the commands are in screen pixels. */
  camera: Camera | null;
  /** Token of the ground; null leaves it clear. */
  ground: string | null;
  /** Dots at every multiple of `step` board pixels. */
  dots: { step: number; fill: string } | null;
  commands: readonly Command[];
}
