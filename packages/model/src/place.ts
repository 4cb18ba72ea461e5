import * as Y from "yjs";
import { itemsOf, metaOf, ROOTS } from "./layout";

/** How a field is named from its path below the item: by what is below `fields`, and what stands beside `fields` by its own name. */
export function fieldOf(path: readonly string[]): string {
  return (path[0] === "fields" ? path.slice(1) : path).join(".");
}

/** The Yjs client whose value stands at a place, from the root's name on; null where nothing does, or a text, which is many people's. */
export function writerAt(doc: Y.Doc, path: readonly string[]): number | null {
  const [root, ...keys] = path;
  const last = keys.pop();
  if (last === undefined) return null;
  let holder: unknown = root === ROOTS.items ? itemsOf(doc) : root === ROOTS.meta ? metaOf(doc) : null;
  for (const key of keys) holder = holder instanceof Y.Map ? holder.get(key) : null;
  if (!(holder instanceof Y.Map) || holder.get(last) instanceof Y.Text) return null;
  return holder._map.get(last)?.id.client ?? null;
}
