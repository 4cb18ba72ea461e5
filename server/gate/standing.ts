import { SHARED_ROOTS } from "@carveout/model";
import * as Y from "yjs";
import type { Decoded } from "./decode";
import type { Places } from "./place";
import { Rejected, refusedRoot } from "./rejected";
import type { Spots } from "./shapes";

type AnyType = Y.AbstractType<unknown>;

/**
 * What stands on the board as long as its surroundings do: groups, tables and texts inside an item, and values that are fixed once written. To replace
 * or delete one of them would cut off everybody who edits in it, and its restored copy would be another one.
 */
export function checkStanding(doc: Y.Doc, update: Decoded, places: Places, spots: Spots): void {
  // The last one that was allowed: who writes a value deletes the one before it, and who types stays in the text.
  let type: AnyType | null = null;
  let key: string | null = null;
  const check = (in_: AnyType, under: string | null, isWrite: boolean) => {
    if (in_ === type && under === key) return;
    checkChange(spots, in_, under, isWrite);
    type = in_;
    key = under;
  };
  for (const { structs } of update.blocks)
    for (const struct of structs) {
      if (!(struct instanceof Y.Item)) continue;
      const place = places.check(struct);
      if (place !== null && !update.types.has(place)) check(place, struct.parentSub, true);
    }
  for (const [client, ranges] of update.deletes.clients) {
    const stored = doc.store.clients.get(client) ?? [];
    const end = Y.getState(doc.store, client);
    for (const { clock, len } of ranges) {
      if (clock >= end) continue;
      for (let index = Y.findIndexSS(stored, clock); index < stored.length; index++) {
        const item = stored[index];
        if (item === undefined || item.id.clock >= clock + len) break;
        if (!(item instanceof Y.Item) || item.deleted) continue;
        const parent = item.parent as AnyType;
        if (parent._item !== null && Y.isDeleted(update.deletes, parent._item.id)) continue;
        check(parent, item.parentSub, false);
      }
    }
  }
}

function checkChange(spots: Spots, type: AnyType, key: string | null, isWrite: boolean): void {
  const spot = spots.of(type);
  if (spot === null) return;
  const { root, shape } = spot;
  if (!SHARED_ROOTS.has(root)) throw refusedRoot(root);
  if (key === null || shape?.shape !== "group" || !Object.hasOwn(shape.keys, key)) return;
  const inner = shape.keys[key];
  if (inner === undefined || (inner.shape === "value" && !inner.fixed)) return;
  const standing = type._map.get(key);
  if (isWrite && (standing === undefined || standing.deleted)) return;
  throw new Rejected("G8", `${inner.label || key} can't be replaced or deleted.`);
}
