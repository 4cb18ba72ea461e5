import type { StrategyDescription } from "@carveout/sim";

/** What a card needs of a strategy. */
export type CatalogueEntry = Pick<StrategyDescription, "family" | "type" | "title" | "summary" | "params">;
/** What is read on demand: step by step, limits, sources. */
export type StrategyPage = Pick<StrategyDescription, "steps" | "limits" | "sources">;
