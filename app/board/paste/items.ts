import { BoardError, type BoardJson, parseBoard } from "@carveout/model";
import { asStep } from "../fields/as-step";
import type { PasteHandler } from "./handlers";
import { placedOf, putItems } from "./put";

/** An edit of more than a mebibyte is turned down as a whole; a character of it may take three bytes. */
const MAX_CHARACTERS = 300_000;

/** Items of this board or another one. What is on the clipboard may come from anywhere: it is checked like a file. */
export const pasteItems: PasteHandler = {
  takes: ({ text }) => /^\s*\{\s*"carveout"\s*:/.test(text.slice(0, 200)),
  paste: ({ text, at }, { session, whiteboard }) => {
    const board = readCopied(text);
    if (typeof board === "string") {
      session.notice.set({ headline: "Nothing was pasted", detail: board });
      return;
    }
    const by = shiftTo(board, at);
    let copies: string[] = [];
    asStep(session, () => {
      copies = [...putItems(session, board, by).values()];
    });
    whiteboard.selectSoon(copies);
  },
};

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

/** Brings the upper left corner of all to the point, or the middle where sizes tell it. */
function shiftTo(board: BoardJson, at: { x: number; y: number }): { dx: number; dy: number } {
  const places = placedOf(board).map(({ item }) => item.geo);
  const left = Math.min(...places.map(({ x }) => x));
  const right = Math.max(...places.map(({ x, w }) => x + w));
  const top = Math.min(...places.map(({ y }) => y));
  return { dx: Math.round(at.x - (left + right) / 2), dy: Math.round(at.y - top) };
}
