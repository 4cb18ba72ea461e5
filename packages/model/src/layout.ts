import * as Y from "yjs";
import type { ItemJson } from "./item";
import { itemShape } from "./kinds";
import type { GroupShape, Shape } from "./shape";

/**
 * The Y.Doc of a board:
 *
 *   meta     Y.Map  { carveout: 1, title }
 *   items    Y.Map  id -> Y.Map, in the form that itemShape() gives for its kind
 *
 * and what one person says, which comes as a command and is written by the server alone (`commands/`):
 *
 *   people   Y.Map  participant -> who has said something
 *   threads  Y.Map  id -> Y.Map, comments on the board
 *   verdicts Y.Map  key -> verdict
 *   stage    Y.Map  what the session is at: timer, agenda, spotlight
 *   versions Y.Map  named versions
 *   answered Y.Map  participant -> ids of their last commands, so that one that comes twice counts once
 *
 * Nested Y.Maps where people edit different keys at once (fields, rows), plain values where a change is one gesture (geometry, wires).
 */
export const ROOTS = {
  meta: "meta",
  items: "items",
  people: "people",
  threads: "threads",
  verdicts: "verdicts",
  stage: "stage",
  versions: "versions",
  answered: "answered",
} as const;
/** Roots that participants may write to. */
export const SHARED_ROOTS: ReadonlySet<string> = new Set([ROOTS.meta, ROOTS.items]);
/** Roots that the server alone writes to. */
export const SERVER_ROOTS: ReadonlySet<string> = new Set(
  Object.values(ROOTS).filter((root) => !SHARED_ROOTS.has(root)),
);

export type YItem = Y.Map<unknown>;

export function metaOf(doc: Y.Doc): Y.Map<unknown> {
  return doc.getMap(ROOTS.meta);
}

export function itemsOf(doc: Y.Doc): Y.Map<YItem> {
  return doc.getMap(ROOTS.items);
}

/** Defines every root, so that the first update cannot give one another type. */
export function defineRoots(doc: Y.Doc): void {
  for (const root of Object.values(ROOTS)) doc.getMap(root);
}

export const MAX_TITLE_LENGTH = 200;

/** Yjs value -> plain data, in the shape's form. Keys that the shape does not know are left out. */
export function toPlain(shape: Shape, value: unknown): unknown {
  switch (shape.shape) {
    case "value":
      return value;
    case "text":
      return value instanceof Y.Text ? value.toString() : "";
    case "group": {
      const plain: Record<string, unknown> = {};
      if (!(value instanceof Y.Map)) return plain;
      for (const [key, inner] of Object.entries(shape.keys))
        if (value.has(key)) plain[key] = toPlain(inner, value.get(key));
      return plain;
    }
    case "table": {
      const plain: Record<string, unknown> = {};
      if (!(value instanceof Y.Map)) return plain;
      for (const [key, row] of value.entries()) plain[key] = toPlain(shape.row, row);
      return plain;
    }
  }
}

/** Plain data -> what is put into the document. */
export function toShared(shape: Shape, plain: unknown): unknown {
  switch (shape.shape) {
    case "value":
      return plain;
    case "text":
      return new Y.Text(typeof plain === "string" ? plain : "");
    case "group": {
      const map = new Y.Map<unknown>();
      for (const [key, inner] of Object.entries(shape.keys)) {
        const value = isRecord(plain) ? plain[key] : undefined;
        // Groups, tables and texts always exist: two people who fill the same one at once must find the same Y.Map.
        if (value !== undefined || inner.shape !== "value") map.set(key, toShared(inner, value));
      }
      return map;
    }
    case "table": {
      const map = new Y.Map<unknown>();
      if (isRecord(plain))
        for (const [key, row] of Object.entries(plain)) map.set(key, toShared(shape.row, row));
      return map;
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The shape of an item in the document, from its own head. */
export function shapeOfItem(item: YItem): GroupShape | null {
  return itemShape({ kind: item.get("kind"), family: item.get("family"), type: item.get("type") });
}

/** An item as plain data, or null if it is of no known kind. The gate guarantees its form, so the cast holds for judged documents. */
export function readItem(item: YItem): ItemJson | null {
  const shape = shapeOfItem(item);
  return shape === null ? null : (toPlain(shape, item) as ItemJson);
}

export function shareItem(item: ItemJson): YItem {
  const shape = itemShape(item);
  if (shape === null) throw new TypeError(`There is no item of kind ${item.kind}.`);
  return toShared(shape, item) as YItem;
}

export function titleOf(doc: Y.Doc): string {
  const title = metaOf(doc).get("title");
  return typeof title === "string" ? title : "";
}
