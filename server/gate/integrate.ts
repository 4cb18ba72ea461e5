import * as Y from "yjs";
import type { Block, Decoded } from "./decode";
import { Neighbours } from "./neighbours";
import { Gap, Rejected } from "./rejected";

/**
 * Puts the checked structs and deletions of an update into the document. Throws Rejected at the first struct whose neighbours never were side by side; what
 * came before it is in.
 */
export function integrate(transaction: Y.Transaction, update: Decoded): void {
  // Observers drop their index caches only in a transaction that is not local.
  transaction.local = false;
  const { blocks } = update;
  const neighbours = new Neighbours();
  // Higher ids first, as Yjs does: of those that conflict, the lower one mostly goes in without a search then.
  if (blocks.length > 1) blocks.sort((a, b) => b.client - a.client);
  for (const block of blocks) integrateBlock(transaction, update, block, neighbours);
  Y.iterateDeletedStructs(transaction, update.deletes, (struct) => {
    if (struct instanceof Y.Item) struct.delete(transaction);
  });
}

/** All of a client's structs, and of other clients' what they build on. */
function integrateBlock(
  transaction: Y.Transaction,
  update: Decoded,
  first: Block,
  neighbours: Neighbours,
): void {
  const { store } = transaction.doc;
  const waiting: Block[] = [];
  for (let block = first; ; ) {
    const struct = block.structs[block.done];
    if (struct === undefined) {
      if (block === first) return;
      throw new Gap("The update builds on what is not known here.");
    }
    const missing = struct.getMissing(transaction, store);
    if (missing !== null) {
      const next = update.blockOf(missing);
      if (next === undefined) throw new Gap("The update builds on what is not known here.");
      if (next === block || waiting.includes(next))
        throw new Rejected("G7", "Structs that build on each other in a circle.");
      waiting.push(block);
      block = next;
      continue;
    }
    if (struct instanceof Y.Item) neighbours.check(struct);
    struct.integrate(transaction, 0);
    block.done++;
    block = waiting.pop() ?? first;
  }
}
