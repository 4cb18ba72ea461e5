import { type BoardJson, type ItemId, type ItemJson, seedBoard } from "@carveout/model";
import * as Y from "yjs";

/** Notes in rows. */
export function boardOf(notes: number): BoardJson {
  const items: Record<ItemId, ItemJson> = {};
  for (let n = 0; n < notes; n++)
    items[`note-${n}`] = {
      kind: "note",
      geo: { x: 0, y: Math.floor(n / 50) * 120, w: 200 },
      z: `a${n}`.slice(0, 2),
      text: `Note ${n} of this board`,
    };
  return { carveout: 1, title: "Bench", items };
}

/** The same board as the bytes that a client brings where the server has none. */
export function stateOf(board: BoardJson): Uint8Array {
  const doc = new Y.Doc();
  seedBoard(doc, board);
  return Y.encodeStateAsUpdate(doc);
}
