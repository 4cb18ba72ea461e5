import { contentHash } from "../canonical";
import { fieldProblem } from "../field";
import type { FieldSpec } from "../field-spec";
import type { ItemId } from "../ids";
import { type ExperimentJson, resolveFields } from "../item";
import { EXPERIMENT_FIELDS } from "../kinds";
import { planExperiment, type VariantPlan, wiredItems } from "../plan";
import { formatNumber, formatValue } from "../quantity";
import type { BoardView } from "../references";
import { type Axis, axesOf, axisValues, numberAt, withField } from "./axis";

/**
 * Many runs of one experiment: its comparison (variants, profiles, workloads and seeds against each other) or its sweep (variants over the values of one or
 * two parameters).
 */
export const STUDIES = ["comparison", "sweep"] as const;
export type StudyKind = (typeof STUDIES)[number];

/** Most runs of one study: a few minutes on two processors. */
export const MAX_STUDY_RUNS = 600;

/** One run of a study and where it stands in it. */
export interface StudyCell {
  variant: string;
  seed: number;
  /** Of a comparison. */
  profile: ItemId;
  workload: ItemId;
  /** Of a sweep: the value of each axis. */
  at: readonly number[];
  run: VariantPlan["run"];
}

/** What a study would run, or the sentence that says why it can't. */
export type StudyPlan = { cells: StudyCell[] } | { problem: string };

/** A cell's name within its study. */
export function cellKey({ variant, seed, profile, workload, at }: Omit<StudyCell, "run">): string {
  return [variant, seed, profile, workload, ...at].join(" ");
}

/** The seeds of an experiment: its own and those that follow it. */
export function seedsOf(experiment: ExperimentJson): number[] {
  const { seed, seeds } = resolveFields(EXPERIMENT_FIELDS, experiment.fields as Record<string, unknown>);
  return Array.from({ length: Number(seeds) }, (_, i) => (Number(seed) + i) % 2 ** 32);
}

export function planStudy(view: BoardView, experimentId: ItemId, kind: StudyKind): StudyPlan {
  const experiment = view.item(experimentId);
  if (experiment?.kind !== "experiment") return { problem: "The experiment is not on the board any more." };
  const { profiles, workloads } = wiredItems(view, experimentId);
  const [profile] = profiles;
  const [workload] = workloads;
  if (profile === undefined) return { problem: "Wire a profile to this experiment." };
  if (workload === undefined) return { problem: "Wire a workload to this experiment." };
  if (planExperiment(view, experimentId).length === 0)
    return { problem: "Wire a strategy to this experiment: a study needs a variant." };
  const places =
    kind === "comparison"
      ? profiles.flatMap((p) => workloads.map((w) => ({ profile: p, workload: w, at: [], view })))
      : sweepPlaces(view, experimentId, { profile, workload });
  if ("problem" in places) return places;
  const seeds = seedsOf(experiment);
  const runs = places.length * seeds.length * Object.keys(experiment.fields.variants ?? {}).length;
  if (runs > MAX_STUDY_RUNS)
    return {
      problem: `This would be ${formatNumber(runs)} runs; a study has at most ${MAX_STUDY_RUNS}. Take fewer points, seeds or variants.`,
    };
  const cells = places.flatMap(({ view: seen, ...place }) =>
    seeds.flatMap((seed) =>
      planExperiment(seen, experimentId, { ...place, seed }).map(({ variant, run }) => ({
        variant,
        seed,
        ...place,
        run,
      })),
    ),
  );
  return { cells };
}

interface Place {
  profile: ItemId;
  workload: ItemId;
  at: readonly number[];
  /** The board with the values of this place in it. */
  view: BoardView;
}

/** The swept parameters of an experiment with their fields and values, or what is wrong with them. */
export function sweepAxes(
  view: BoardView,
  experimentId: ItemId,
): { axis: Axis; spec: FieldSpec; values: number[] }[] | { problem: string } {
  const experiment = view.item(experimentId);
  const axes = experiment?.kind === "experiment" ? axesOf(experiment) : [];
  if (axes.length === 0) return { problem: "Choose a parameter to sweep." };
  const wired = wiredItems(view, experimentId);
  const items = new Set([
    ...wired.profiles.slice(0, 1),
    ...wired.workloads.slice(0, 1),
    ...[...wired.strategies.values()].flat(),
  ]);
  const found: { axis: Axis; spec: FieldSpec; values: number[] }[] = [];
  for (const axis of axes) {
    const item = items.has(axis.item) ? view.item(axis.item) : undefined;
    const spec = item === undefined ? null : numberAt(item, axis.field);
    if (spec === null)
      return { problem: "A swept parameter is no longer wired to this experiment. Choose another one." };
    if (axis.scale === "log" && (axis.from <= 0 || axis.to <= 0))
      return { problem: `${spec.label}: steps by a factor need a first and a last value above 0.` };
    const values = axisValues(axis, spec);
    for (const value of values) {
      const problem = fieldProblem(spec, value);
      if (problem !== null) return { problem: `${spec.label}: ${formatValue(spec, value)} ${problem}.` };
    }
    found.push({ axis, spec, values });
  }
  const [first, second] = found;
  if (first && second && first.axis.item === second.axis.item && first.axis.field === second.axis.field)
    return { problem: "Both axes are the same parameter. Choose another one for the second." };
  return found;
}

function sweepPlaces(
  view: BoardView,
  experimentId: ItemId,
  first: { profile: ItemId; workload: ItemId },
): Place[] | { problem: string } {
  const axes = sweepAxes(view, experimentId);
  if ("problem" in axes) return axes;
  let places: Place[] = [{ ...first, at: [], view }];
  for (const { axis, values } of axes)
    places = places.flatMap((place) =>
      values.map((value) => ({
        ...place,
        at: [...place.at, value],
        view: seenWith(place.view, axis, value),
      })),
    );
  return places;
}

/** The board as it would be with another value in one field. */
function seenWith(view: BoardView, { item: id, field }: Axis, value: number): BoardView {
  const item = view.item(id);
  const changed = item === undefined ? undefined : withField(item, field, value);
  return {
    item: (other) => (other === id ? changed : view.item(other)),
    wiresInto: (of) => view.wiresInto(of),
  };
}

/** Name of what a study depends on: another one, and what it has shown is stale. */
export function studyName(view: BoardView, experimentId: ItemId, kind: StudyKind): string {
  const experiment = view.item(experimentId);
  if (experiment?.kind !== "experiment") return "";
  const { profiles, workloads, strategies } = wiredItems(view, experimentId);
  const isSweep = kind === "sweep";
  const inputs = [
    ...profiles.slice(0, isSweep ? 1 : undefined),
    ...workloads.slice(0, isSweep ? 1 : undefined),
  ];
  const parts = (id: ItemId) => {
    const item = view.item(id);
    if (item === undefined || !("fields" in item)) return id;
    return [id, item.kind === "strategy" ? `${item.family}/${item.type}` : item.kind, item.fields];
  };
  return contentHash([
    Object.keys(experiment.fields.variants ?? {}).sort(),
    seedsOf(experiment),
    isSweep ? axesOf(experiment) : [],
    inputs.map(parts),
    [...strategies].map(([variant, ids]) => [variant, ids.map(parts)]),
  ]);
}
