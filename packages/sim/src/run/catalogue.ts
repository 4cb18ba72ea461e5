import type { StrategyDescription } from "../output";
import { STRATEGIES } from "../strategies";

/** Every strategy that a run can name, family by family. */
export function catalogue(): StrategyDescription[] {
  return STRATEGIES.map(({ description }) => structuredClone(description));
}
