import type { BoardFileJson, BoardJson, ItemId, ItemJson } from "@carveout/model";

/** Items of a board as a board of their own: those that were chosen and the wires between them. What was said about the board stays with it. */
export function partOf(board: BoardJson, ids: readonly ItemId[]): BoardJson {
  const chosen = new Set(ids);
  const isIn = (id: ItemId, item: ItemJson) =>
    item.kind === "connector" ? chosen.has(item.from.item) && chosen.has(item.to.item) : chosen.has(id);
  const { carveout, title } = board;
  return {
    carveout,
    title,
    items: Object.fromEntries(Object.entries(board.items).filter(([id, item]) => isIn(id, item))),
  };
}

/** The text of a board's file: as `GET /api/boards/<id>` answers, with line breaks for those who read it. */
export function boardText(board: BoardFileJson): string {
  return `${JSON.stringify(board, null, 2)}\n`;
}
