import { type ItemId, MAX_VARIANTS, type PlacedJson, remediedFields, strategyOf } from "@carveout/model";
import type { Remedy } from "@carveout/sim";
import { itemName } from "../../../cards/item-name";
import { asStep } from "../../../fields";
import type { BoardSession, ColumnHead } from "../../../session";

/** Between a strategy and the one that is made from it, board pixels. */
const GAP = 24;

type StrategyItem = Extract<PlacedJson, { kind: "strategy" }>;

/** The strategy of a variant that a remedy changes; null where the variant names none of that family. */
export function strategyFor(session: BoardSession, head: ColumnHead, { family }: Remedy): ItemId | null {
  const index = head.families.indexOf(family);
  const id = head.strategies[index];
  return id !== undefined && session.items.item(id)?.kind === "strategy" ? id : null;
}

/**
 * Adds a variant like this one, with the remedy's strategy in the place of its own. One edit, one step of undo. Returns why not, in a sentence, or
 * null.
 */
export function tryRemedy(
  session: BoardSession,
  experiment: ItemId,
  head: ColumnHead,
  remedy: Remedy,
): string | null {
  const { edits, items } = session;
  const changed = strategyFor(session, head, remedy);
  const present = changed === null ? undefined : items.item(changed);
  const beside = present ?? items.item(experiment);
  if (beside === undefined || !("geo" in beside)) return "The experiment is not on the board any more.";
  const count = items.plans.get(experiment)?.columns.length ?? 0;
  if (count >= MAX_VARIANTS) return `An experiment has at most ${MAX_VARIANTS} variants. Remove one first.`;
  const strategy: StrategyItem = {
    ...remediedStrategy(present?.kind === "strategy" ? present : null, remedy),
    geo: { ...beside.geo, x: beside.geo.x + GAP, y: beside.geo.y + GAP },
    z: edits.topOrder(),
  };
  asStep(session, () =>
    edits.together(() => {
      const variant = edits.addVariant(experiment);
      const added = edits.add(strategy);
      for (const other of new Set([...head.strategies.filter((id) => id !== changed), added]))
        edits.connect(other, { item: experiment, port: variant });
    }),
  );
  return null;
}

/** Named by what is new of it: its value, or the design. */
function remediedStrategy(
  present: StrategyItem | null,
  remedy: Remedy,
): Pick<StrategyItem, "kind" | "family" | "type" | "name" | "fields"> {
  const { family, type, params } = remedy;
  const fields = remediedFields(present?.fields ?? {}, remedy);
  const spec = strategyOf(family, type);
  const values = Object.entries(params).map(([key, value]) => {
    const param = spec?.params.find((one) => one.key === key);
    const option = param?.options?.find((one) => one.value === value)?.label;
    return option ?? `${param?.label ?? key}: ${typeof value === "boolean" ? (value ? "on" : "off") : value}`;
  });
  const base = present !== null && present.type === type ? itemName(present) : spec?.title;
  const name = [base, ...values].join(", ").slice(0, 120);
  return { kind: "strategy", family, type, name, fields };
}
