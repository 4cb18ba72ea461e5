import type { CardJson, ItemId } from "@carveout/model";
import type { BoardSession } from "../session";

/** How far a copy lies from its original, board pixels: both heads stay visible. */
const OFFSET = 24;

/** Puts a copy beside an item, on top of the pile; an experiment's with the same wires. One step of undo. */
export function duplicate(session: BoardSession, id: ItemId, item: CardJson): ItemId {
  const { edits, items } = session;
  let copy: ItemId = "";
  edits.together(() => {
    const geo = { ...item.geo, x: item.geo.x + OFFSET, y: item.geo.y + OFFSET };
    copy = edits.add({ ...item, geo, z: edits.topOrder() });
    for (const [, wire] of [...items.wiresInto(id)])
      edits.connect(wire.from.item, { item: copy, port: wire.to.port });
  });
  return copy;
}
