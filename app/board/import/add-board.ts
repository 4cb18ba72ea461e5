import { type ItemId, type ItemJson, parseBoard } from "@carveout/model";
import type { Whiteboard } from "../canvas/whiteboard";
import { estimateHeight } from "../cards/height";
import { putItems } from "../paste/put";

/**
 * Puts the items of a board's file on this board, as new ones beside what is there and as one step of undo. Throws a BoardError. Returns their
 * ids.
 */
export function addBoard(
  whiteboard: Whiteboard,
  text: string,
  at: { x: number; y: number } | null,
): readonly ItemId[] {
  const board = parseBoard(text);
  const { x, y, ...size } = extentOf(Object.values(board.items));
  const place = at ?? whiteboard.freePlace(size);
  const by = { dx: Math.round(place.x - x), dy: Math.round(place.y - y) };
  let copies: readonly ItemId[] = [];
  whiteboard.session.history.asOneStep(() => {
    copies = [...putItems(whiteboard.session, board, by).values()];
  });
  return copies;
}

function extentOf(items: readonly ItemJson[]): { x: number; y: number; w: number; h: number } {
  const boxes = items.flatMap((item) =>
    item.kind === "connector" ? [] : [{ ...item.geo, h: estimateHeight(item) }],
  );
  if (boxes.length === 0) return { x: 0, y: 0, w: 0, h: 0 };
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    w: Math.max(...boxes.map((box) => box.x + box.w)) - x,
    h: Math.max(...boxes.map((box) => box.y + box.h)) - y,
  };
}
