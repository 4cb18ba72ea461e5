import {
  cellKey,
  METRICS,
  type MeasuredVariant,
  type Measures,
  type MetricUnit,
  metricOf,
} from "@carveout/model";
import type { ShownStudy } from "../../../session";
import type { ShownInView } from "../use-shown";

interface Place {
  profile: string;
  workload: string;
}

/** What each run of a comparison has measured, null where nothing has: its cell, or the result of a column, which is the first seed in the first place. */
export function measuresAt(
  seeds: readonly number[],
  columns: ReadonlyMap<string, Measures>,
  cells: ShownStudy["cells"] | undefined,
  first: Place,
): (variant: string, seed: number, place: Place) => Measures | null {
  return (variant, seed, place) => {
    const isColumns =
      seed === seeds[0] && place.profile === first.profile && place.workload === first.workload;
    const own = isColumns ? columns.get(variant) : undefined;
    return own ?? cells?.get(cellKey({ variant, seed, ...place, at: [] }))?.measures ?? null;
  };
}

/** What every variant has measured on every seed, where the columns are. A comparison that is stale has no say. */
export function measuredVariants(
  { variants, seeds }: Pick<ShownInView, "variants" | "seeds">,
  columns: ReadonlyMap<string, Measures>,
  study: ShownStudy | undefined,
  first: { profile: string | null; workload: string | null },
): MeasuredVariant[] {
  const place = { profile: first.profile ?? "", workload: first.workload ?? "" };
  const cells = study?.state === "stale" ? undefined : study?.cells;
  const measures = measuresAt(seeds, columns, cells, place);
  return variants.map(({ head: { variant, letter } }) => ({
    variant,
    letter,
    seeds: seeds.map((seed) => measures(variant, seed, place)),
  }));
}

/** A metric that can be chosen: one of those that every run has, or a figure of a family. */
export interface MetricChoice {
  key: string;
  label: string;
  unit: MetricUnit;
  better: "more" | "less" | null;
  byOrder: boolean;
  group: string;
}

/** All metrics that these runs have. */
export function metricChoices(runs: ShownInView["runs"]): MetricChoice[] {
  const figures = new Map<string, MetricChoice>();
  for (const { live } of runs)
    for (const { family, figures: told } of live.figures)
      for (const { key, label, unit } of told)
        if (unit !== "address")
          figures.set(`${family}/${key}`, {
            key: `${family}/${key}`,
            label,
            unit,
            better: null,
            byOrder: false,
            group: family,
          });
  return [...METRICS.map((metric) => ({ ...metric, group: "Every run" })), ...figures.values()];
}

/** Unit of a metric, whether it is known here or not. */
export function unitOf(choices: readonly MetricChoice[], key: string): MetricUnit {
  return choices.find((choice) => choice.key === key)?.unit ?? metricOf(key)?.unit ?? "count";
}
