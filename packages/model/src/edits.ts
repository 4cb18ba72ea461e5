import { generateKeyBetween, generateNKeysBetween } from "fractional-indexing";
import * as Y from "yjs";
import { becomeBoard } from "./become";
import type { BoardJson } from "./board-json";
import { type ItemId, newItemId, randomKey } from "./ids";
import type { ConnectorJson, ExperimentJson, ItemJson } from "./item";
import type { Geometry } from "./kinds";
import { itemsOf, metaOf, readItem, shapeOfItem, shareItem, toShared, type YItem } from "./layout";
import { keyAbove } from "./order";
import { variantsInOrder } from "./plan";
import { shownPort } from "./references";
import type { GroupShape } from "./shape";

/**
 * Every edit of a board, each one transaction with the caller's origin, so that it is one step of undo. They write what they are told: whether
 * it may stand is the gate's to judge.
 */
export class BoardEdits {
  constructor(
    private readonly doc: Y.Doc,
    private readonly origin: unknown,
  ) {}

  /** Several edits as one step. */
  together(edit: () => void): void {
    this.doc.transact(edit, this.origin);
  }

  setTitle(title: string): void {
    this.together(() => metaOf(this.doc).set("title", title));
  }

  add(item: ItemJson, id: ItemId = newItemId(item.kind)): ItemId {
    this.together(() => itemsOf(this.doc).set(id, shareItem(item)));
    return id;
  }

  /** Removes items with the wires that end at them. */
  remove(ids: Iterable<ItemId>): void {
    const gone = new Set(ids);
    this.together(() => {
      const items = itemsOf(this.doc);
      for (const [id, wire] of this.wires())
        if (gone.has(wire.from.item) || gone.has(wire.to.item)) gone.add(id);
      for (const id of gone) items.delete(id);
    });
  }

  move(places: Iterable<{ id: ItemId; geo: Geometry }>): void {
    this.together(() => {
      for (const { id, geo } of places) itemsOf(this.doc).get(id)?.set("geo", geo);
    });
  }

  /** A field by its path below `fields`, e.g. ["banks", "b0", "sizeBytes"]. undefined writes the default back. */
  setField(id: ItemId, path: readonly string[], value: unknown): void {
    this.together(() => {
      const holder = this.holder(id, path.slice(0, -1));
      const key = path.at(-1);
      if (holder === undefined || key === undefined) return;
      if (value === undefined) holder.delete(key);
      else holder.set(key, value);
    });
  }

  setName(id: ItemId, name: string): void {
    this.together(() => itemsOf(this.doc).get(id)?.set("name", name));
  }

  /** Makes an item's fields exactly these, defaults where nothing is given: groups stay the same Y.Maps, the rows of tables are new ones. */
  setFields(id: ItemId, fields: Readonly<Record<string, unknown>>): void {
    this.together(() => {
      const shape = this.fieldsShape(id);
      if (shape !== undefined) this.fill(id, shape, [], fields);
    });
  }

  private fill(id: ItemId, shape: GroupShape, path: readonly string[], plain: unknown): void {
    const given = (key: string) => (plain as Record<string, unknown> | undefined)?.[key];
    for (const [key, inner] of Object.entries(shape.keys)) {
      const at = [...path, key];
      if (inner.shape === "value") this.setField(id, at, given(key));
      else if (inner.shape === "group") this.fill(id, inner, at, given(key));
      else if (inner.shape === "table") {
        for (const row of [...(this.holder(id, at)?.keys() ?? [])]) this.removeRow(id, at, row);
        for (const row of Object.values(given(key) ?? {}))
          this.addRow(id, at, row as Record<string, unknown>);
      }
    }
  }

  /** Adds a row to a table such as ["banks"]; returns its key. */
  addRow(id: ItemId, table: readonly string[], row: Record<string, unknown>): string {
    const key = randomKey(8);
    this.together(() => {
      const inner = this.fieldsShape(id)?.keys[table[0] ?? ""];
      if (inner?.shape === "table") this.holder(id, table)?.set(key, toShared(inner.row, row));
    });
    return key;
  }

  removeRow(id: ItemId, table: readonly string[], key: string): void {
    this.together(() => this.holder(id, table)?.delete(key));
  }

  text(id: ItemId): Y.Text | undefined {
    const text = itemsOf(this.doc).get(id)?.get("text");
    return text instanceof Y.Text ? text : undefined;
  }

