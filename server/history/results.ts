import {
  type BoardJson,
  type ItemId,
  planExperiment,
  runHash,
  type VariantPlan,
  viewOf,
} from "@carveout/model";
import { CORE_VERSION } from "@carveout/sim";
import type { Frame } from "../runs/column";
import { findingsOf, isComplete } from "../runs/findings";
import type { RunResults } from "../runs/results";

const NOT_COMPUTED =
  "Not computed then: no finished run of these inputs is kept. Restore them to run it now.";

/** What a board's experiments showed, as far as their runs are kept under their hashes. Nothing is computed. */
export async function resultsOf(board: BoardJson, results: RunResults): Promise<Frame[]> {
  const view = viewOf(board.items);
  const frames: Frame[] = [];
  for (const [id, item] of Object.entries(board.items))
    if (item.kind === "experiment")
      for (const plan of planExperiment(view, id)) frames.push(await frameOf(id, plan, results));
  return frames;
}

async function frameOf(experiment: ItemId, plan: VariantPlan, results: RunResults): Promise<Frame> {
  const frame = (run: string, status: Frame["status"]): Frame => ({
    type: "run",
    experiment,
    variant: plan.variant,
    run,
    seed: plan.seed,
    serial: 1,
    changed: "",
    status,
  });
  if (!isComplete(plan))
    return frame("", {
      state: "incomplete",
      missing: "missing" in plan.run ? plan.run.missing : NOT_COMPUTED,
    });
  const { input, sources } = plan.run;
  const run = runHash(input, CORE_VERSION);
  const findings = findingsOf(input, sources);
  const error = findings.find(({ severity }) => severity === "error");
  if (error !== undefined)
    return frame(run, { state: "no run", reason: error.sentence, item: error.item, field: error.field });
  const found = await results.find(run);
  if (found === null) return frame(run, { state: "incomplete", missing: NOT_COMPUTED });
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  const { result, resultHash, wallMs } = found;
  return frame(run, { state: "result", result, resultHash, wallMs, warnings });
}
