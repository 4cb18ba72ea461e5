import type { Box, Move } from "@carveout/canvas";
import type { ItemId, PlacedJson } from "@carveout/model";

/** From left to right as a review is read: what is proposed, the hardware, what is chosen and asked for, what comes of it. */
const COLUMNS: readonly (readonly PlacedJson["kind"][])[] = [
  ["proposal"],
  ["profile"],
  ["workload", "strategy"],
  ["experiment"],
];

/** Room for wires between columns, and between cards of one. Board pixels. */
const BETWEEN_COLUMNS = 88;
const BETWEEN_CARDS = 40;

export interface Card {
  id: ItemId;
  kind: PlacedJson["kind"];
  box: Box;
}

/** Cards in columns by kind, each column in the order in which its cards lie now, from the upper left corner of all. Other items stay. */
export function tidied(cards: readonly Card[]): Move[] {
  const columns = COLUMNS.map((kinds) =>
    kinds.flatMap((kind) =>
      cards.filter((card) => card.kind === kind).toSorted((a, b) => a.box.y - b.box.y || a.box.x - b.box.x),
    ),
  ).filter((column) => column.length > 0);
  const all = columns.flat();
  const top = Math.min(...all.map(({ box }) => box.y));
  let x = Math.min(...all.map(({ box }) => box.x));
  const moves: Move[] = [];
  for (const column of columns) {
    let y = top;
    for (const { id, box } of column) {
      moves.push({ id, x, y });
      y += box.h + BETWEEN_CARDS;
    }
    x += Math.max(...column.map(({ box }) => box.w)) + BETWEEN_COLUMNS;
  }
  return moves;
}

/** True for what has a column. */
export function isTidied(kind: PlacedJson["kind"]): boolean {
  return COLUMNS.some((kinds) => kinds.includes(kind));
}
