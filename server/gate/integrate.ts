import * as Y from "yjs";
import type { Decoded } from "./decode";
import { Neighbours } from "./neighbours";
import { Gap, Rejected } from "./rejected";

/**
 * Puts the checked structs and deletions of an update into the document: these very objects, because a second reading of the bytes, by another reader,
 * may find something else in them than what was checked. Throws Rejected at the first struct whose neighbours never were side by side; what came before it is in.
 */
export function integrate(transaction: Y.Transaction, update: Decoded): void {
  const { doc } = transaction;
  // Observers drop their index caches only in a transaction that is not local.
  transaction.local = false;
  const next = new Map<number, number>();
  const neighbours = new Neighbours();
  // Higher ids first, as Yjs does: of those that conflict, the lower one mostly goes in without a search then.
  for (const first of [...update.structs.keys()].sort((a, b) => b - a)) {
    const waiting: number[] = [];
    const isWaiting = new Set<number>();
    for (let client = first; ; ) {
      const at = next.get(client) ?? 0;
      const struct = update.structs.get(client)?.[at];
      if (struct === undefined) {
        if (waiting.length === 0) break;
        throw new Gap("The update builds on what is not known here.");
      }
      if (struct instanceof Y.Item) nameParent(struct, doc);
      const missing = struct.getMissing(transaction, doc.store);
      if (missing !== null) {
        isWaiting.add(client);
        if (isWaiting.has(missing)) throw new Rejected("G7", "Structs that build on each other in a circle.");
        waiting.push(client);
        client = missing;
        continue;
      }
      if (struct instanceof Y.Item) neighbours.check(struct);
      struct.integrate(transaction, 0);
      next.set(client, at + 1);
      client = waiting.pop() ?? first;
      isWaiting.delete(client);
    }
  }
  Y.iterateDeletedStructs(transaction, update.deleteSet, (struct) => {
    if (struct instanceof Y.Item) struct.delete(transaction);
  });
}

/** An update names a root, the document has it. */
function nameParent(item: Y.Item, doc: Y.Doc): void {
  const parent: unknown = item.parent;
  if (typeof parent === "string") item.parent = doc.getMap(parent) as unknown as Y.AbstractType<unknown>;
}
