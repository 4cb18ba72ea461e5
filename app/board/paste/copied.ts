import type { BoardJson, BoardView, ItemId, ItemJson } from "@carveout/model";

/** Items as a small board of their own, with the wires between them: what the clipboard holds, and what a file of them would. */
export function copied(view: BoardView, ids: Iterable<ItemId>): BoardJson {
  const items: Record<ItemId, ItemJson> = {};
  for (const id of ids) {
    const item = view.item(id);
    if (item !== undefined && item.kind !== "connector") items[id] = item;
  }
  for (const id of Object.keys(items))
    for (const [wire, connector] of view.wiresInto(id))
      if (Object.hasOwn(items, connector.from.item)) items[wire] = connector;
  return { carveout: 1, title: "", items };
}
