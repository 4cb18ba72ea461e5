import type { StrategyDescription } from "@carveout/sim";
import type { FieldSpec } from "./field-spec";

export type { FamilyDescription, Formula } from "@carveout/sim";
/** What every board needs of a strategy. */
export interface CatalogueEntry extends Pick<StrategyDescription, "family" | "type" | "title" | "summary"> {
  /** Without help and source: those are in PARAM_WORDS. */
  params: readonly FieldSpec[];
}
/** What a form says of a parameter. */
export type ParamWords = Pick<FieldSpec, "help" | "source">;
/** What is read on demand: step by step, formulas, limits, sources. */
export type StrategyPage = Pick<StrategyDescription, "steps" | "formulas" | "limits" | "sources">;
