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

/** A variant that can be judged, and what was found about it. */
export interface JudgedVariant {
  plan: CompletePlan;
  findings: readonly BoardDiagnostic[];
}

/**
 * What was found about an experiment's variants, in one list. A finding that does not hold for every variant which its item feeds names those
 * that it holds for: two of them may say the same of one load with other numbers.
 */
export function experimentFindings(variants: readonly JudgedVariant[]): BoardDiagnostic[] {
  const having = new Map<string, CompletePlan[]>();
  for (const { plan, findings } of variants)
    for (const key of new Set(findings.map(keyOf))) having.set(key, [...(having.get(key) ?? []), plan]);
  const named = variants.map(({ findings }) =>
    findings.map((finding) => {
      const plans = having.get(keyOf(finding)) ?? [];
      const fed = variants.filter(({ plan }) => feeds(finding.item, plan)).length;
      return plans.length === fed
        ? finding
        : { ...finding, sentence: `${variantsInWords(plans)}: ${finding.sentence}` };
    }),
  );
  return mergeFindings(named);
}

/** Profile and workload feed every variant. */
function feeds(item: ItemId, { run: { sources } }: CompletePlan): boolean {
  const { profile, workload, strategies } = sources;
  return item === profile || item === workload || Object.values(strategies).includes(item);
}

/** "Variant B (CMA reuse)", "Variants A, C and D". */
function variantsInWords(plans: readonly CompletePlan[]): string {
  const [first] = plans;
  if (plans.length === 1) return `Variant ${first?.letter} (${first?.name})`;
  const letters = plans.map(({ letter }) => letter);
  return `Variants ${letters.slice(0, -1).join(", ")} and ${letters.at(-1)}`;
}

/** One list of everything found, each finding once, in a fixed order. */
export function mergeFindings(lists: Iterable<readonly BoardDiagnostic[]>): BoardDiagnostic[] {
  const byKey = new Map<string, BoardDiagnostic>();
  for (const list of lists) for (const finding of list) byKey.set(keyOf(finding), finding);
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding);
}

function keyOf({ item, field, severity, sentence }: BoardDiagnostic): string {
  return JSON.stringify([item, field, severity, sentence]);
}

export type CompletePlan = VariantPlan & { run: { input: RunInput; sources: RunSources } };

export function isComplete(plan: VariantPlan): plan is CompletePlan {
  return "input" in plan.run;
}
