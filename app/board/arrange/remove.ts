import type { Selection } from "@carveout/canvas";
import type { Whiteboard } from "../canvas/whiteboard";
import { asStep } from "../fields/as-step";
import { heldOf, heldWords } from "./held";

/** Deletes items with their wires, and wires, as one step of undo: all but what a lock holds, which stays selected. */
export function remove({ session, engine }: Whiteboard, selection: Selection): void {
  if (!session.can.get().edit) return;
  const { edits } = session;
  const held = heldOf(session.items, selection);
  const stay = [...held.items, ...held.feeding];
  const items = selection.items.filter((id) => !stay.includes(id));
  const wires = selection.wires.filter((id) => !held.wires.includes(id));
  const headline = heldWords(held);
  if (headline !== null)
    session.notice.set({ headline, detail: "Unlock first: Ctrl Shift L, or the menu of the item." });
  if (items.length + wires.length > 0)
    asStep(session, () =>
      edits.together(() => {
        if (wires.length > 0) edits.disconnect(wires);
        if (items.length > 0) edits.remove(items);
      }),
    );
  engine.select(stay);
}
