/** Adds to a failure's chain what would have avoided it: each strategy tells that beside its causes, and here it meets the chain. */

import type { MachineInput } from "../input";
import type { CauseStep, MachineSettings, Remedy } from "../output";
import type { ChosenStrategy, Params, StrategyRemedy } from "./strategy";

/** The chain, with the remedies of the strategies that took part. Of several steps with one code the last is what counts. */
export function withRemedies(
  chain: readonly CauseStep[],
  chosen: readonly ChosenStrategy[],
  machine: MachineInput,
): CauseStep[] {
  return chain.map((step, index) => {
    if (chain.findLastIndex(({ code }) => code === step.code) !== index) return step;
    const remedies = chosen.flatMap((one) => remediesFor(step.code, one, machine));
    return remedies.length === 0 ? step : { ...step, remedies };
  });
}

function remediesFor(cause: string, chosen: ChosenStrategy, machine: MachineInput): Remedy[] {
  return (chosen.strategy.remedies ?? []).flatMap((remedy) => {
    if (remedy.cause !== cause || differs(chosen.params, remedy.when)) return [];
    return remedy.machine === undefined
      ? choice(chosen, remedy)
      : setting(machine, remedy.machine, remedy.sentence);
  });
}

function choice({ strategy, params }: ChosenStrategy, remedy: StrategyRemedy): Remedy[] {
  const { family, type: present } = strategy.description;
  const { type = present, params: values = {}, sentence } = remedy;
  return type !== present || differs(params, values)
    ? [{ family, type, params: { ...values }, sentence }]
    : [];
}

function setting(present: MachineInput, machine: MachineSettings, sentence: string): Remedy[] {
  const isOther =
    differs(present, machine.fields) || present.pmem.some((one) => differs(one, machine.namespaces));
  return isOther ? [{ machine, sentence }] : [];
}

function differs(present: object, values: object | undefined): boolean {
  return Object.entries(values ?? {}).some(([key, value]) => (present as Params)[key] !== value);
}
