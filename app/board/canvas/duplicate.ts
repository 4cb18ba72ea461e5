import { type ItemId, newItemId, type PlacedJson } from "@carveout/model";
import type { BoardSession } from "../session";

/** How far a copy lies from its original, board pixels: both heads stay visible. */
const OFFSET = 24;

/**
 * Puts copies beside items, on top of the pile, as one step of undo. An experiment's copy has the same wires; where what they come from is
 * copied as well, they come from the copy. Returns the copies.
 */
export function duplicate({ items, edits, history }: BoardSession, ids: readonly ItemId[]): ItemId[] {
  const copies = new Map<ItemId, ItemId>();
  history.endStep();
  edits.together(() => {
    for (const id of ids) {
      const item = items.item(id);
      if (item === undefined || item.kind === "connector") continue;
      const geo = { ...item.geo, x: item.geo.x + OFFSET, y: item.geo.y + OFFSET };
      const copy = { ...item, geo, z: edits.topOrder() } as PlacedJson;
      copies.set(id, edits.add(copy, newItemId(item.kind)));
    }
    for (const [id, copy] of copies)
      for (const [, { from, to }] of [...items.wiresInto(id)])
        edits.connect(copies.get(from.item) ?? from.item, { item: copy, port: to.port });
  });
  history.endStep();
  return [...copies.values()];
}
