import type { BoardJson } from "../board-json";
import type { ItemId } from "../ids";
import type { ItemJson } from "../item";
import { itemShape } from "../kinds";
import { formatNumber } from "../quantity";
import type { GroupShape, Shape, TextShape, ValueShape } from "../shape";
import { textDiff } from "../text-diff";
import { itemTitle } from "./title";

/** One value of an item that differs between two states of a board. */
export interface ValueChange {
  /** Below the item, e.g. ["fields", "banks", "b0", "sizeBytes"]. */
  path: readonly string[];
  label: string;
  /** As a person reads them, with their unit; null where there is nothing. */
  before: string | null;
  after: string | null;
}

export interface ItemChange {
  id: ItemId;
  kind: ItemJson["kind"];
  /** What the item is called, in the newer state where it has both. */
  name: string;
  change: "added" | "removed" | "changed";
  /** What differs, for an item that is in both. */
  values: readonly ValueChange[];
}

export interface BoardChanges {
  title: { before: string; after: string } | null;
  items: readonly ItemChange[];
}

/** Longest piece of a text that is shown of each state, characters. */
const EXCERPT = 60;
/** So many values tell a row. */
const ROW_VALUES = 3;

/** What is different in `after`. With `only`, no other item is looked at. */
export function compareBoards(before: BoardJson, after: BoardJson, only?: Iterable<ItemId>): BoardChanges {
  const ids = only ?? new Set([...Object.keys(before.items), ...Object.keys(after.items)]);
  const items: ItemChange[] = [];
  for (const id of ids) {
    const change = compareItems(id, itemOf(before, id), itemOf(after, id), { before, after });
    if (change !== null) items.push(change);
  }
  const title = before.title === after.title ? null : { before: before.title, after: after.title };
  return { title, items };
}

function itemOf(board: BoardJson, id: ItemId): ItemJson | undefined {
  return Object.hasOwn(board.items, id) ? board.items[id] : undefined;
}

function compareItems(
  id: ItemId,
  before: ItemJson | undefined,
  after: ItemJson | undefined,
  boards: { before: BoardJson; after: BoardJson },
): ItemChange | null {
  if (before === undefined)
    return after === undefined
      ? null
      : { id, kind: after.kind, name: itemTitle(after, boards.after), change: "added", values: [] };
  if (after === undefined)
    return { id, kind: before.kind, name: itemTitle(before, boards.before), change: "removed", values: [] };
  const shape = itemShape(after as Parameters<typeof itemShape>[0]);
  if (shape === null || before === after) return null;
  const values: ValueChange[] = [];
  compare(shape, before, after, [], values);
  const name = itemTitle(after, boards.after);
  return values.length === 0 ? null : { id, kind: after.kind, name, change: "changed", values };
}

/** Adds what differs below one place of the tree of shapes. */
function compare(shape: Shape, before: unknown, after: unknown, path: string[], found: ValueChange[]): void {
  if (shape.shape === "value") {
    if (isSame(before, after)) return;
    found.push({ path, label: shape.label, before: shown(shape, before), after: shown(shape, after) });
  } else if (shape.shape === "text") {
    if (before !== after) found.push({ path, ...excerpts(shape, textOf(before), textOf(after)) });
  } else if (shape.shape === "group") {
    for (const [key, inner] of Object.entries(shape.keys))
      compare(inner, keyOf(before, key), keyOf(after, key), [...path, key], found);
  } else {
    for (const key of new Set([...keysOf(before), ...keysOf(after)])) {
      const [was, is] = [keyOf(before, key), keyOf(after, key)];
      const at = [...path, key];
      if (was !== undefined && is !== undefined) compare(shape.row, was, is, at, found);
      else {
        const label = shape.row.label;
        found.push({ path: at, label, before: rowWords(shape.row, was), after: rowWords(shape.row, is) });
      }
    }
  }
}

/** Equal as JSON: values under a key are plain data. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(keyOf(a, key), keyOf(b, key)))
  );
}

function shown(shape: ValueShape, value: unknown): string | null {
  if (value !== undefined) return isPlace(value) ? placeWords(value) : shape.show(value);
  return shape.spec === undefined ? null : `${shape.show(shape.spec.default)} (default)`;
}

function isPlace(value: unknown): value is { x: number; y: number; w: number; h?: number } {
  const { x, y, w } = (value ?? {}) as Record<string, unknown>;
  return typeof x === "number" && typeof y === "number" && typeof w === "number";
}

function placeWords({ x, y, w, h }: { x: number; y: number; w: number; h?: number }): string {
  const size =
    h === undefined ? `${formatNumber(w, 0)} wide` : `${formatNumber(w, 0)} × ${formatNumber(h, 0)}`;
  return `${formatNumber(x, 0)} right, ${formatNumber(y, 0)} down, ${size}`;
}

/** A row by its first written values: "Base 0 B, Size 2 GiB". */
function rowWords(row: GroupShape, value: unknown): string | null {
  if (value === undefined) return null;
  const words: string[] = [];
  for (const [key, inner] of Object.entries(row.keys)) {
    const written = keyOf(value, key);
    if (inner.shape !== "value" || inner.spec === undefined || written === undefined) continue;
    words.push(`${inner.label} ${inner.show(written)}`);
    if (words.length === ROW_VALUES) break;
  }
  return words.join(", ");
}

/** The piece of a text in which two states differ. */
function excerpts(shape: TextShape, before: string, after: string): Omit<ValueChange, "path"> {
  const { index, remove, insert } = textDiff(before, after) ?? { index: 0, remove: 0, insert: "" };
  const cut = (text: string, piece: string) =>
    text === ""
      ? null
      : `${index > 0 ? "…" : ""}${piece.slice(0, EXCERPT)}${piece.length > EXCERPT ? "…" : ""}`;
  return {
    label: shape.label,
    before: cut(before, before.slice(index, index + remove)),
    after: cut(after, insert),
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function keysOf(value: unknown): string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

function keyOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
