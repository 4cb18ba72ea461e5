import { type ExperimentJson, resolveFields } from "../item";
import { ANY_ORDER, EXPECTATION_FIELDS } from "../kinds";
import { type Measures, type Metric, measureText, metricId, metricOf, NEVER } from "./metrics";

/** What somebody expects the runs of a variant to show. */
export interface Expectation {
  key: string;
  /** Id of the variant; "" = each of them. */
  variant: string;
  metric: string;
  /** ANY_ORDER: all of them together. */
  blockOrder: number;
  comparison: "at most" | "at least";
  value: number;
  seeds: "all" | "any";
}

/** A variant with what its seeds measured, null where a run is not there yet. */
export interface MeasuredVariant {
  variant: string;
  letter: string;
  seeds: readonly (Measures | null)[];
}

export interface Judgement {
  state: "met" | "not met" | "not yet";
  /** What was measured, by letter of the variant: "B 129", "B 2.914 s to 3.100 s". "" while nothing was. */
  measured: string;
}

/** The expectations of an experiment, in their order. */
export function expectationsOf(experiment: ExperimentJson): Expectation[] {
  const rows = Object.entries(experiment.fields.expectations ?? {});
  const place = ([key, row]: (typeof rows)[number]) => [String(row.order ?? ""), key] as const;
  return rows
    .sort((a, b) => (place(a) < place(b) ? -1 : 1))
    .map(([key, row]) => ({ key, ...resolveFields(EXPECTATION_FIELDS, row) }) as unknown as Expectation);
}

/** "B Lazy: first failure of order 9 at most 10.000 s, on all 5 seeds". */
export function expectationText(
  expectation: Expectation,
  variants: readonly { variant: string; letter: string; name: string }[],
  seeds: number,
): string {
  const { variant, metric: key, blockOrder, comparison, value } = expectation;
  const named = variants.find((one) => one.variant === variant);
  const who =
    variant === "" ? "Every variant" : named ? `${named.letter} ${named.name}` : "A variant that is gone";
  const metric = metricOf(key);
  const order = metric?.byOrder && blockOrder !== ANY_ORDER ? ` of order ${blockOrder}` : "";
  const what = (metric?.label ?? key).replace(/^[A-Z](?=[a-z])/, (head) => head.toLowerCase());
  const on = seeds === 1 ? "" : expectation.seeds === "all" ? `, on all ${seeds} seeds` : ", on any seed";
  return `${who}: ${what}${order} ${comparison} ${measureText(value, unitOf(metric))}${on}`;
}

function unitOf(metric: Metric | undefined): Metric["unit"] {
  return metric?.unit ?? "count";
}

/** Holds an expectation against what was measured. One seed can settle it before the others have run. */
export function judge(expectation: Expectation, variants: readonly MeasuredVariant[]): Judgement {
  const about = variants.filter(
    ({ variant }) => expectation.variant === "" || variant === expectation.variant,
  );
  if (about.length === 0) return { state: "not yet", measured: "" };
  const states = about.map(({ seeds }) => stateOf(expectation, seeds));
  const state = states.includes("not met") ? "not met" : states.includes("not yet") ? "not yet" : "met";
  return { state, measured: measuredText(expectation, about) };
}

function stateOf(expectation: Expectation, seeds: readonly (Measures | null)[]): Judgement["state"] {
  const id = metricId(expectation.metric, expectation.blockOrder);
  const holds = seeds.map((measures) => (measures === null ? null : isAsExpected(expectation, measures[id])));
  const isAll = expectation.seeds === "all";
  if (holds.includes(!isAll)) return isAll ? "not met" : "met";
  if (holds.includes(null)) return "not yet";
  return isAll ? "met" : "not met";
}

/** What never happened comes later than any time. What is not measured at all is not as anybody expects. */
function isAsExpected({ comparison, value }: Expectation, measured: Measures[string] | undefined): boolean {
  if (measured === undefined) return false;
  const number = measured === NEVER ? Number.POSITIVE_INFINITY : measured;
  return comparison === "at most" ? number <= value : number >= value;
}

function measuredText(expectation: Expectation, variants: readonly MeasuredVariant[]): string {
  const { metric: key, blockOrder } = expectation;
  const unit = unitOf(metricOf(key));
  const id = metricId(key, blockOrder);
  return variants
    .flatMap(({ letter, seeds }) => {
      const ran = seeds.filter((measures) => measures !== null);
      const values = ran.flatMap((measures) => measures[id] ?? []);
      if (values.length === 0) return ran.length === 0 ? [] : [`${letter} not measured`];
      const sorted = values.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
      const [least, most] = [sorted[0] ?? NEVER, sorted.at(-1) ?? NEVER];
      const text = (value: Measures[string]) => measureText(value, unit);
      return [least === most ? `${letter} ${text(least)}` : `${letter} ${text(least)} to ${text(most)}`];
    })
    .join(", ");
}

const rank = (value: Measures[string]) => (value === NEVER ? Number.POSITIVE_INFINITY : value);
