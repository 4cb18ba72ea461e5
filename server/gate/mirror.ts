import type { BoardView, ConnectorJson, ItemId, ItemJson } from "@carveout/model";

/**
 * The last valid state of the board as plain data, kept up with each accepted change: what a refused value is restored from, and what rules between
 * items look at. A wire enters the index when it has been judged, not before.
 */
export class Mirror implements BoardView {
  readonly meta: Record<string, unknown> = {};
  readonly items = new Map<ItemId, ItemJson>();
  private readonly linked = new Map<ItemId, ConnectorJson>();
  private readonly into = new Map<ItemId, Set<ItemId>>();
  private readonly from = new Map<ItemId, Set<ItemId>>();

  item(id: ItemId): ItemJson | undefined {
    return this.items.get(id);
  }

  *wiresInto(experiment: ItemId): Generator<readonly [ItemId, ConnectorJson]> {
    for (const id of this.into.get(experiment) ?? []) {
      const wire = this.linked.get(id);
      if (wire !== undefined) yield [id, wire];
    }
  }

  /** Wires with an end at this item. */
  wiresAt(item: ItemId): ItemId[] {
    return [...(this.from.get(item) ?? []), ...(this.into.get(item) ?? [])];
  }

  /** True for a wire, and for what has one. */
  isWired(id: ItemId): boolean {
    if (this.items.get(id)?.kind === "connector" || this.linked.has(id)) return true;
    return this.into.has(id) || this.from.has(id);
  }

  /** Experiments that an item feeds; an experiment feeds itself. */
  *experimentsOf(item: ItemId): Generator<ItemId> {
    if (this.items.get(item)?.kind === "experiment") yield item;
    for (const id of this.from.get(item) ?? []) {
      const wire = this.linked.get(id);
      if (wire !== undefined) yield wire.to.item;
    }
  }

  link(id: ItemId, wire: ConnectorJson): void {
    this.linked.set(id, wire);
    add(this.into, wire.to.item, id);
    add(this.from, wire.from.item, id);
  }

  /** Takes a wire out of the index; returns it if it was in. */
  unlink(id: ItemId): ConnectorJson | undefined {
    const wire = this.linked.get(id);
    if (wire === undefined) return undefined;
    this.linked.delete(id);
    remove(this.into, wire.to.item, id);
    remove(this.from, wire.from.item, id);
    return wire;
  }
}

function add(index: Map<ItemId, Set<ItemId>>, key: ItemId, id: ItemId): void {
  const ids = index.get(key);
  if (ids === undefined) index.set(key, new Set([id]));
  else ids.add(id);
}

function remove(index: Map<ItemId, Set<ItemId>>, key: ItemId, id: ItemId): void {
  const ids = index.get(key);
  ids?.delete(id);
  if (ids?.size === 0) index.delete(key);
}
