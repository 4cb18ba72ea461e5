import type { RunInput } from "@carveout/sim";
import type { FieldSpec } from "./field-spec";
import { PROFILE_FIELDS, WORKLOAD_FIELDS } from "./kinds";
import { formatValue } from "./quantity";
import { strategyOf } from "./strategies";

/** Of more changes than these the others are counted. */
const NAMED = 2;

/** What differs between the input of a result and the one that counts now: "For struct page 80 B; now 64 B." "" where nothing does. */
export function inputChanges(was: RunInput, now: RunInput): string {
  const changes = [
    ...fieldChanges(PROFILE_FIELDS, was.machine, now.machine),
    ...tableChanges(
      "the memory map",
      [was.machine.banks, was.machine.reserved, was.machine.cma],
      [now.machine.banks, now.machine.reserved, now.machine.cma],
    ),
    ...strategyChanges(was.strategies, now.strategies),
    ...fieldChanges(WORKLOAD_FIELDS, was.workload, now.workload),
    ...tableChanges(
      "the load's orders, classes, phases or actions",
      [was.workload.orderWeights, was.workload.classes, was.workload.phases, was.workload.actions],
      [now.workload.orderWeights, now.workload.classes, now.workload.phases, now.workload.actions],
    ),
    ...(was.seed === now.seed ? [] : [`For seed ${was.seed}; now ${now.seed}`]),
  ];
  if (changes.length === 0) return isSame(was, now) ? "" : "For another input than now.";
  const more = changes.length - NAMED;
  return `${changes.slice(0, NAMED).join(". ")}${more > 0 ? `, and ${more} more` : ""}.`;
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function fieldChanges(specs: readonly FieldSpec[], was: object, now: object): string[] {
  const [before, after] = [was as Record<string, never>, now as Record<string, never>];
  return specs
    .filter(({ key }) => before[key] !== undefined && before[key] !== after[key])
    .map(
      (spec) =>
        `For ${spec.label} ${formatValue(spec, before[spec.key] as never)}; now ${formatValue(spec, after[spec.key] as never)}`,
    );
}

function tableChanges(what: string, was: unknown, now: unknown): string[] {
  return isSame(was, now) ? [] : [`For ${what} as it was; it has changed`];
}

function strategyChanges(was: RunInput["strategies"], now: RunInput["strategies"]): string[] {
  const title = (strategy: RunInput["strategies"][number] | undefined) =>
    strategy === undefined ? "none" : (strategyOf(strategy.family, strategy.type)?.title ?? strategy.type);
  const families = [...new Set([...was, ...now].map(({ family }) => family))].sort();
  return families.flatMap((family) => {
    const [before, after] = [was, now].map((list) => list.find((one) => one.family === family));
    if (before === undefined || after === undefined || before.type !== after.type)
      return [`For ${family} ${title(before)}; now ${title(after)}`];
    return fieldChanges(strategyOf(family, before.type)?.params ?? [], before.params, after.params);
  });
}
