import type { ItemId } from "./ids";
import type { ConnectorJson, ItemJson } from "./item";
import { MAX_INPUTS, type WireEnd, type WireStart } from "./kinds";

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

/** Where the second profile and those after it end: the columns show the first one, a comparison all of them. Likewise workloads. */
export const FURTHER_PORTS = { profile: "further-profile", workload: "further-workload" } as const;

/** The port that a wire's end is drawn at. */
export function shownPort(port: string): string {
  const first = Object.entries(FURTHER_PORTS).find(([, further]) => further === port);
  return first === undefined ? port : first[0];
}

/** The port that a wire drawn to a port ends at: the further one, where the first is taken. */
export function freePort(view: BoardView, from: WireStart, to: WireEnd): string {
  if (to.port !== "profile" && to.port !== "workload") return to.port;
  for (const [, wire] of view.wiresInto(to.item))
    if (wire.to.port === to.port)
      return view.item(from.item)?.kind === to.port ? FURTHER_PORTS[to.port] : to.port;
  return to.port;
}

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
    const ports: readonly string[] = [source.kind, FURTHER_PORTS[source.kind]];
    if (!ports.includes(to.port)) return `A ${source.kind} goes to the ${PORT_NAMES[source.kind]}.`;
    const others = [...view.wiresInto(to.item)].filter(
      ([id, wire]) => id !== self && ports.includes(wire.to.port),
    );
    if (to.port === source.kind && others.some(([, wire]) => wire.to.port === to.port))
      return `The experiment has a ${source.kind} already. Remove its wire first, or add an experiment.`;
    if (others.some(([, wire]) => wire.from.item === from.item))
      return `This ${source.kind} is wired to the experiment already.`;
    if (others.length >= MAX_INPUTS)
      return `An experiment has at most ${MAX_INPUTS} ${source.kind}s. Remove a wire first, or add an experiment.`;
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
