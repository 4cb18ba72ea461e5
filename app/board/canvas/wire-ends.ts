import type { PortRef } from "@carveout/canvas";
import type { ItemId } from "@carveout/model";
import { itemName } from "../cards/item-name";
import type { ItemStore } from "../session";
import { NEW_VARIANT_PORT, OUT_PORT } from "./ports";
import { wireRefusal } from "./wiring";

/** A wire that could be drawn. */
export interface PossibleWire {
  from: PortRef;
  to: PortRef;
  /** The end that is chosen, in words: "Which one serves order 9? · variant B, Lazy". */
  label: string;
}

/** All wires that could start or end at an item, and where there are none, why. */
export function wireEnds(items: ItemStore, id: ItemId): { wires: PossibleWire[]; refusal: string } {
  const item = items.item(id);
  const wires: PossibleWire[] = [];
  let refusal = "There is nothing on the board to wire this to. Add an experiment: E.";
  const offer = (from: ItemId, to: PortRef, label: string) => {
    const reason = wireRefusal(items, { item: from, port: OUT_PORT }, to);
    if (reason === null) wires.push({ from: { item: from, port: OUT_PORT }, to, label });
    else refusal = reason;
  };
  const kinds = item?.kind === "experiment" ? (["profile", "strategy", "workload"] as const) : [];
  for (const kind of kinds)
    for (const source of items.ids.get().get(kind) ?? [])
      for (const { port, name } of portsFor(items, id, kind))
        offer(source, { item: id, port }, `${nameOf(items, source)} · to ${name}`);
  if (item?.kind === "profile" || item?.kind === "strategy" || item?.kind === "workload")
    for (const experiment of items.ids.get().get("experiment") ?? [])
      for (const { port, name } of portsFor(items, experiment, item.kind))
        offer(id, { item: experiment, port }, `${nameOf(items, experiment)} · ${name}`);
  return { wires, refusal };
}

function portsFor(
  { plans }: ItemStore,
  experiment: ItemId,
  kind: "profile" | "strategy" | "workload",
): { port: string; name: string }[] {
  if (kind !== "strategy") return [{ port: kind, name: kind }];
  const columns = plans.get(experiment)?.columns ?? [];
  return [
    ...columns.map(({ variant, letter, name }) => ({ port: variant, name: `variant ${letter}, ${name}` })),
    { port: NEW_VARIANT_PORT, name: "a new variant" },
  ];
}

function nameOf(items: ItemStore, id: ItemId): string {
  const item = items.item(id);
  return item === undefined || item.kind === "connector" ? "" : itemName(item);
}
