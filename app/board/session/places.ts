import { fieldOf, type ItemId, itemsOf, metaOf, ROOTS, type Shape, shapeOfItem } from "@carveout/model";
import * as Y from "yjs";

/** Path of a shared type from its root's name, e.g. ["items", "profile-1", "fields", "banks"]; null once it is detached. */
export function pathOf(type: Y.AbstractType<unknown>, doc: Y.Doc): string[] | null {
  const path: string[] = [];
  let at: Y.AbstractType<unknown> = type;
  while (at._item !== null) {
    path.unshift(at._item.parentSub ?? "");
    at = at._item.parent as Y.AbstractType<unknown>;
  }
  if (at === itemsOf(doc)) return [ROOTS.items, ...path];
  return at === metaOf(doc) ? [ROOTS.meta, ...path] : null;
}

/** Every place that an event touched: one per key of a map, one for a text. */
export function placesOf(event: Y.YEvent<Y.AbstractType<unknown>>, doc: Y.Doc): string[][] {
  const path = pathOf(event.target, doc);
  if (path === null) return [];
  if (event.target instanceof Y.Text) return [path];
  return [...event.keys.keys()].map((key) => [...path, key]);
}

/**
 * Item and field of a place. Fields go by their path below `fields` ("banks.b0.sizeBytes"), what stands beside `fields` by its own name
 * ("name", "geo", "text"), the item as a whole by "".
 */
export function fieldPlace(path: readonly string[]): { item: ItemId; field: string } | null {
  const [root, item, ...rest] = path;
  if (root !== ROOTS.items || item === undefined) return null;
  return { item, field: fieldOf(rest) };
}

/** Key under which values about one field are kept. */
export function placeKey(item: ItemId, field: string): string {
  return `${item} ${field}`;
}

/** The field that an element of a card stands for, or is part of; null where there is none. */
export function placeAt(element: Element): { item: ItemId; field: string } | null {
  const key = element.closest("[data-place]")?.getAttribute("data-place");
  const [item, field] = key?.split(" ") ?? [];
  return item === undefined || field === undefined ? null : { item, field };
}

/** What a person calls a place: the field's label, else what kind of thing it is. */
export function labelAt(doc: Y.Doc, path: readonly string[]): string {
  const [root, id, ...keys] = path;
  if (root === ROOTS.meta) return "the title";
  const item = id === undefined ? undefined : itemsOf(doc).get(id);
  let shape: Shape | undefined = (item && shapeOfItem(item)) ?? undefined;
  if (shape === undefined) return "an item";
  for (const key of keys) {
    const inner: Shape | undefined =
      shape.shape === "group" ? shape.keys[key] : shape.shape === "table" ? shape.row : undefined;
    if (inner === undefined) break;
    shape = inner;
  }
  return shape.label || "an item";
}
