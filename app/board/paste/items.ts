import type { BoardJson } from "@carveout/model";
import { ahead } from "../../ui/late";
import { asStep } from "../fields/as-step";
import type { PasteHandler } from "./handler";
import { placedOf, putItems } from "./put";

/** The schema that checks it. */
const loadReadCopied = ahead(() => import("./read-copied"));

/** Items of this board or another one. What is on the clipboard may come from anywhere: it is checked like a file. */
export const pasteItems: PasteHandler = {
  takes: ({ text }) => /^\s*\{\s*"carveout"\s*:/.test(text.slice(0, 200)),
  paste: async ({ text, at }, { session, whiteboard }) => {
    const { readCopied } = await loadReadCopied();
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

/** Brings the upper left corner of all to the point, or the middle where sizes tell it. */
function shiftTo(board: BoardJson, at: { x: number; y: number }): { dx: number; dy: number } {
  const places = placedOf(board).map(({ item }) => item.geo);
  const left = Math.min(...places.map(({ x }) => x));
  const right = Math.max(...places.map(({ x, w }) => x + w));
  const top = Math.min(...places.map(({ y }) => y));
  return { dx: Math.round(at.x - (left + right) / 2), dy: Math.round(at.y - top) };
}
