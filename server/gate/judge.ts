import {
  type GroupShape,
  type ItemId,
  type ItemJson,
  isRowKey,
  itemShape,
  type Shape,
  type TextShape,
  toPlain,
  toShared,
  type ValueShape,
} from "@carveout/model";
import type { Refusal } from "@carveout/wire";
import * as Y from "yjs";
import type { Mirror } from "./mirror";
import { plainProblem } from "./plain";
import { refusedPart, refusedText, refusedValue } from "./refusal";
import { type Address, type Addresses, META_SHAPE } from "./shapes";

export const MAX_ITEMS = 20_000;

type Plain = Record<string, unknown>;
type YMap = Y.Map<unknown>;
type Path = readonly string[];

/** What a transaction did to the items, for the rules between them. */
export interface Touched {
  /** Items with a change in their fields, and all of `whole`. A card that is only moved or named is not among them. */
  items: Set<ItemId>;
  /** Of these, what was added, replaced or removed as a whole. */
  whole: Set<ItemId>;
  /** Items that went away, as they were. */
  removed: Map<ItemId, ItemJson>;
  /** Table rows that went away: item, and the row's path below it. */
  rows: { item: ItemId; path: string[] }[];
}

/**
 * Judges what one transaction changed, inside that transaction: walks the shape of each changed place, writes the last valid value back where the new
 * one breaks it, and keeps the mirror in step. Works by key and by item, never by index: the index cache of a text is stale in here.
 */
export class Judge {
  readonly refusals: Refusal[] = [];
  readonly touched: Touched = { items: new Set(), whole: new Set(), removed: new Map(), rows: [] };

  constructor(
    private readonly mirror: Mirror,
    private readonly addresses: Addresses,
    private readonly maxItems: number,
    private readonly transaction: Y.Transaction,
  ) {}

  /** Everything in `changed`, which is a copy: repairs add to the transaction's own. */
  run(changed: [Y.AbstractType<unknown>, Set<string | null>][]): void {
    for (const [type, keys] of changed) {
      const address = this.addresses.of(type);
      if (address === null) continue;
      const { path } = address;
      if (path[0] === "meta") this.group(type as YMap, META_SHAPE, keys, this.mirror.meta, path);
      else if (path[0] !== "items") continue;
      else if (path.length === 1) for (const key of keys) this.item(type as YMap, key ?? "");
      else this.inside(type, keys, address);
    }
  }

  /** A change somewhere inside an item that was there before. */
  private inside(type: Y.AbstractType<unknown>, keys: Set<string | null>, { path, shape }: Address): void {
    const id = path[1] ?? "";
    const item = this.mirror.items.get(id);
    if (item === undefined) return;
    if (path[2] === "fields") this.touched.items.add(id);
    let holder: Plain = {};
    let plain: unknown = item;
    for (let i = 2; i < path.length; i++) {
      holder = plain as Plain;
      plain = holder[path[i] ?? ""];
    }
    if (shape?.shape === "group") this.group(type as YMap, shape, keys, plain as Plain, path);
    else if (shape?.shape === "table")
      for (const key of keys) this.row(type as YMap, shape, key ?? "", plain as Plain, path);
    else if (shape?.shape === "text") {
      this.text(type as Y.Text, shape, path);
      holder[path.at(-1) ?? ""] = (type as Y.Text).toString();
    }
  }

  private group(map: YMap, shape: GroupShape, keys: Set<string | null>, plain: Plain, path: Path): void {
    for (const key of keys) {
      if (key === null) continue;
      const inner = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
      if (inner === undefined) this.unknown(map, shape, key, path);
      else if (inner.shape === "value") this.value(map, inner, key, plain, path);
      else this.part(map, inner, key, plain, [...path, key]);
    }
  }

  private unknown(map: YMap, shape: GroupShape, key: string, path: Path): void {
    if (!map.has(key)) return;
    map.delete(key);
    this.refusals.push(
      refusedPart("G11", [...path, key], key, `${shape.label || "this"} has no such field.`),
    );
  }

  private value(map: YMap, shape: ValueShape, key: string, plain: Plain, holder: Path): void {
    const before = Object.hasOwn(plain, key) ? plain[key] : undefined;
    if (!map.has(key)) {
      if (shape.required && before !== undefined) {
        map.set(key, before);
        this.refusals.push(
          refusedValue("G12", [...holder, key], shape, undefined, "can't be removed", before),
        );
      } else delete plain[key];
      return;
    }
    const offered = map.get(key);
    const problem = plainProblem(offered) ?? shape.problem(offered);
    if (problem === null) {
      plain[key] = offered;
      return;
    }
    if (before === undefined) map.delete(key);
    else map.set(key, before);
    this.refusals.push(refusedValue("G10", [...holder, key], shape, offered, problem, before));
  }

  /** A group, table or text under a key of a group that was there before: new where an older board lacked it. */
  private part(map: YMap, shape: Exclude<Shape, ValueShape>, key: string, plain: Plain, path: Path): void {
    if (this.whole(map.get(key), shape, path)) plain[key] = toPlain(shape, map.get(key));
    else map.set(key, toShared(shape, plain[key]));
  }

