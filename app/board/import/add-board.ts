import { freshCopies, type ItemId, type ItemJson, parseBoard } from "@carveout/model";
import type { Whiteboard } from "../canvas/whiteboard";
import { estimateHeight } from "../cards/picture";

/** Characters of JSON that go in one transaction: the gate takes updates of up to 1 MiB. */
const MAX_PART_LENGTH = 300_000;

/**
 * Puts the items of a board's file on this board, as new ones beside what is there and as one step of undo. Throws a BoardError. Returns their
 * ids.
 */
export function addBoard(
  whiteboard: Whiteboard,
  text: string,
  at: { x: number; y: number } | null,
): ItemId[] {
  const { items } = parseBoard(text);
  const { edits, history } = whiteboard.session;
  const { x, y, ...size } = extentOf(Object.values(items));
  const place = at ?? whiteboard.freePlace(size);
  const copies = freshCopies(items, {
    dx: Math.round(place.x - x),
    dy: Math.round(place.y - y),
    above: edits.topOrder(),
  });
  history.asOneStep(() => {
    // Wires come last, when both of their ends are there.
    for (const part of partsOf(copies))
      edits.together(() => {
        for (const [id, item] of part) edits.add(item, id);
      });
  });
  return [...copies].filter(([, { kind }]) => kind !== "connector").map(([id]) => id);
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

function* partsOf(items: Iterable<[ItemId, ItemJson]>): Generator<[ItemId, ItemJson][]> {
  let part: [ItemId, ItemJson][] = [];
  let length = 0;
  for (const entry of items) {
    const size = JSON.stringify(entry[1]).length;
    if (length + size > MAX_PART_LENGTH && part.length > 0) {
      yield part;
      part = [];
      length = 0;
    }
    part.push(entry);
    length += size;
  }
  yield part;
}
