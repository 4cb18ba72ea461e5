import type { StrategyDescription } from "@carveout/sim";
import { CATALOGUE } from "./catalogue.generated";

/** What a card needs of a strategy. */
export type CatalogueEntry = Pick<StrategyDescription, "family" | "type" | "title" | "summary" | "params">;
/** What is read on demand: step by step, limits, sources. */
export type StrategyPage = Pick<StrategyDescription, "steps" | "limits" | "sources">;

export const STRATEGIES: readonly CatalogueEntry[] = CATALOGUE;

export function strategyOf(family: string, type: string): CatalogueEntry | undefined {
  return CATALOGUE.find((s) => s.family === family && s.type === type);
}
