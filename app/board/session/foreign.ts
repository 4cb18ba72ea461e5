import { itemsOf, metaOf, ROOTS } from "@carveout/model";
import * as Y from "yjs";

/** Where an item lies is no part of what is in it. */
const ARRANGEMENT = new Set(["geo", "z", "group", "locked"]);

/** Whether there is a value at a place now. */
export function isStanding(doc: Y.Doc, [root, ...keys]: readonly string[]): boolean {
  let at: unknown = root === ROOTS.items ? itemsOf(doc) : root === ROOTS.meta ? metaOf(doc) : undefined;
  for (const key of keys) at = at instanceof Y.Map ? at.get(key) : undefined;
  return at !== undefined;
}

/** The Yjs clients whose values and characters are in an item now. */
export function* contentWriters(item: Y.Map<unknown>): Generator<number> {
  for (const [key, entry] of item._map) {
    if (entry.deleted || ARRANGEMENT.has(key)) continue;
    yield entry.id.client;
    const value: unknown = item.get(key);
    if (value instanceof Y.Map) yield* contentWriters(value);
    else if (value instanceof Y.Text)
      for (let part = value._start; part !== null; part = part.right) if (!part.deleted) yield part.id.client;
  }
}
