/** What a strategy is: one object in one file. Its family lists it; nothing else knows it. */

import type { RunInput } from "../input";
import type { EarlyMachine } from "../machine/early";
import type { Hooks } from "../machine/hooks";
import type { Diagnostic, MachineSettings, MemorySplit, StrategyDescription } from "../output";

/** Parameters with every default filled in and every value within its bounds. */
export type Params = Record<string, number | string | boolean>;

/** A diagnostic before the driver adds part and family: about the strategy, unless it says that it is about the machine. */
export type Finding = Omit<Diagnostic, "part" | "family"> & { part?: "machine" };

/** What would have avoided a cause that a strategy's chains name: another choice, or another machine. */
export interface StrategyRemedy {
  /** Code of the step that it is about. */
  cause: string;
  /** Offered only where the strategy has these values. */
  when?: Params;
  /** Settings of the machine; the strategy stays as it is. */
  machine?: MachineSettings;
  /** Another strategy of the family; left out where it is this one with other values. */
  type?: string;
  /** Values, where its defaults or the ones it has now will not do. */
  params?: Params;
  /** What would be otherwise with it, as one sentence. */
  sentence: string;
}

export interface Strategy {
  readonly description: StrategyDescription;
  /** Left out: no other choice in the family would clearly do. */
  readonly remedies?: readonly StrategyRemedy[];
  /** Bytes that it adds to struct page; of its parameters, where they say it. */
  readonly structPageGrowthBytes: number | ((params: Params) => number);
  /** A fresh set of hooks for one machine. */
  create(params: Params): Hooks;
  /**
   * Closed form: turns the split without the strategy into the one with it. `early` is the machine after the
   * strategy's beforeHandOver(), and `split` already holds what that took from memblock.
   */
  estimate(split: MemorySplit, early: EarlyMachine, params: Params): MemorySplit;
  /** Closed form: what is infeasible or doubtful. `early` as for estimate(). */
  diagnose(input: RunInput, early: EarlyMachine, params: Params): Finding[];
}

/** A strategy as a run takes it, with every parameter. */
export interface ChosenStrategy {
  strategy: Strategy;
  params: Params;
}
