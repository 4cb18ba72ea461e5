import {
  type BoardView,
  type ConnectorJson,
  type ItemId,
  type ItemJson,
  itemsOf,
  readItem,
  type StrategyJson,
  strategyOf,
  variantLetter,
  variantsInOrder,
  wiredItems,
} from "@carveout/model";
import * as Y from "yjs";
import { sharing } from "./sharing";
import { Signal, SignalMap } from "./signal";
import type { ExperimentPlan, ItemsChange } from "./types";

/**
 * The board's items as plain data, read again only where the document changed: one edit makes one new object, and wakes those who follow it.
 */
export class ItemStore implements BoardView {
  readonly items = new SignalMap<ItemJson>();
  readonly plans = new SignalMap<ExperimentPlan>();
  /** Ids by kind in no order, replaced when one comes or goes. */
  readonly ids = new Signal<ReadonlyMap<ItemJson["kind"], readonly ItemId[]>>(new Map());
  readonly #wiresInto = new Map<ItemId, Set<ItemId>>();
  readonly #wiresFrom = new Map<ItemId, Set<ItemId>>();
  readonly #listeners = new Set<(change: ItemsChange) => void>();

  constructor(private readonly doc: Y.Doc) {
    itemsOf(doc).observeDeep(this.#observe);
    this.#apply(new Set(itemsOf(doc).keys()), false);
  }

  /** One call per transaction, after all values are new. Returns the way to stop. */
  onChange(listener: (change: ItemsChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  item(id: ItemId): ItemJson | undefined {
    return this.items.get(id);
  }

  *wiresInto(experiment: ItemId): Generator<readonly [ItemId, ConnectorJson]> {
    yield* this.#wires(this.#wiresInto.get(experiment));
  }

  *wiresFrom(source: ItemId): Generator<readonly [ItemId, ConnectorJson]> {
    yield* this.#wires(this.#wiresFrom.get(source));
  }

  destroy(): void {
    itemsOf(this.doc).unobserveDeep(this.#observe);
    this.#listeners.clear();
  }

  readonly #observe = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void => {
    const touched = new Set<ItemId>();
    for (const event of events) {
      const id = event.path[0];
      if (typeof id === "string") touched.add(id);
      else if (event instanceof Y.YMapEvent) for (const key of event.keysChanged) touched.add(key);
    }
    this.#apply(touched, transaction.local);
  };

  #apply(touched: ReadonlySet<ItemId>, isLocal: boolean): void {
    const before = new Map([...touched].map((id) => [id, this.items.get(id)]));
    const removed = new Set<ItemId>();
    const next = new Map<ItemId, ItemJson | undefined>();
    for (const id of touched) {
      const shared = itemsOf(this.doc).get(id);
      const item = shared === undefined ? null : sharing(before.get(id), readItem(shared));
      if (item === null) removed.add(id);
      next.set(id, item ?? undefined);
      this.#indexWire(id, before.get(id), item ?? undefined);
    }
    for (const [id, item] of next) this.items.set(id, item);
    if ([...next].some(([id, item]) => (item === undefined) !== (before.get(id) === undefined)))
      this.#countIds();
    for (const id of this.#experimentsBehind(touched, before)) this.#plan(id);
    const change = { changed: new Set([...touched].filter((id) => !removed.has(id))), removed, isLocal };
    for (const listener of [...this.#listeners]) listener(change);
  }

  #indexWire(id: ItemId, before: ItemJson | undefined, after: ItemJson | undefined): void {
    if (before?.kind === "connector") {
      this.#wiresInto.get(before.to.item)?.delete(id);
      this.#wiresFrom.get(before.from.item)?.delete(id);
    }
    if (after?.kind === "connector") {
      addTo(this.#wiresInto, after.to.item, id);
      addTo(this.#wiresFrom, after.from.item, id);
    }
  }

  /** Experiments whose columns may read differently now. */
  #experimentsBehind(
    touched: Iterable<ItemId>,
    before: ReadonlyMap<ItemId, ItemJson | undefined>,
  ): Set<ItemId> {
    const experiments = new Set<ItemId>();
    for (const id of touched)
      for (const item of [before.get(id), this.items.get(id)]) {
        if (item?.kind === "experiment") experiments.add(id);
        else if (item?.kind === "connector") experiments.add(item.to.item);
        for (const [, wire] of this.wiresFrom(id)) experiments.add(wire.to.item);
      }
    return experiments;
  }

  #plan(id: ItemId): void {
    const experiment = this.items.get(id);
    if (experiment?.kind !== "experiment") {
      this.plans.set(id, undefined);
      return;
    }
    const { profiles, workloads, strategies } = wiredItems(this, id);
    const columns = variantsInOrder(experiment).map((variant, index) => {
      const wired = (strategies.get(variant) ?? [])
        .flatMap((strategy) => {
          const item = this.items.get(strategy);
          return item?.kind === "strategy" ? [{ id: strategy, item }] : [];
        })
        .sort((a, b) => (a.item.family < b.item.family ? -1 : 1));
      return {
        variant,
        letter: variantLetter(index),
        name: wired.map(({ item }) => strategyName(item)).join(" + ") || "No strategy",
        strategies: wired.map((one) => one.id),
        families: wired.map(({ item }) => item.family),
      };
    });
    const [profile = null] = profiles;
    const [workload = null] = workloads;
    const plan = { columns, profile, workload, profiles, workloads };
    // Typing in a strategy's field touches the experiments behind it, but not what their columns are called.
    if (JSON.stringify(plan) !== JSON.stringify(this.plans.get(id))) this.plans.set(id, plan);
  }

  #countIds(): void {
    const ids = new Map<ItemJson["kind"], ItemId[]>();
    for (const id of this.items.keys()) {
      const kind = this.items.get(id)?.kind;
      if (kind !== undefined) ids.set(kind, [...(ids.get(kind) ?? []), id]);
    }
    this.ids.set(ids);
  }

  *#wires(ids: ReadonlySet<ItemId> | undefined): Generator<readonly [ItemId, ConnectorJson]> {
    for (const id of ids ?? []) {
      const wire = this.items.get(id);
      if (wire?.kind === "connector") yield [id, wire];
    }
  }
}

function strategyName(item: StrategyJson): string {
  return item.name || strategyOf(item.family, item.type)?.title || item.type;
}

function addTo(index: Map<ItemId, Set<ItemId>>, key: ItemId, id: ItemId): void {
  index.set(key, (index.get(key) ?? new Set()).add(id));
}
