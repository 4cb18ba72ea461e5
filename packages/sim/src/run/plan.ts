/** What estimate(), diagnose() and createRun() share: the strategies resolved and early boot carried out. */

import type { RunInput } from "../input";
import { EarlyMachine } from "../machine/early";
import type { Hooks } from "../machine/hooks";
import { resolveStrategy, withStandards } from "../strategies";
import type { ChosenStrategy } from "../strategies/strategy";

/** What early boot depends on. */
export type MachineSetup = Pick<RunInput, "machine" | "strategies">;

export interface Plan {
  input: MachineSetup;
  chosen: ChosenStrategy[];
  early: EarlyMachine;
}

/**
 * The machine with the strategies' struct page, before any hook has run.
 * @throws BootPanic if memmap or reserved pages do not fit
 */
export function planRun(input: MachineSetup): Plan {
  const chosen = withStandards(input.machine, input.strategies).map(resolveStrategy);
  const early = new EarlyMachine(input.machine, structPageBytes(input));
  return { input, chosen, early };
}

/** sizeof(struct page) with what the strategies add. */
export function structPageBytes({ machine, strategies }: MachineSetup): number {
  return withStandards(machine, strategies).reduce((sum, input) => {
    const { strategy, params } = resolveStrategy(input);
    const { structPageGrowthBytes: growth } = strategy;
    return sum + (typeof growth === "number" ? growth : growth(params));
  }, machine.structPageBytes);
}

/** Fresh hooks of every strategy, in the order of `chosen`. */
export function createHooks(plan: Plan): Hooks[] {
  return plan.chosen.map(({ strategy, params }) => strategy.create(params));
}

/**
 * A plan whose strategies have taken their memblock memory.
 * @throws BootPanic as planRun(), or if a strategy finds no room
 */
export function planWithMemblock(input: MachineSetup): Plan {
  const plan = planRun(input);
  for (const hooks of createHooks(plan)) hooks.beforeHandOver?.(plan.early);
  return plan;
}
