import {
  freePort,
  type ItemId,
  MAX_VARIANTS,
  type PlacedJson,
  PROFILE_FIELDS,
  remediedFields,
  remediedProfile,
  strategyOf,
  wireProblem,
} from "@carveout/model";
import type { ChoiceRemedy, MachineRemedy, Remedy } from "@carveout/sim";
import { itemName } from "../../../cards/item-name";
import { asStep } from "../../../fields";
import type { BoardSession, ColumnHead } from "../../../session";

/** Between an item and the one that is made from it, board pixels. */
const GAP = 24;
/** Longest name of an item. */
const MAX_NAME = 120;

type StrategyItem = Extract<PlacedJson, { kind: "strategy" }>;

/** What came of trying: where it went, or why it can't be. */
export type Tried = { added: "variant" | "machine" } | { refused: string };

/** The field that a remedy would change, where there is one on the board. */
export function fieldOf(
  session: BoardSession,
  head: ColumnHead,
  profile: ItemId | null,
  remedy: Remedy,
): { item: ItemId; field: string } | null {
  if (!isOfMachine(remedy)) {
    const item = strategyFor(session, head, remedy);
    const [field] = Object.keys(remedy.params);
    return item === null || field === undefined ? null : { item, field };
  }
  const item = profile === null ? undefined : session.items.item(profile);
  if (profile === null || item?.kind !== "profile") return null;
  const [own] = Object.keys(remedy.machine.fields ?? {});
  if (own !== undefined) return { item: profile, field: own };
  const [row] = Object.keys(item.fields.pmem ?? {});
  const [key] = Object.keys(remedy.machine.namespaces ?? {});
  return row === undefined || key === undefined ? null : { item: profile, field: `pmem.${row}.${key}` };
}

export function isOfMachine(remedy: Remedy): remedy is MachineRemedy {
  return "machine" in remedy;
}

/**
 * Adds what a remedy would have: a variant like this one with another strategy, or a machine with another setting, which the experiment then
 * compares with the present one. One edit, one step of undo.
 */
export function tryRemedy(
  session: BoardSession,
  experiment: ItemId,
  head: ColumnHead,
  remedy: Remedy,
): Tried {
  const refused = isOfMachine(remedy)
    ? tryMachine(session, experiment, remedy)
    : tryChoice(session, experiment, head, remedy);
  return refused === null ? { added: isOfMachine(remedy) ? "machine" : "variant" } : { refused };
}

/** The strategy of a variant that a remedy changes; null where the variant names none of that family. */
function strategyFor(session: BoardSession, head: ColumnHead, { family }: ChoiceRemedy): ItemId | null {
  const index = head.families.indexOf(family);
  const id = head.strategies[index];
  return id !== undefined && session.items.item(id)?.kind === "strategy" ? id : null;
}

function tryChoice(
  session: BoardSession,
  experiment: ItemId,
  head: ColumnHead,
  remedy: ChoiceRemedy,
): string | null {
  const { edits, items } = session;
  const changed = strategyFor(session, head, remedy);
  const present = changed === null ? undefined : items.item(changed);
  const beside = present ?? items.item(experiment);
  if (beside === undefined || !("geo" in beside)) return GONE;
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

const GONE = "The experiment is not on the board any more.";
/** Stands for the machine that is not on the board yet. */
const COPY = "copy";

function tryMachine(session: BoardSession, experiment: ItemId, { machine }: MachineRemedy): string | null {
  const { edits, items } = session;
  const profile = items.plans.get(experiment)?.profile ?? null;
  const present = profile === null ? undefined : items.item(profile);
  if (profile === null || present?.kind !== "profile") return GONE;
  const from = { item: profile };
  const to = { item: experiment, port: freePort(items, from, { item: experiment, port: "profile" }) };
  const copy = { ...present, fields: remediedProfile(present.fields, machine) };
  const name = [itemName(present), ...settingWords(machine)].join(", ").slice(0, MAX_NAME);
  const view = {
    item: (id: ItemId) => (id === COPY ? copy : items.item(id)),
    wiresInto: (id: ItemId) => items.wiresInto(id),
  };
  const problem = wireProblem(view, { item: COPY }, to);
  if (problem !== null) return problem;
  asStep(session, () =>
    edits.together(() => {
      const { locked: _, group: __, ...rest } = copy;
      // Beside it, where nothing is wired through: both are read.
      const geo = { ...present.geo, x: present.geo.x - present.geo.w - GAP };
      edits.connect(edits.add({ ...rest, name, geo, z: edits.topOrder() }), to);
    }),
  );
  return null;
}

/** Named by what is new of it: its value, or the design. */
function remediedStrategy(
  present: StrategyItem | null,
  remedy: ChoiceRemedy,
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
  const name = [base, ...values].join(", ").slice(0, MAX_NAME);
  return { kind: "strategy", family, type, name, fields };
}

/** As a kernel's command line and ndctl have it. */
function settingWords({ fields = {}, namespaces = {} }: MachineRemedy["machine"]): string[] {
  const labelOf = (key: string) => PROFILE_FIELDS.find((spec) => spec.key === key)?.label ?? key;
  return [
    ...Object.entries(fields).map(([key, value]) => `${labelOf(key)}: ${value ? "on" : "off"}`),
    ...Object.entries(namespaces).map(([key, value]) => `${key}=${value}`),
  ];
}
