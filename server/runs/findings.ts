import {
  type BoardView,
  type ItemId,
  type ItemJson,
  placeOf,
  planExperiment,
  type RunSources,
  type VariantPlan,
  viewOf,
} from "@carveout/model";
import { checkInput, type Diagnostic, diagnose, InputError, type RunInput } from "@carveout/sim";
import type { BoardDiagnostic } from "@carveout/wire";

/** What the core says of an input, each finding led back to the field it is about. */
export function findingsOf(input: RunInput, sources: RunSources): BoardDiagnostic[] {
  return judge(input).map((finding) => {
    const { severity, sentence, source } = finding;
    return { ...placeOf(finding, sources), severity, sentence, ...(source === undefined ? {} : { source }) };
  });
}

function judge(input: RunInput): Diagnostic[] {
  try {
    return diagnose(checkInput(input));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // The shapes of the fields let it through, the core's door does not: an empty list of banks, for instance.
    const part = /^(machine|strategies|workload)/.exec(error.path)?.[1];
    return [
      {
        severity: "error",
        part: part === "workload" ? "workload" : "machine",
        field: error.path.replace(/^(machine|workload)\./, ""),
        sentence: error.sentence,
      },
    ];
  }
}

/** Findings about a profile on its own, for one that feeds no experiment yet. */
export function profileFindings(view: BoardView, id: ItemId): BoardDiagnostic[] {
  const profile = view.item(id);
  if (profile?.kind !== "profile") return [];
  const [plan] = planExperiment(aloneWith(id, profile), "experiment");
  if (plan === undefined || !("input" in plan.run)) return [];
  return findingsOf(plan.run.input, plan.run.sources).filter(({ item }) => item === id);
}

/** A board of this profile, a default workload and an experiment without a strategy. */
function aloneWith(id: ItemId, profile: ItemJson): BoardView {
  const card = { geo: { x: 0, y: 0, w: 300 }, z: "a" };
  const to = (port: string) => ({ item: "experiment", port });
  return viewOf({
    [id]: profile,
    workload: { kind: "workload", ...card, fields: {} },
    experiment: { kind: "experiment", ...card, fields: { variants: { v: { order: "a" } } } },
    "profile-wire": { kind: "connector", from: { item: id }, to: to("profile") },
    "workload-wire": { kind: "connector", from: { item: "workload" }, to: to("workload") },
  });
}

/** One list of everything found, each finding once, in a fixed order. */
export function mergeFindings(lists: Iterable<readonly BoardDiagnostic[]>): BoardDiagnostic[] {
  const byKey = new Map<string, BoardDiagnostic>();
  for (const list of lists)
    for (const finding of list)
      byKey.set(JSON.stringify([finding.item, finding.field, finding.severity, finding.sentence]), finding);
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding);
}

export type CompletePlan = VariantPlan & { run: { input: RunInput; sources: RunSources } };

export function isComplete(plan: VariantPlan): plan is CompletePlan {
  return "input" in plan.run;
}
