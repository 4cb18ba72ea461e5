import type { Point, Size } from "../plane/geometry";
import type { BadgeShape, BarPattern, Command } from "./list";
import type { TextRuler } from "./text";

export interface Badge {
  /** One or two letters. */
  letter: string;
  /** Token, e.g. "v-a". */
  colour: string;
  shape: BadgeShape;
}

export interface PictureRow {
  label: string;
  value: string;
  /** Token of the value; default "ink". */
  colour?: string;
}

export interface BarSegment {
  /** Token, e.g. "k-shadow". */
  token: string;
  /** Part of the bar, 0 to 1. What the shares leave open to 1 stays empty. */
  share: number;
  pattern: BarPattern;
}

/** A figure, a bar and rows, drawn in this order; each may be missing. */
export interface PictureBlock {
  badge?: Badge;
  /** Beside the badge; a column's name. */
  name?: string;
  /** The one number that counts: "73,020". */
  figure?: { value: string; unit?: string };
  bar?: readonly BarSegment[];
  rows?: readonly PictureRow[];
}

/** What is drawn while a card is not mounted as DOM. */
export interface CardPicture {
  tone: "card" | "note";
  title: string;
  /** Small word beside the title: "kmsan", "experiment". */
  kindLabel: string;
  badge?: Badge;
  /** Token of a state ("ok", "warn", "err", "accent"): an edge on the far block. */
  state?: string;
  /** Lines of running text under the head; the text of a note. Each is cut with an ellipsis, never wrapped. */
  lines?: readonly string[];
  /** Figure, bar and rows of the whole card. */
  body?: PictureBlock;
  /** Side by side under the body: the variants of an experiment. */
  columns?: readonly PictureBlock[];
}

/** What draws itself in the item's box: shapes, ink, frames, images, text. */
export interface Drawing {
  tone: "drawing";
  title: string;
  /** Mounted as DOM like a card where somebody can work with it; else only while it is pinned. */
  mounts: boolean;
  /** Lies behind everything else, in the order of the other backdrops. */
  isBackdrop?: boolean;
  /** Draws the same whatever `unit` is, so that zooming over thousands draws none of them anew. */
  isSameAtAnyZoom?: boolean;
  /** From the box's top left corner. `unit` is board pixels per screen pixel below 40 %, where names are kept readable; 1 above. */
  draw(size: Size, unit: number, ruler: TextRuler): readonly Command[];
  /** How far outside of its box it may draw, in board pixels; absent: no farther than a line is wide and a port stands out. */
  overhang?(size: Size, unit: number): number;
  /** Whether a pointer here, from the box's top left corner, means the item; absent: anywhere in the box. `reach` is board pixels. */
  isAt?(at: Point, size: Size, reach: number): boolean;
  /** Whether it means the item where nothing else lies there: inside of an empty outline. */
  isIn?(at: Point, size: Size): boolean;
}
