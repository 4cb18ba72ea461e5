import type { ItemId } from "@carveout/model";
import { asStep } from "../fields/as-step";
import type { BoardSession } from "../session";
import { copied } from "./copied";
import { putItems } from "./put";

/** How far a copy lies from its original, board pixels: both heads stay visible. */
const OFFSET = 24;

/**
 * Puts copies beside items as one step of undo. An experiment's copy has the same wires; where what they come from is copied as well, they
 * come from the copy. Returns the copies.
 */
export function duplicate(session: BoardSession, ids: readonly ItemId[]): ItemId[] {
  const { items, edits } = session;
  let copies = new Map<ItemId, ItemId>();
  asStep(session, () =>
    edits.together(() => {
      copies = putItems(session, copied(items, ids), { dx: OFFSET, dy: OFFSET });
      for (const [id, copy] of copies)
        for (const [, { from, to }] of [...items.wiresInto(id)])
          if (!copies.has(from.item)) edits.connect(from.item, { item: copy, port: to.port });
    }),
  );
  return [...copies.values()];
}
