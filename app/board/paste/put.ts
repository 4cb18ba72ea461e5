import {
  type BoardJson,
  type ItemId,
  type ItemJson,
  inPileOrder,
  newItemId,
  type PlacedJson,
  randomKey,
} from "@carveout/model";
import type { BoardSession } from "../session";

/** Characters of JSON, each of which may take three bytes. */
const MAX_PART_LENGTH = 300_000;

/**
 * Puts copies of a board's items on this one, on top of the pile in their own order, with the wires between them; groups stay groups, locks
 * do not. Returns old ids with the new ones.
 */
export function putItems(
  { edits }: Pick<BoardSession, "edits">,
  board: BoardJson,
  by: { dx: number; dy: number },
): Map<ItemId, ItemId> {
  const placed = placedOf(board);
  const orders = edits.topOrders(placed.length);
  const ids = new Map(placed.map(({ id, item }) => [id, newItemId(item.kind)]));
  const groups = new Map<string, string>();
  const copies: [ItemId, ItemJson][] = [];
  for (const [index, { id, item }] of placed.entries()) {
    const { locked, group, ...rest } = item;
    if (group !== undefined) groups.set(group, groups.get(group) ?? randomKey(8));
    const copy = {
      ...rest,
      geo: { ...item.geo, x: item.geo.x + by.dx, y: item.geo.y + by.dy },
      z: orders[index],
      ...(group === undefined ? {} : { group: groups.get(group) }),
    } as PlacedJson;
    copies.push([ids.get(id) ?? id, copy]);
  }
  for (const item of Object.values(board.items)) {
    if (item.kind !== "connector") continue;
    const [from, to] = [ids.get(item.from.item), ids.get(item.to.item)];
    if (from !== undefined && to !== undefined)
      copies.push([newItemId("connector"), { ...item, from: { item: from }, to: { ...item.to, item: to } }]);
  }
  // Wires come last, when both of their ends are there.
  for (const part of partsOf(copies))
    edits.together(() => {
      for (const [id, item] of part) edits.add(item, id);
    });
  return ids;
}

/** What goes in one transaction each: an edit of more than a mebibyte is turned down as a whole. */
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

/** A board's items that have a place, from back to front. */
export function placedOf(board: BoardJson): { id: ItemId; item: PlacedJson }[] {
  const placed = Object.entries(board.items).flatMap(([id, item]) =>
    item.kind === "connector" ? [] : [{ id, z: item.z, item }],
  );
  return inPileOrder(placed);
}
