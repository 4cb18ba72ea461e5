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
    // Under a key nothing has a right neighbour (`place`), and of what was written there the last is known: it is what counts.
    const isKey = parentSub !== null;
    const end = isKey ? left : right;
    for (let at = isKey ? (parent._map.get(parentSub) ?? null) : nextTo(left, parent); at !== end; ) {
      if (at === null) throw wrongOrder();
      if (at.id.client === id.client || holds(at, left?.rightOrigin) || holds(at, right?.origin))
        throw new Rejected("G7", "Neighbours that never were side by side.");
      if (++this.steps > MAX_STEPS) throw new Rejected("G7", "Neighbours too far apart.");
      at = isKey ? at.left : at.right;
    }
  }
}

function holds({ id, length }: Y.Item, other: Y.ID | null | undefined): boolean {
  return other?.client === id.client && other.clock >= id.clock && other.clock < id.clock + length;
}

/** Of a text the first item is known. */
function nextTo(left: Y.Item | null, parent: Y.AbstractType<unknown>): Y.Item | null {
  return left === null ? parent._start : left.right;
}

const wrongOrder = () => new Rejected("G7", "Neighbours in the wrong order.");
