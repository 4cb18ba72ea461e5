import * as Y from "yjs";
import type { BoardJson } from "./board-json";
import { itemsOf, metaOf, shapeOfItem, shareItem, toPlain, toShared } from "./layout";
import type { Shape } from "./shape";
import { textDiff } from "./text-diff";

/**
 * Makes a board in use what `board` says, as one transaction that touches only what differs: who edits something else meanwhile keeps it, and no
 * second history of the same content begins.
 */
export function becomeBoard(doc: Y.Doc, board: BoardJson, origin?: unknown): void {
  doc.transact(() => {
    if (metaOf(doc).get("title") !== board.title) metaOf(doc).set("title", board.title);
    const items = itemsOf(doc);
    for (const id of [...items.keys()]) if (!Object.hasOwn(board.items, id)) items.delete(id);
    for (const [id, item] of Object.entries(board.items)) {
      const old = items.get(id);
      const shape = old && shapeOfItem(old);
      if (shape && isSameKind(shape, old, item)) becomeGroup(shape, old, item);
      else items.set(id, shareItem(item));
    }
  }, origin);
}

type Group = Extract<Shape, { shape: "group" }>;
type Plain = Readonly<Record<string, unknown>>;

/** What is fixed once written says what an item is; another one takes its place whole. */
function isSameKind(shape: Group, old: Y.Map<unknown>, item: object): boolean {
  return Object.entries(shape.keys).every(
    ([key, inner]) => inner.shape !== "value" || !inner.fixed || isSame(old.get(key), (item as Plain)[key]),
  );
}

function becomeGroup(shape: Group, map: Y.Map<unknown>, plain: unknown): void {
  for (const [key, inner] of Object.entries(shape.keys)) {
    const value = (plain as Plain | undefined)?.[key];
    if (inner.shape !== "value") becomePart(inner, map, key, value);
    else if (value === undefined) map.delete(key);
    else if (!isSame(map.get(key), value)) map.set(key, value);
  }
}

/** Groups, tables and texts stay the same Y types: others may be writing in them. */
function becomePart(shape: Shape, holder: Y.Map<unknown>, key: string, plain: unknown): void {
  const part = holder.get(key);
  if (shape.shape === "group" && part instanceof Y.Map) becomeGroup(shape, part, plain);
  else if (shape.shape === "table" && part instanceof Y.Map) {
    const rows = (plain ?? {}) as Plain;
    for (const row of [...part.keys()]) if (!Object.hasOwn(rows, row)) part.delete(row);
    for (const [row, value] of Object.entries(rows)) {
      const old = part.get(row);
      if (old instanceof Y.Map) becomeGroup(shape.row, old, value);
      else part.set(row, toShared(shape.row, value));
    }
  } else if (shape.shape === "text" && part instanceof Y.Text) becomeText(part, String(plain ?? ""));
  else if (!isSame(toPlain(shape, part), plain)) holder.set(key, toShared(shape, plain));
}

function becomeText(text: Y.Text, wanted: string): void {
  const change = textDiff(text.toString(), wanted);
  if (change === null) return;
  text.delete(change.index, change.remove);
  text.insert(change.index, change.insert);
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
