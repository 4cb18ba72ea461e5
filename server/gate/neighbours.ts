import * as Y from "yjs";
import { Rejected } from "./rejected";

/** Items that may be looked at for one update; honest inserts mostly have nothing between their neighbours. */
const MAX_STEPS = 1_000_000;

/**
 * Whether the two neighbours that a struct names were side by side when its author wrote it. Yjs puts a struct where everybody has it only if they were:
 * crafted pairs make replicas differ for ever. What lies between the two here must be what the author did not know: nothing of their own, and neither the
 * right one's own left neighbour nor the left one's own right one. (Then it is nothing at all that the two were built on: they stood this test as well.)
 */
export class Neighbours {
  private steps = 0;

  /** A struct that Yjs has found its neighbours for and not yet put between them. Throws Rejected. */
  check({ id, parent, parentSub, origin, left, right }: Y.Item): void {
    if (!(parent instanceof Y.AbstractType)) return;
    // Cut at its right neighbour, the left one no longer ends where it did: the two were one, in the wrong order.
    if (left !== null && !Y.compareIDs(left.lastId, origin)) throw wrongOrder();
    for (let at = left === null ? firstOf(parent, parentSub) : left.right; at !== right; at = at.right) {
      if (at === null) throw wrongOrder();
      if (at.id.client === id.client || holds(at, left?.rightOrigin) || holds(at, right?.origin))
        throw new Rejected("G7", "Neighbours that never were side by side.");
      if (++this.steps > MAX_STEPS) throw new Rejected("G7", "Neighbours too far apart.");
    }
  }
}

function holds({ id, length }: Y.Item, other: Y.ID | null | undefined): boolean {
  return other?.client === id.client && other.clock >= id.clock && other.clock < id.clock + length;
}

/** The leftmost item of a text, or of those that were written under a key. */
function firstOf(parent: Y.AbstractType<unknown>, key: string | null): Y.Item | null {
  if (key === null) return parent._start;
  let first = parent._map.get(key) ?? null;
  while (first?.left) first = first.left;
  return first;
}

const wrongOrder = () => new Rejected("G7", "Neighbours in the wrong order.");
