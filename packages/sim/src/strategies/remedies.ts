/** Adds to a failure's chain what would have avoided it: each strategy tells that beside its causes, and here it meets the chain. */

import type { CauseStep, Remedy } from "../output";
import type { ChosenStrategy, StrategyRemedy } from "./strategy";

/** The chain, with the remedies of the strategies that took part. Of several steps with one code the last is what counts. */
export function withRemedies(chain: readonly CauseStep[], chosen: readonly ChosenStrategy[]): CauseStep[] {
  return chain.map((step, index) => {
    if (chain.findLastIndex(({ code }) => code === step.code) !== index) return step;
    const remedies = chosen.flatMap((one) => remediesFor(step.code, one));
    return remedies.length === 0 ? step : { ...step, remedies };
  });
}

function remediesFor(cause: string, { strategy, params }: ChosenStrategy): Remedy[] {
  const { family, type } = strategy.description;
  const isOther = (remedy: StrategyRemedy) =>
    (remedy.type ?? type) !== type ||
    Object.entries(remedy.params ?? {}).some(([key, value]) => params[key] !== value);
  return (strategy.remedies ?? [])
    .filter((remedy) => remedy.cause === cause && isOther(remedy))
    .map((remedy) => ({
      family,
      type: remedy.type ?? type,
      params: { ...remedy.params },
      sentence: remedy.sentence,
    }));
}
