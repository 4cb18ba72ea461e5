import { SHARED_ROOTS } from "@carveout/model";
import * as Y from "yjs";
import type { Decoded } from "./decode";
import type { Places } from "./place";
import { Rejected, refusedRoot } from "./rejected";
import type { Addresses } from "./shapes";

type AnyType = Y.AbstractType<unknown>;

/**
 * What stands on the board as long as its surroundings do: groups, tables and texts inside an item, and values that are fixed once written. To replace
 * or delete one of them would cut off everybody who edits in it, and its restored copy would be another one.
 */
export function checkStanding(doc: Y.Doc, update: Decoded, places: Places, addresses: Addresses): void {
  for (const structs of update.structs.values())
    for (const struct of structs) {
      if (!(struct instanceof Y.Item)) continue;
      const place = places.check(struct);
      if (place === "gone" || places.isNew(place.type)) continue;
      checkChange(addresses, place.type, place.key, true);
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
      checkChange(addresses, parent, item.parentSub, false);
    }
  }
}

function checkChange(addresses: Addresses, type: AnyType, key: string | null, isWrite: boolean): void {
  const address = addresses.of(type);
  if (address === null) return;
  const { path, shape } = address;
  const root = path[0] ?? "";
  if (!SHARED_ROOTS.has(root)) throw refusedRoot(root);
  if (key === null || shape?.shape !== "group" || !Object.hasOwn(shape.keys, key)) return;
  const inner = shape.keys[key];
  if (inner === undefined || (inner.shape === "value" && !inner.fixed)) return;
  const standing = type._map.get(key);
  if (isWrite && (standing === undefined || standing.deleted)) return;
  throw new Rejected("G8", `${inner.label || key} can't be replaced or deleted.`);
}
