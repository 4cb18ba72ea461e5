import { type ItemId, newItemId } from "@carveout/model";
import type { BoardSession } from "../session";

/** How far a copy lies from its original, board pixels. */
const OFFSET = 20;

/** Copies items and the wires between them, as one step. Returns the copies of the items. */
export function duplicate({ items, edits, history }: BoardSession, ids: readonly ItemId[]): ItemId[] {
  const copies = new Map<ItemId, ItemId>();
  history.endStep();
  edits.together(() => {
    for (const id of ids) {
      const item = items.item(id);
      if (item === undefined || item.kind === "connector") continue;
      const geo = { ...item.geo, x: item.geo.x + OFFSET, y: item.geo.y + OFFSET };
      copies.set(id, edits.add({ ...item, geo, z: edits.topOrder() }, newItemId(item.kind)));
    }
    for (const [from, copy] of copies)
      for (const [, wire] of items.wiresFrom(from)) {
        const target = copies.get(wire.to.item);
        if (target !== undefined)
          edits.add({ kind: "connector", from: { item: copy }, to: { item: target, port: wire.to.port } });
      }
  });
  history.endStep();
  return [...copies.values()];
}
