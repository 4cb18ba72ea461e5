import type { PortRef } from "@carveout/canvas";
import {
  type BoardView,
  type ConnectorJson,
  freePort,
  isLocked,
  MAX_VARIANTS,
  wireProblem,
} from "@carveout/model";
import { NEW_VARIANT_PORT } from "./ports";

/** Why a wire can't be, in a sentence for the place of the drop, or null. The port for a new variant is not on the board yet, so the model does not know it. */
export function wireRefusal(view: BoardView, from: PortRef, to: PortRef): string | null {
  if (isHeldWire(view, { from, to }))
    return "A locked item keeps the wires it has. Unlock it first: Ctrl Shift L, or its menu.";
  const target = view.item(to.item);
  const isNewVariant =
    to.port === NEW_VARIANT_PORT &&
    target?.kind === "experiment" &&
    view.item(from.item)?.kind === "strategy";
  if (!isNewVariant) return wireProblem(view, from, { item: to.item, port: freePort(view, from, to) });
  return Object.keys(target.fields.variants ?? {}).length < MAX_VARIANTS
    ? null
    : `An experiment has at most ${MAX_VARIANTS} variants. Add another experiment for more.`;
}

/** A wire stays as it is while an item at one of its ends is locked. */
export function isHeldWire(
  view: Pick<BoardView, "item">,
  { from, to }: Pick<ConnectorJson, "from" | "to">,
): boolean {
  return isLocked(view.item(from.item)) || isLocked(view.item(to.item));
}
