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

/** What every variant has measured on every seed: the columns' own results, and the cells of a comparison that is not stale. */
export function measuredVariants(
  { variants, seeds }: Pick<ShownInView, "variants" | "seeds">,
  columns: ReadonlyMap<string, Measures>,
  study: ShownStudy | undefined,
  first: { profile: string | null; workload: string | null },
): MeasuredVariant[] {
  const cells = study === undefined || study.state === "stale" ? null : study.cells;
  return variants.map(({ head: { variant, letter } }) => ({
    variant,
    letter,
    seeds: seeds.map((seed, i) => {
      const place = { variant, seed, profile: first.profile ?? "", workload: first.workload ?? "", at: [] };
      return (i === 0 ? columns.get(variant) : undefined) ?? cells?.get(cellKey(place))?.measures ?? null;
    }),
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
