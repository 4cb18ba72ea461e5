import type { StrategyDescription } from "@carveout/sim";
import { CATALOGUE } from "./catalogue.generated";

export const STRATEGIES: readonly StrategyDescription[] = CATALOGUE;

export function strategyOf(family: string, type: string): StrategyDescription | undefined {
  return CATALOGUE.find((s) => s.family === family && s.type === type);
}
