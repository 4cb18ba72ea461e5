import { ROOTS, SHARED_ROOTS } from "@carveout/model";
import * as Y from "yjs";
import type { Decoded } from "./decode";
import type { Places } from "./place";
import { Rejected, refusedRoot } from "./rejected";
import { pathOf, shapeAt } from "./shapes";

type AnyType = Y.AbstractType<unknown>;

/**
 * What stands on the board as long as its surroundings do: groups, tables and texts inside an item, and values that are fixed once written. To replace
 * or delete one of them would cut off everybody who edits in it, and its restored copy would be another one.
 */
export function checkStanding(doc: Y.Doc, update: Decoded, places: Places): void {
  for (const structs of update.structs.values())
    for (const struct of structs) {
      if (!(struct instanceof Y.Item)) continue;
      const place = places.check(struct);
      if (place === "gone" || places.isNew(place.type)) continue;
      checkChange(doc, place.type, place.key, true);
    }
  for (const { client, clock, len } of update.deletes) {
    const stored = doc.store.clients.get(client) ?? [];
    if (clock >= Y.getState(doc.store, client)) continue;
    for (let index = Y.findIndexSS(stored, clock); index < stored.length; index++) {
      const item = stored[index];
      if (item === undefined || item.id.clock >= clock + len) break;
      if (!(item instanceof Y.Item) || item.deleted) continue;
      const parent = item.parent as AnyType;
      if (parent._item !== null && Y.isDeleted(update.deleteSet, parent._item.id)) continue;
      checkChange(doc, parent, item.parentSub, false);
    }
  }
}

function checkChange(doc: Y.Doc, type: AnyType, key: string | null, isWrite: boolean): void {
  const path = pathOf(doc, type);
  if (path === null) return;
  if (!SHARED_ROOTS.has(path[0] ?? "")) throw refusedRoot(path[0] ?? "");
  if (key === null || (path.length === 1 && path[0] === ROOTS.items)) return;
  const shape = shapeAt(doc, path);
  const inner = shape?.shape === "group" && Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
  if (inner === undefined || (inner.shape === "value" && !inner.fixed)) return;
  const standing = type._map.get(key);
  if (isWrite && (standing === undefined || standing.deleted)) return;
  throw new Rejected("G8", `${inner.label || key} can't be replaced or deleted.`);
}
