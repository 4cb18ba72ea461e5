import {
  type GroupShape,
  type ItemId,
  type ItemJson,
  isRowKey,
  itemShape,
  ROOTS,
  type Shape,
  shapeOfItem,
  type TableShape,
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
import { META_SHAPE, pathTo, type Spot, type Spots } from "./shapes";

export const MAX_ITEMS = 20_000;

type Plain = Record<string, unknown>;
type YMap = Y.Map<unknown>;
type AnyType = Y.AbstractType<unknown>;

/** What lies under a key as a type of its own. */
type Part = Exclude<Shape, ValueShape>;

/** What a transaction did to the items, for the rules between them. */
export interface Touched {
  /** Items with a change in their fields, and all of `whole`. A card that is only moved or named is not among them. */
  readonly items: ItemId[];
  /** Of these, what was added, replaced or removed as a whole. */
  readonly whole: ItemId[];
  /** Items that went away, as they were; null = none. */
  removed: Map<ItemId, ItemJson> | null;
  /** Table rows that went away: item, and the row's path below it. */
  readonly rows: { item: ItemId; path: string[] }[];
}

/**
 * Judges what one transaction changed, inside that transaction: walks the shape of each changed place, writes the last valid value back where the new
 * one breaks it, and keeps the mirror in step. Works by key and by item, never by index: the index cache of a text is stale in here.
 */
export class Judge {
  readonly refusals: Refusal[] = [];
  readonly touched: Touched = { items: [], whole: [], removed: null, rows: [] };

  constructor(
    private readonly mirror: Mirror,
    private readonly spots: Spots,
    private readonly maxItems: number,
    private readonly transaction: Y.Transaction,
  ) {}

  /** Everything that the transaction has changed until now: repairs add to it. */
  run(): void {
    const changed = this.transaction.changed as Map<AnyType, Set<string | null>>;
    let left = changed.size;
    for (const [type, keys] of changed) {
      if (left-- === 0) return;
      const spot = this.spots.of(type);
      if (spot === null) continue;
      if (spot.root === ROOTS.meta) this.group(type as YMap, META_SHAPE, keys, this.mirror.meta);
      else if (spot.root !== ROOTS.items) continue;
      else if (spot.item === "") for (const key of keys) this.item(type as YMap, key ?? "");
      else this.inside(type, keys, spot);
    }
  }

  /** A change somewhere inside an item that was there before. */
  private inside(type: AnyType, keys: Set<string | null>, spot: Spot): void {
    const { item, shape, plain, holder, key } = spot;
    if (spot.isField) this.touched.items.push(item);
    if (shape?.shape === "group") this.group(type as YMap, shape, keys, plain as Plain);
    else if (shape?.shape === "table")
      for (const row of keys) this.row(type as YMap, shape, row ?? "", plain as Plain);
    else if (shape?.shape === "text") {
      this.text(type as Y.Text, shape);
      holder[key] = (type as Y.Text).toString();
    }
  }

  private group(map: YMap, shape: GroupShape, keys: Set<string | null>, plain: Plain): void {
    for (const key of keys) {
      if (key === null) continue;
      const inner = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
      if (inner === undefined) this.unknown(map, shape, key);
      else if (inner.shape === "value") this.value(map, inner, key, plain);
      else this.part(map, inner, key, plain);
    }
  }

  private unknown(map: YMap, shape: GroupShape, key: string): void {
    if (!map.has(key)) return;
    map.delete(key);
    this.refusePart("G11", map, key, key, `${shape.label || "this"} has no such field.`);
  }

  private value(map: YMap, shape: ValueShape, key: string, plain: Plain): void {
    const before = Object.hasOwn(plain, key) ? plain[key] : undefined;
    const offered = map.get(key);
    if (offered === undefined && !map.has(key)) {
      if (shape.required && before !== undefined) {
        map.set(key, before);
        this.refuseValue("G12", map, key, shape, undefined, "can't be removed", before);
      } else delete plain[key];
      return;
    }
    const problem = plainProblem(offered) ?? shape.problem(offered);
    if (problem === null) {
      plain[key] = offered;
      return;
    }
    if (before === undefined) map.delete(key);
    else map.set(key, before);
    this.refuseValue("G10", map, key, shape, offered, problem, before);
  }

  /** A group, table or text under a key of a group that was there before: new where an older board lacked it. */
  private part(map: YMap, shape: Part, key: string, plain: Plain): void {
    this.spots.forget();
    const offered = this.whole(map, key, shape);
    if (offered !== null) plain[key] = offered;
    else map.set(key, toShared(shape, plain[key]));
  }

  private row(map: YMap, shape: TableShape, key: string, plain: Plain): void {
    this.spots.forget();
    const before = Object.hasOwn(plain, key) ? plain[key] : undefined;
    if (!map.has(key)) {
      delete plain[key];
      const [, item = "", ...path] = this.pathOf(map, key);
      this.touched.rows.push({ item, path });
      return;
    }
    let offered = this.whole(map, key, shape.row);
    if (offered !== null && !isRowKey(key)) {
      offered = null;
      this.refusePart("G13", map, key, shape.row.label, `"${key}" is not a row's key.`);
    }
    if (offered !== null && before === undefined && Object.keys(plain).length >= shape.maxRows) {
      offered = null;
      this.refusePart("G14", map, key, shape.label, `at most ${shape.maxRows} rows fit.`);
    }
    if (offered !== null) plain[key] = offered;
    else if (before === undefined) map.delete(key);
    else map.set(key, toShared(shape.row, before));
  }

  /** A key of the root of all items: added, replaced or removed. */
  private item(items: YMap, id: ItemId): void {
    this.spots.forget();
    const { touched } = this;
    touched.items.push(id);
    touched.whole.push(id);
    const before = this.mirror.items.get(id);
    if (!items.has(id)) {
      this.mirror.items.delete(id);
      if (before === undefined) return;
      touched.removed ??= new Map();
      touched.removed.set(id, before);
      return;
    }
    const plain = this.wholeItem(items, id, before === undefined);
    if (plain !== null) this.mirror.items.set(id, plain);
    else if (before === undefined) items.delete(id);
    else {
      const shape = itemShape(before);
      if (shape !== null) items.set(id, toShared(shape, before));
    }
  }

  private wholeItem(items: YMap, id: ItemId, isMore: boolean): ItemJson | null {
    const refuse = (rule: string, sentence: string) => {
      this.refusePart(rule, items, id, "Item", sentence);
      return null;
    };
    if (!isRowKey(id)) return refuse("G13", "its id is not made of letters, digits, - and _.");
    if (isMore && this.mirror.items.size >= this.maxItems)
      return refuse("G14", `a board holds at most ${this.maxItems.toLocaleString("en-US")} items.`);
    const offered = items.get(id);
    if (!(offered instanceof Y.Map)) return refuse("G13", "it is not an item.");
    const shape = shapeOfItem(offered);
    if (shape === null) return refuse("G13", "there is no such kind of item.");
    return this.whole(items, id, shape) as ItemJson | null;
  }

  /**
   * A new part of the board with everything in it, as plain data. Optional values that break the shape are taken out, so that one wrong number does not cost
   * the whole card; null where something required is missing or wrong.
   */
  private whole(holder: YMap, key: string, shape: Part): unknown {
    const offered = holder.get(key);
    if (shape.shape === "text") {
      if (!(offered instanceof Y.Text)) return this.notA(holder, key, shape);
      this.text(offered, shape);
      return offered.toString();
    }
    if (!(offered instanceof Y.Map)) return this.notA(holder, key, shape);
    return shape.shape === "group" ? this.wholeGroup(offered, shape) : this.wholeTable(offered, shape);
  }

  private wholeGroup(map: YMap, shape: GroupShape): Plain | null {
    for (const key of map._map.keys()) if (!Object.hasOwn(shape.keys, key)) this.unknown(map, shape, key);
    const plain: Plain = {};
    for (const key in shape.keys) {
      const inner = shape.keys[key];
      if (inner === undefined) continue;
      const isHere = map.has(key);
      if (inner.shape !== "value") {
        // Two people who fill the same group at once must find the same Y.Map, so it exists from the start.
        if (!isHere) map.set(key, toShared(inner, undefined));
        const part = isHere ? this.whole(map, key, inner) : toPlain(inner, map.get(key));
        if (part === null) return null;
        plain[key] = part;
        continue;
      }
      if (!isHere && !inner.required) continue;
      const offered = map.get(key);
      const problem = isHere ? (plainProblem(offered) ?? inner.problem(offered)) : "is missing";
      if (problem === null) {
        plain[key] = offered;
        continue;
      }
      this.refuseValue("G13", map, key, inner, offered, problem, undefined);
      if (inner.required) return null;
      map.delete(key);
    }
    return plain;
  }

  private wholeTable(map: YMap, shape: TableShape): Plain {
    const plain: Plain = {};
    let rows = 0;
    for (const key of map._map.keys()) {
      if (!map.has(key)) continue;
      if (++rows > shape.maxRows) {
        this.refusePart("G14", map, key, shape.label, `at most ${shape.maxRows} rows fit.`);
        map.delete(key);
        continue;
      }
      const row = isRowKey(key) ? this.whole(map, key, shape.row) : null;
      if (row === null) map.delete(key);
      else plain[key] = row;
    }
    return plain;
  }

  private notA(holder: YMap, key: string, shape: Shape): null {
    this.refusePart("G13", holder, key, shape.label || "Part", `it is not a ${shape.shape}.`);
    return null;
  }

  /** Over the limit, what this update inserted goes: found by item, because an index would name something else by now. */
  private text(text: Y.Text, shape: TextShape): void {
    if (text.length <= shape.maxLength) return;
    this.refusals.push(refusedText(this.pathOf(text), shape, text.length));
    for (let item = text._start; item !== null; item = item.right) {
      const known = this.transaction.beforeState.get(item.id.client) ?? 0;
      if (!item.deleted && item.id.clock >= known) item.delete(this.transaction);
    }
  }

  private refuseValue(
    rule: string,
    map: YMap,
    key: string,
    shape: ValueShape,
    offered: unknown,
    problem: string,
    restored: unknown,
  ): void {
    this.refusals.push(refusedValue(rule, this.pathOf(map, key), shape, offered, problem, restored));
  }

  private refusePart(rule: string, map: YMap, key: string, name: string, sentence: string): void {
    this.refusals.push(refusedPart(rule, this.pathOf(map, key), name, sentence));
  }

  /** Of a type, or of what lies under a key of it. */
  private pathOf(type: YMap | Y.Text, key?: string): string[] {
    const path = pathTo(this.transaction.doc, type as unknown as AnyType);
    if (key !== undefined) path.push(key);
    return path;
  }
}
