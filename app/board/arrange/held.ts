import { type BoardView, type ConnectorJson, type ItemId, isLocked } from "@carveout/model";
import { isHeldWire } from "../canvas/wiring";

export interface WiredView extends Pick<BoardView, "item"> {
  wiresFrom(source: ItemId): Iterable<readonly [ItemId, ConnectorJson]>;
}

/** What of a selection locks keep from being deleted. */
export interface Held {
  items: ItemId[];
  /** Not locked themselves, but wired into a locked item that would lose what it runs. */
  feeding: ItemId[];
  wires: ItemId[];
}

export function heldOf(
  view: WiredView,
  { items, wires }: { items: readonly ItemId[]; wires: readonly ItemId[] },
): Held {
  const locked = items.filter((id) => isLocked(view.item(id)));
  const feeds = (id: ItemId) => [...view.wiresFrom(id)].some(([, { to }]) => isLocked(view.item(to.item)));
  return {
    items: locked,
    feeding: items.filter((id) => !locked.includes(id) && feeds(id)),
    wires: wires.filter((id) => {
      const wire = view.item(id);
      return wire?.kind === "connector" && isHeldWire(view, wire);
    }),
  };
}

/** What was kept from being deleted, in a headline; null where nothing was. */
export function heldWords({ items, feeding, wires }: Held): string | null {
  const kept = [
    counted(items.length, "locked item", "locked items"),
    counted(feeding.length, "item that a locked one is wired to", "items that a locked one is wired to"),
    counted(wires.length, "wire of a locked item", "wires of locked items"),
  ].filter((part) => part !== "");
  const isOne = items.length + feeding.length + wires.length === 1;
  return kept.length === 0
    ? null
    : `${kept.join(", ").replace(/, ([^,]*)$/, " and $1")} ${isOne ? "was" : "were"} not deleted`;
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
}
