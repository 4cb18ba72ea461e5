import {
  type Expectation,
  type ExperimentJson,
  expectationsOf,
  type ItemId,
  type Judgement,
  judge,
} from "@carveout/model";
import { useMemo } from "react";
import { usePlan, useStudy } from "../../../session";
import { measuredVariants } from "../study/measured";
import { type ShownInView, useMeasures } from "../use-shown";

/** The expectations of an experiment, each held against what its runs have measured so far. */
export function useJudged(
  id: ItemId,
  item: ExperimentJson,
  shown: ShownInView,
): readonly ({ expectation: Expectation } & Judgement)[] {
  const plan = usePlan(id);
  const study = useStudy(id, "comparison");
  const columns = useMeasures(shown.runs);
  return useMemo(() => {
    const variants = measuredVariants(shown, columns, study, plan);
    return expectationsOf(item).map((expectation) => ({ expectation, ...judge(expectation, variants) }));
  }, [item, shown, columns, study, plan]);
}
