import {
  type BoardJson,
  type ItemId,
  inPileOrder,
  newItemId,
  type PlacedJson,
  randomKey,
} from "@carveout/model";
import type { BoardSession } from "../session";

/**
 * Puts copies of a board's items on this one, on top of the pile in their own order, with the wires between them; groups stay groups, locks
 * do not. Returns old ids with the new ones.
 */
export function putItems(
  { edits }: Pick<BoardSession, "edits">,
  board: BoardJson,
  by: { dx: number; dy: number },
): Map<ItemId, ItemId> {
  const copies = new Map<ItemId, ItemId>();
  const groups = new Map<string, string>();
  edits.together(() => {
    for (const { id, item } of placedOf(board)) {
      const { locked, group, ...rest } = item;
      if (group !== undefined) groups.set(group, groups.get(group) ?? randomKey(8));
      const copy = {
        ...rest,
        geo: { ...item.geo, x: item.geo.x + by.dx, y: item.geo.y + by.dy },
        z: edits.topOrder(),
        ...(group === undefined ? {} : { group: groups.get(group) }),
      } as PlacedJson;
      copies.set(id, edits.add(copy, newItemId(item.kind)));
    }
    for (const item of Object.values(board.items)) {
      if (item.kind !== "connector") continue;
      const [from, to] = [copies.get(item.from.item), copies.get(item.to.item)];
      if (from !== undefined && to !== undefined)
        edits.add({ ...item, from: { item: from }, to: { ...item.to, item: to } });
    }
  });
  return copies;
}

/** A board's items that have a place, from back to front. */
export function placedOf(board: BoardJson): { id: ItemId; item: PlacedJson }[] {
  const placed = Object.entries(board.items).flatMap(([id, item]) =>
    item.kind === "connector" ? [] : [{ id, z: item.z, item }],
  );
  return inPileOrder(placed);
}
