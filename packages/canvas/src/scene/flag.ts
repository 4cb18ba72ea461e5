import type { Box } from "../plane/geometry";

/** An outline with a letter and a word at its corner: what a comparison says of an item, or of a place where one was. */
export interface Flag {
  /** An item that is in the scene, or the board box of one that is not. */
  at: string | Box;
  letter: string;
  label: string;
  /** Token or CSS colour. */
  colour: string;
  dashed: boolean;
}
