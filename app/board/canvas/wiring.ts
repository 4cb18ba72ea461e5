import type { PortRef } from "@carveout/canvas";
import { type BoardView, freePort, MAX_VARIANTS, wireProblem } from "@carveout/model";
import { NEW_VARIANT_PORT } from "./ports";

/** Why a wire can't be, in a sentence for the place of the drop, or null. The port for a new variant is not on the board yet, so the model does not know it. */
export function wireRefusal(view: BoardView, from: PortRef, to: PortRef): string | null {
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
