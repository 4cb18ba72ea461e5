import type { Diagnostic, RunInput, StrategyInput } from "@carveout/sim";
import { contentHash } from "./canonical";
import type { ItemId } from "./ids";
import {
  type ExperimentJson,
  type ProfileJson,
  resolveFields,
  type StrategyJson,
  type WorkloadJson,
} from "./item";
import {
  ACTION_FIELDS,
  BANK_FIELDS,
  CMA_FIELDS,
  EXPERIMENT_FIELDS,
  LARGEST_ORDER,
  ORDER_FIELDS,
  PHASE_FIELDS,
  PMEM_FIELDS,
  PROFILE_FIELDS,
  REQUEST_CLASSES,
  RESERVED_FIELDS,
  TAG_STORAGE_FIELDS,
  TLB_FIELDS,
  WORKLOAD_FIELDS,
} from "./kinds";
import { type BoardView, FURTHER_PORTS } from "./references";
import { strategyOf } from "./strategies";

/** One column of an experiment: what it would run, or what it lacks. */
export interface VariantPlan {
  variant: string;
  /** A, B, C in the order of the columns. */
  letter: string;
  /** The names of its strategies, or "no strategy". */
  name: string;
  seed: number;
  /** The complete input, or a sentence that names what is missing. */
  run: { input: RunInput; sources: RunSources } | { missing: string };
}

/** Which item each part of an input came from, to lead findings back to their fields. */
export interface RunSources {
  profile: ItemId;
  bankKeys: string[];
  workload: ItemId;
  phaseKeys: string[];
  strategies: Readonly<Record<string, ItemId>>;
}

export function variantLetter(index: number): string {
  return String.fromCharCode(65 + (index % 26)) + (index >= 26 ? String(Math.floor(index / 26)) : "");
}

/** Variants in the order of their columns. */
export function variantsInOrder(experiment: ExperimentJson): string[] {
  const variants = experiment.fields.variants ?? {};
  const key = (id: string) => variants[id]?.order ?? "";
  return Object.keys(variants).sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a < b ? -1 : 1));
}

/** What is wired to an experiment. The first profile and the first workload are what its columns show. */
export interface WiredItems {
  profiles: ItemId[];
  workloads: ItemId[];
  /** By id of the variant. */
  strategies: ReadonlyMap<string, readonly ItemId[]>;
}

export function wiredItems(view: BoardView, experimentId: ItemId): WiredItems {
  const at = new Map<string, ItemId[]>();
  const wires = [...view.wiresInto(experimentId)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, { from, to }] of wires) at.set(to.port, [...(at.get(to.port) ?? []), from.item]);
  const take = (...ports: string[]) =>
    ports.flatMap((port) => {
      const items = at.get(port) ?? [];
      at.delete(port);
      return items;
    });
  const profiles = take("profile", FURTHER_PORTS.profile);
  const workloads = take("workload", FURTHER_PORTS.workload);
  return { profiles, workloads, strategies: at };
}

/** Another profile, workload or seed than those of the columns. */
export interface PlanChoice {
  profile?: ItemId;
  workload?: ItemId;
  seed?: number;
}

export function planExperiment(
  view: BoardView,
  experimentId: ItemId,
  choice: PlanChoice = {},
): VariantPlan[] {
  const experiment = view.item(experimentId);
  if (experiment?.kind !== "experiment") return [];
  const wired = wiredItems(view, experimentId);
  const profileId = choice.profile ?? wired.profiles[0];
  const workloadId = choice.workload ?? wired.workloads[0];
  const profile = profileId === undefined ? undefined : view.item(profileId);
  const workload = workloadId === undefined ? undefined : view.item(workloadId);
  const seed =
    choice.seed ??
    Number(resolveFields(EXPERIMENT_FIELDS, experiment.fields as Record<string, unknown>).seed);
  return variantsInOrder(experiment).map((variant, index) => {
    // By id, so that the order in which wires were drawn does not change the input's hash.
    const strategies = (wired.strategies.get(variant) ?? [])
      .map((id) => [id, view.item(id)] as const)
      .filter((entry): entry is readonly [ItemId, StrategyJson] => entry[1]?.kind === "strategy")
      .sort(([, a], [, b]) => (a.family < b.family ? -1 : 1));
    const name =
      strategies.map(([, s]) => s.name || strategyOf(s.family, s.type)?.title || s.type).join(" + ") ||
      "No strategy";
    const head = { variant, letter: variantLetter(index), name, seed };
    if (profileId === undefined || profile?.kind !== "profile")
      return { ...head, run: { missing: "Wire a profile to this experiment." } };
    if (workloadId === undefined || workload?.kind !== "workload")
      return { ...head, run: { missing: "Wire a workload to this experiment." } };
    const { machine, bankKeys } = machineInput(profile);
    const { load, phaseKeys } = workloadInput(workload);
    const input: RunInput = {
      machine,
      strategies: strategies.map(([, strategy]) => strategyInput(strategy)),
      workload: load,
      seed,
    };
    const sources: RunSources = {
      profile: profileId,
      bankKeys,
      workload: workloadId,
      phaseKeys,
      strategies: Object.fromEntries(strategies.map(([id, s]) => [s.family, id])),
    };
    return { ...head, run: { input, sources } };
  });
}