  private row(map: YMap, shape: Shape & { shape: "table" }, key: string, plain: Plain, path: Path): void {
    const at = [...path, key];
    const before = Object.hasOwn(plain, key) ? plain[key] : undefined;
    if (!map.has(key)) {
      delete plain[key];
      this.touched.rows.push({ item: path[1] ?? "", path: at.slice(2) });
      return;
    }
    const offered = map.get(key);
    let valid = this.whole(offered, shape.row, at);
    if (valid && !isRowKey(key)) {
      valid = false;
      this.refusals.push(refusedPart("G13", at, shape.row.label, `"${key}" is not a row's key.`));
    }
    if (valid && before === undefined && Object.keys(plain).length >= shape.maxRows) {
      valid = false;
      this.refusals.push(refusedPart("G14", at, shape.label, `at most ${shape.maxRows} rows fit.`));
    }
    if (valid) plain[key] = toPlain(shape.row, offered);
    else if (before === undefined) map.delete(key);
    else map.set(key, toShared(shape.row, before));
  }

  /** A key of the root of all items: added, replaced or removed. */
  private item(items: YMap, id: ItemId): void {
    this.touched.items.add(id);
    this.touched.whole.add(id);
    const before = this.mirror.items.get(id);
    if (!items.has(id)) {
      this.mirror.items.delete(id);
      if (before !== undefined) this.touched.removed.set(id, before);
      return;
    }
    const offered = items.get(id);
    const plain = this.wholeItem(offered, id, before === undefined);
    if (plain !== null) this.mirror.items.set(id, plain);
    else if (before === undefined) items.delete(id);
    else {
      const shape = itemShape(before);
      if (shape !== null) items.set(id, toShared(shape, before));
    }
  }

  private wholeItem(offered: unknown, id: ItemId, isMore: boolean): ItemJson | null {
    const path = ["items", id];
    const refuse = (rule: string, sentence: string) => {
      this.refusals.push(refusedPart(rule, path, "Item", sentence));
      return null;
    };
    if (!isRowKey(id)) return refuse("G13", "its id is not made of letters, digits, - and _.");
    if (isMore && this.mirror.items.size >= this.maxItems)
      return refuse("G14", `a board holds at most ${this.maxItems.toLocaleString("en-US")} items.`);
    if (!(offered instanceof Y.Map)) return refuse("G13", "it is not an item.");
    const shape = itemShape({
      kind: offered.get("kind"),
      family: offered.get("family"),
      type: offered.get("type"),
    });
    if (shape === null) return refuse("G13", "there is no such kind of item.");
    return this.whole(offered, shape, path) ? (toPlain(shape, offered) as ItemJson) : null;
  }

  /**
   * A new part of the board with everything in it. Optional values that break the shape are taken out, so that one wrong number does not cost the whole
   * card; false where something required is missing or wrong.
   */
  private whole(offered: unknown, shape: Exclude<Shape, ValueShape>, path: Path): boolean {
    if (shape.shape === "text") {
      if (!(offered instanceof Y.Text)) return this.notA(shape, path);
      this.text(offered, shape, path);
      return true;
    }
    if (!(offered instanceof Y.Map)) return this.notA(shape, path);
    return shape.shape === "group"
      ? this.wholeGroup(offered, shape, path)
      : this.wholeTable(offered, shape, path);
  }

  private wholeGroup(map: YMap, shape: GroupShape, path: Path): boolean {
    for (const key of [...map.keys()])
      if (!Object.hasOwn(shape.keys, key)) this.unknown(map, shape, key, path);
    for (const [key, inner] of Object.entries(shape.keys)) {
      const at = [...path, key];
      if (inner.shape !== "value") {
        // Two people who fill the same group at once must find the same Y.Map, so it exists from the start.
        if (!map.has(key)) map.set(key, toShared(inner, undefined));
        else if (!this.whole(map.get(key), inner, at)) return false;
        continue;
      }
      const offered = map.get(key);
      const problem = map.has(key) ? (plainProblem(offered) ?? inner.problem(offered)) : null;
      if (problem === null && (map.has(key) || !inner.required)) continue;
      this.refusals.push(refusedValue("G13", at, inner, offered, problem ?? "is missing", undefined));
      if (inner.required) return false;
      map.delete(key);
    }
    return true;
  }

  private wholeTable(map: YMap, shape: Shape & { shape: "table" }, path: Path): boolean {
    let rows = 0;
    for (const [key, row] of [...map.entries()]) {
      if (++rows > shape.maxRows) {
        this.refusals.push(
          refusedPart("G14", [...path, key], shape.label, `at most ${shape.maxRows} rows fit.`),
        );
        map.delete(key);
      } else if (!isRowKey(key) || !this.whole(row, shape.row, [...path, key])) map.delete(key);
    }
    return true;
  }

  private notA(shape: Shape, path: Path): boolean {
    this.refusals.push(refusedPart("G13", path, shape.label || "Part", `it is not a ${shape.shape}.`));
    return false;
  }

  /** Over the limit, what this update inserted goes: found by item, because an index would name something else by now. */
  private text(text: Y.Text, shape: TextShape, path: Path): void {
    if (text.length <= shape.maxLength) return;
    this.refusals.push(refusedText(path, shape, text.length));
    for (let item = text._start; item !== null; item = item.right) {
      const known = this.transaction.beforeState.get(item.id.client) ?? 0;
      if (!item.deleted && item.id.clock >= known) item.delete(this.transaction);
    }
  }
}
