import type { BoardJson } from "../board-json";
import type { ItemId } from "../ids";
import type { ItemJson } from "../item";
import { viewOf, wireProblem } from "../references";

/**
 * `now` with these items as they were `then`. One that comes back brings the wires it had, where their other ends are here and their ports are free; one that
 * goes takes its wires along.
 */
export function withItemsOf(now: BoardJson, then: BoardJson, ids: ReadonlySet<ItemId>): BoardJson {
  const items: Record<ItemId, ItemJson> = { ...now.items };
  for (const id of ids) {
    const was = itemAt(then, id);
    if (was === undefined) delete items[id];
    else items[id] = was;
  }
  for (const [id, item] of Object.entries(items))
    if (
      item.kind === "connector" &&
      (itemAt({ items }, item.from.item) === undefined || itemAt({ items }, item.to.item) === undefined)
    )
      delete items[id];
  for (const [id, wire] of Object.entries(then.items)) {
    if (wire.kind !== "connector" || itemAt({ items }, id) !== undefined) continue;
    const isTheirs = ids.has(wire.from.item) || ids.has(wire.to.item);
    if (isTheirs && wireProblem(viewOf(items), wire.from, wire.to) === null) items[id] = wire;
  }
  return { ...now, items };
}

function itemAt({ items }: Pick<BoardJson, "items">, id: ItemId): ItemJson | undefined {
  return Object.hasOwn(items, id) ? items[id] : undefined;
}
