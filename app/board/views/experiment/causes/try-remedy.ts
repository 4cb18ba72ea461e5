import { type ItemId, MAX_VARIANTS, strategyOf } from "@carveout/model";
import type { Remedy } from "@carveout/sim";
import { itemName } from "../../../cards/item-name";
import { asStep } from "../../../fields";
import type { BoardSession, ColumnHead } from "../../../session";

/** Between a strategy and the one that is made from it, board pixels. */
const GAP = 24;

/** The strategy of a variant that a remedy changes; null where the variant names none of that family. */
export function strategyFor(session: BoardSession, head: ColumnHead, { family }: Remedy): ItemId | null {
  const index = head.families.indexOf(family);
  const id = head.strategies[index];
  return id !== undefined && session.items.item(id)?.kind === "strategy" ? id : null;
}

/**
 * Adds a variant like this one, with a copy of the strategy that has the remedy's value. One edit, one step of undo. Returns why not, in a sentence, or
 * null.
 */
export function tryRemedy(
  session: BoardSession,
  experiment: ItemId,
  head: ColumnHead,
  remedy: Remedy,
): string | null {
  const changed = strategyFor(session, head, remedy);
  const item = changed === null ? undefined : session.items.item(changed);
  if (item?.kind !== "strategy") return "The strategy is not wired to this variant any more.";
  const count = session.items.plans.get(experiment)?.columns.length ?? 0;
  if (count >= MAX_VARIANTS) return `An experiment has at most ${MAX_VARIANTS} variants. Remove one first.`;
  const spec = strategyOf(item.family, item.type)?.params.find(({ key }) => key === remedy.param);
  const option = spec?.options?.find(({ value }) => value === remedy.value)?.label ?? String(remedy.value);
  const { edits } = session;
  asStep(session, () =>
    edits.together(() => {
      const variant = edits.addVariant(experiment);
      const copy = edits.add({
        ...item,
        name: `${itemName(item)}, ${option}`.slice(0, 120),
        geo: { ...item.geo, x: item.geo.x + GAP, y: item.geo.y + GAP },
        z: edits.topOrder(),
        fields: { ...item.fields, [remedy.param]: remedy.value },
      });
      for (const strategy of head.strategies)
        edits.connect(strategy === changed ? copy : strategy, { item: experiment, port: variant });
    }),
  );
  return null;
}
