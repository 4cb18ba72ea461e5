import {
  type BoardJson,
  type ItemId,
  planExperiment,
  runHash,
  type VariantPlan,
  viewOf,
} from "@carveout/model";
import { CORE_VERSION } from "@carveout/sim";
import type { BoardDiagnostic } from "@carveout/wire";
import type { Frame } from "../runs/column";
import {
  experimentFindings,
  findingsOf,
  isComplete,
  type JudgedVariant,
  mergeFindings,
} from "../runs/findings";
import type { RunResults } from "../runs/results";

const NOT_COMPUTED =
  "Not computed then: no finished run of these inputs is kept. Restore them to run it now.";

/** What a board's inputs meant: findings, and what its experiments showed as far as their runs are kept under their hashes. Nothing is run. */
export async function resultsOf(
  board: BoardJson,
  results: RunResults,
): Promise<{ findings: BoardDiagnostic[]; runs: Frame[] }> {
  const view = viewOf(board.items);
  const runs: Frame[] = [];
  const found: BoardDiagnostic[][] = [];
  for (const [id, item] of Object.entries(board.items)) {
    if (item.kind !== "experiment") continue;
    const judged: JudgedVariant[] = [];
    for (const plan of planExperiment(view, id)) {
      const findings = isComplete(plan) ? findingsOf(plan.run.input, plan.run.sources) : [];
      if (isComplete(plan)) judged.push({ plan, findings });
      runs.push(await frameOf(id, plan, findings, results));
    }
    found.push(experimentFindings(judged));
  }
  return { findings: mergeFindings(found), runs };
}

async function frameOf(
  experiment: ItemId,
  plan: VariantPlan,
  findings: readonly BoardDiagnostic[],
  results: RunResults,
): Promise<Frame> {
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
  const { input } = plan.run;
  const run = runHash(input, CORE_VERSION);
  const error = findings.find(({ severity }) => severity === "error");
  if (error !== undefined)
    return frame(run, { state: "no run", reason: error.sentence, item: error.item, field: error.field });
  const found = await results.find(run);
  if (found === null) return frame(run, { state: "incomplete", missing: NOT_COMPUTED });
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  const { result, resultHash, wallMs } = found;
  return frame(run, { state: "result", result, resultHash, wallMs, warnings });
}
