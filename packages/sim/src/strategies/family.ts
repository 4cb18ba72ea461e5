import type { MachineInput, StrategyInput } from "../input";
import type { Strategy } from "./strategy";

/** A question of design, and the answers to it that can be simulated. A variant takes at most one of them. */
export interface Family {
  /** As in StrategyInput. */
  readonly name: string;
  /** What people call it, e.g. "KMSAN metadata". */
  readonly title: string;
  /** The question in one line, for somebody who knows the kernel and not the discussion. */
  readonly question: string;
  readonly strategies: readonly Strategy[];
  /**
   * What the profile's own kernel does where a variant names no strategy of the family; null where the machine has nothing that
   * the family is about. Left out: nothing, ever.
   */
  standard?(machine: MachineInput): StrategyInput | null;
}