/** Rows by one of their numbers, then by key. */
function sortedRows(
  rows: Readonly<Record<string, Record<string, unknown>>> | undefined,
  by: string,
): [string, Record<string, unknown>][] {
  const place = (row: Record<string, unknown>) => (typeof row[by] === "number" ? row[by] : 0);
  return Object.entries(rows ?? {}).sort(([ka, a], [kb, b]) => place(a) - place(b) || (ka < kb ? -1 : 1));
}

/** The simulated machine that a profile stands for, and the keys of its banks in their order. */
export function machineInput(profile: Pick<ProfileJson, "fields">): {
  machine: RunInput["machine"];
  bankKeys: string[];
} {
  const fields = resolveFields(PROFILE_FIELDS, profile.fields as Record<string, unknown>);
  const banks = sortedRows(profile.fields.banks, "baseBytes");
  const machine = {
    ...fields,
    banks: banks.map(([, row]) => resolveFields(BANK_FIELDS, row)),
    reserved: sortedRows(profile.fields.reserved, "baseBytes").map(([, row]) =>
      resolveFields(RESERVED_FIELDS, row),
    ),
    cma: sortedRows(profile.fields.cma, "baseBytes").map(([, row]) => resolveFields(CMA_FIELDS, row)),
    tlb: sortedRows(profile.fields.tlb, "leafBytes").map(([, row]) => resolveFields(TLB_FIELDS, row)),
    tagStorage: sortedRows(profile.fields.tagStorage, "baseBytes").map(([, row]) =>
      resolveFields(TAG_STORAGE_FIELDS, row),
    ),
    pmem: sortedRows(profile.fields.pmem, "baseBytes").map(([, row]) => resolveFields(PMEM_FIELDS, row)),
  };
  // The specs name exactly the fields of MachineInput; test/contract.test.ts holds the two together.
  return { machine: machine as unknown as RunInput["machine"], bankKeys: banks.map(([key]) => key) };
}

function strategyInput(strategy: StrategyJson): StrategyInput {
  const params = resolveFields(strategyOf(strategy.family, strategy.type)?.params ?? [], strategy.fields);
  return { family: strategy.family, type: strategy.type, params };
}

function workloadInput(workload: WorkloadJson): { load: RunInput["workload"]; phaseKeys: string[] } {
  const fields = resolveFields(WORKLOAD_FIELDS, workload.fields as Record<string, unknown>);
  const weights = resolveFields(ORDER_FIELDS, workload.fields.orders);
  const orderWeights: number[] = [];
  for (let order = 0; order <= LARGEST_ORDER; order++) orderWeights.push(Number(weights[String(order)]));
  // Trailing zeros say nothing, and a machine with a small largest order must not trip over them.
  while (orderWeights.length > 1 && orderWeights.at(-1) === 0) orderWeights.pop();
  const classes = Object.fromEntries(
    REQUEST_CLASSES.map((info) => [
      info.key,
      resolveFields(info.fields, workload.fields.classes?.[info.key]),
    ]),
  );
  const phases = sortedRows(workload.fields.phases, "startMs");
  const load = {
    ...fields,
    orderWeights,
    classes,
    phases: phases.map(([, row]) => resolveFields(PHASE_FIELDS, row)),
    actions: sortedRows(workload.fields.actions, "startMs").map(([, row]) =>
      resolveFields(ACTION_FIELDS, row),
    ),
  };
  // As with the machine's fields.
  return { load: load as unknown as RunInput["workload"], phaseKeys: phases.map(([key]) => key) };
}

/** Name of a run: the input and the core that would run it. */
export function runHash(input: RunInput, coreVersion: string): string {
  return contentHash({ core: coreVersion, input });
}

/** Where on the board a finding of the core belongs: item and field path. */
export function placeOf(finding: Diagnostic, sources: RunSources): { item: ItemId; field: string } {
  if (finding.part === "workload")
    return { item: sources.workload, field: rowField(finding.field, "phases", sources.phaseKeys) };
  if (finding.part === "strategy")
    return { item: sources.strategies[finding.family ?? ""] ?? sources.profile, field: finding.field };
  return { item: sources.profile, field: rowField(finding.field, "banks", sources.bankKeys) };
}

/** The core numbers the rows of a table, the board names them. */
function rowField(field: string, table: string, keys: readonly string[]): string {
  const index = new RegExp(`^${table}\\[(\\d+)\\]`).exec(field);
  const key = keys[Number(index?.[1])];
  return index === null || key === undefined ? field : `${table}.${key}${field.slice(index[0].length)}`;
}
