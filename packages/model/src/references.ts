import type { ItemId } from "./ids";
import type { ConnectorJson, ItemJson } from "./item";
import type { WireEnd, WireStart } from "./kinds";

/** What the rules between items need to see of a board. */
export interface BoardView {
  item(id: ItemId): ItemJson | undefined;
  /** All wires that end at an experiment. */
  wiresInto(experiment: ItemId): Iterable<readonly [ItemId, ConnectorJson]>;
}

/** A view over plain items that stay as they are. */
export function viewOf(items: Readonly<Record<ItemId, ItemJson>>): BoardView {
  const into = new Map<ItemId, [ItemId, ConnectorJson][]>();
  for (const [id, item] of Object.entries(items)) {
    if (item.kind !== "connector") continue;
    const wires = into.get(item.to.item);
    if (wires === undefined) into.set(item.to.item, [[id, item]]);
    else wires.push([id, item]);
  }
  return {
    item: (id) => (Object.hasOwn(items, id) ? items[id] : undefined),
    wiresInto: (experiment) => into.get(experiment) ?? [],
  };
}

const PORT_NAMES: Record<string, string> = { profile: "profile port", workload: "workload port" };

/**
 * Why a wire from `from` to `to` can't be, in a sentence for the place where it was dropped, or null if it can.
 * `self` is the wire's own id where it is on the board already.
 */
export function wireProblem(view: BoardView, from: WireStart, to: WireEnd, self?: ItemId): string | null {
  const source = view.item(from.item);
  const target = view.item(to.item);
  if (source === undefined || target === undefined) return "One end of the wire is no longer on the board.";
  if (target.kind !== "experiment")
    return "Wires end at an experiment. Drop it on one of an experiment's ports.";
  if (source.kind === "profile" || source.kind === "workload") {
    if (to.port !== source.kind) return `A ${source.kind} goes to the ${PORT_NAMES[source.kind]}.`;
    for (const [id, wire] of view.wiresInto(to.item))
      if (id !== self && wire.to.port === to.port)
        return `The experiment has a ${source.kind} already. Remove its wire first, or add an experiment.`;
    return null;
  }
  if (source.kind !== "strategy") return `A ${source.kind} has nothing to give to an experiment.`;
  if (target.fields.variants === undefined || !Object.hasOwn(target.fields.variants, to.port))
    return "A strategy goes to a variant's column.";
  for (const [id, wire] of view.wiresInto(to.item)) {
    if (id === self || wire.to.port !== to.port) continue;
    const other = view.item(wire.from.item);
    if (other?.kind === "strategy" && other.family === source.family)
      return `This variant has a ${source.family} strategy already. Drop on an empty column to add a variant.`;
  }
  return null;
}
