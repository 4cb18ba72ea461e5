import { type ItemId, wireProblem } from "@carveout/model";
import type { Refusal } from "@carveout/wire";
import type * as Y from "yjs";
import type { Touched } from "./judge";
import type { Mirror } from "./mirror";
import { refusedPart } from "./refusal";

const NONE: ReadonlySet<ItemId> = new Set();

/**
 * The rules between items, after each item on its own is valid. A wire whose end goes away goes with it, silently: the client that removed the end
 * does the same with the wires it knows. A wire that may not be is taken out with a refusal. Returns the experiments that a wire came to or went from.
 */
export function judgeReferences(
  items: Y.Map<unknown>,
  mirror: Mirror,
  touched: Touched,
  refusals: Refusal[],
): ReadonlySet<ItemId> {
  if (touched.rows.length === 0 && !touched.whole.some((id) => mirror.isWired(id))) return NONE;
  const rewired = new Set<ItemId>();
  const whole = new Set(touched.whole);
  const gone = new Set<ItemId>();
  const toJudge = new Set<ItemId>();
  const unlink = (id: ItemId) => {
    const wire = mirror.unlink(id);
    if (wire !== undefined) rewired.add(wire.to.item);
  };
  const remove = (id: ItemId) => {
    unlink(id);
    mirror.items.delete(id);
    items.delete(id);
  };
  for (const id of whole) {
    const item = mirror.items.get(id);
    if (item?.kind === "connector") toJudge.add(id);
    else unlink(id);
    for (const wire of mirror.wiresAt(id)) (item === undefined ? gone : toJudge).add(wire);
  }
  for (const { item, path } of touched.rows) {
    if (path[0] !== "fields" || path[1] !== "variants") continue;
    for (const [wire, { to }] of mirror.wiresInto(item)) if (to.port === path[2]) gone.add(wire);
  }
  // A wire that was replaced in the same change has other ends now and is judged by those.
  for (const id of gone) if (!toJudge.has(id) || !whole.has(id)) remove(id);
  // Sorted, so that of two new wires to one port it does not depend on the order of arrival inside the update which one stays.
  for (const id of [...toJudge].sort()) {
    const wire = mirror.items.get(id);
    if (wire?.kind !== "connector") continue;
    unlink(id);
    const problem = wireProblem(mirror, wire.from, wire.to, id);
    if (problem === null) {
      mirror.link(id, wire);
      rewired.add(wire.to.item);
    } else {
      remove(id);
      refusals.push(refusedPart("G15", ["items", id], "Wire", problem));
    }
  }
  return rewired;
}
