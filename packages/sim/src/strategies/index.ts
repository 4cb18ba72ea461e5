import type { MachineInput, StrategyInput } from "../input";
import { buddy } from "./buddy";
import { device } from "./device";
import { directmap } from "./directmap";
import type { Family } from "./family";
import { kasan } from "./kasan";
import { kmsan } from "./kmsan";
import { mte } from "./mte";
import type { ChosenStrategy, Strategy } from "./strategy";

/** In the order in which their hooks run. */
export const FAMILIES: readonly Family[] = [kmsan, kasan, mte, device, directmap, buddy];

/** Every strategy, family by family. */
export const STRATEGIES: readonly Strategy[] = FAMILIES.flatMap(({ strategies }) => strategies);

/** The strategy of a family and type, or undefined. */
export function findStrategy(family: string, type: string): Strategy | undefined {
  return STRATEGIES.find(({ description: d }) => d.family === family && d.type === type);
}

/** A strategy with its parameters, defaults filled in. The input must be checked. */
export function resolveStrategy(input: StrategyInput): ChosenStrategy {
  const strategy = findStrategy(input.family, input.type);
  if (strategy === undefined) throw new RangeError(`no strategy ${input.family}/${input.type}`);
  const defaults = strategy.description.params.map((spec) => [spec.key, spec.default] as const);
  return { strategy, params: { ...Object.fromEntries(defaults), ...input.params } };
}

/** The strategies that take part: those named, and what the profile's kernel does where none of a family is. In the families' order. */
export function withStandards(machine: MachineInput, named: readonly StrategyInput[]): StrategyInput[] {
  return FAMILIES.flatMap(
    (family) => named.find(({ family: name }) => name === family.name) ?? family.standard?.(machine) ?? [],
  );
}
