import type { StrategyDescription } from "@carveout/sim";

export type { FamilyDescription, Formula } from "@carveout/sim";
/** What a card needs of a strategy. */
export type CatalogueEntry = Pick<StrategyDescription, "family" | "type" | "title" | "summary" | "params">;
/** What is read on demand: step by step, formulas, limits, sources. */
export type StrategyPage = Pick<StrategyDescription, "steps" | "formulas" | "limits" | "sources">;