  /** Draws a wire. Port "new" adds a variant to the experiment and wires to that. */
  connect(from: ItemId, to: { item: ItemId; port: string }): ItemId {
    let id = "";
    this.together(() => {
      const port = to.port === "new" ? this.addVariant(to.item) : to.port;
      id = this.add({ kind: "connector", from: { item: from }, to: { item: to.item, port } });
    });
    return id;
  }

  addVariant(experiment: ItemId): string {
    const item = itemsOf(this.doc).get(experiment);
    const plain = item === undefined ? null : readItem(item);
    if (plain?.kind !== "experiment") throw new TypeError(`${experiment} is no experiment.`);
    return this.addRow(experiment, ["variants"], { order: generateKeyBetween(lastOrder(plain), null) });
  }

  /** Removes a variant with the wires into it. */
  removeVariant(experiment: ItemId, variant: string): void {
    this.together(() => {
      for (const [id, wire] of this.wires())
        if (wire.to.item === experiment && wire.to.port === variant) itemsOf(this.doc).delete(id);
      this.removeRow(experiment, ["variants"], variant);
    });
  }

  /** Removes wires; a variant that loses its last one goes with it. */
  disconnect(ids: Iterable<ItemId>): void {
    const gone = new Set(ids);
    this.together(() => {
      const left = new Set<string>();
      const emptied: ConnectorJson[] = [];
      for (const [id, wire] of this.wires()) {
        if (gone.has(id)) emptied.push(wire);
        else left.add(`${wire.to.item} ${wire.to.port}`);
      }
      for (const id of gone) itemsOf(this.doc).delete(id);
      for (const { to } of emptied)
        if (!isShared(to.port) && !left.has(`${to.item} ${to.port}`))
          this.removeRow(to.item, ["variants"], to.port);
    });
  }

  /** Makes the board read like this. Only what differs is edited. */
  become(board: BoardJson): void {
    becomeBoard(this.doc, board, this.origin);
  }

  /** The key that lies on top of everything. */
  topOrder(): string {
    return keyAbove([...itemsOf(this.doc).values()].map((item) => item.get("z")));
  }

  /** So many keys that lie on top of everything, from back to front. */
  topOrders(count: number): string[] {
    return generateNKeysBetween(this.topOrder(), null, count);
  }

  /** Gives items new places in the pile. */
  stack(places: Iterable<{ id: ItemId; z: string }>): void {
    this.together(() => {
      for (const { id, z } of places) itemsOf(this.doc).get(id)?.set("z", z);
    });
  }

  /** Makes items go together, or each on its own again. */
  setGroup(ids: Iterable<ItemId>, group: string | undefined): void {
    this.setPlaced(ids, "group", group);
  }

  setLocked(ids: Iterable<ItemId>, isLocked: boolean): void {
    this.setPlaced(ids, "locked", isLocked || undefined);
  }

  private setPlaced(ids: Iterable<ItemId>, key: "group" | "locked", value: unknown): void {
    this.together(() => {
      for (const id of ids) {
        const item = itemsOf(this.doc).get(id);
        if (value === undefined) item?.delete(key);
        else item?.set(key, value);
      }
    });
  }

  private fieldsShape(id: ItemId): GroupShape | undefined {
    const item = itemsOf(this.doc).get(id);
    const fields = item === undefined ? undefined : shapeOfItem(item)?.keys.fields;
    return fields?.shape === "group" ? fields : undefined;
  }

  private holder(id: ItemId, path: readonly string[]): YItem | undefined {
    let holder: unknown = itemsOf(this.doc).get(id)?.get("fields");
    for (const key of path) holder = holder instanceof Y.Map ? holder.get(key) : undefined;
    return holder instanceof Y.Map ? holder : undefined;
  }

  private *wires(): Generator<[ItemId, ConnectorJson]> {
    for (const [id, item] of itemsOf(this.doc).entries()) {
      if (item.get("kind") !== "connector") continue;
      const wire = readItem(item);
      if (wire?.kind === "connector") yield [id, wire];
    }
  }
}

/** Whether a port takes part in every variant: a profile's or a workload's. */
function isShared(port: string): boolean {
  return ["profile", "workload"].includes(shownPort(port));
}

function lastOrder(experiment: ExperimentJson): string | null {
  const last = variantsInOrder(experiment).at(-1);
  return last === undefined ? null : (experiment.fields.variants?.[last]?.order ?? null);
}
