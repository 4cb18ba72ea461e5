import { BoardError, type BoardJson, parseBoard } from "@carveout/model";
import { placedOf } from "./put";

/** An edit of more than a mebibyte is turned down as a whole; a character of it may take three bytes. */
const MAX_CHARACTERS = 300_000;

/** The board that a text holds, or a sentence why it can't be used. */
export function readCopied(text: string): BoardJson | string {
  if (text.length > MAX_CHARACTERS)
    return `The copied items take ${text.length.toLocaleString("en-US")} characters, at most ${MAX_CHARACTERS.toLocaleString("en-US")} fit into one edit. Copy fewer at a time.`;
  try {
    const board = parseBoard(text);
    return placedOf(board).length > 0 ? board : "The copied board has no items.";
  } catch (error) {
    if (error instanceof BoardError) return error.sentence;
    throw error;
  }
}
