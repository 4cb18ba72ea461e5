import { type Expectation, expectationText, judge, type Measures } from "@carveout/model";
import type { Experiment, Variant } from "./input";
import { wrap } from "./text";

/** One run with what it measured. */
export interface MeasuredRun {
  variant: Variant;
  seed: number;
  measures: Measures;
}

export interface Judged {
  experiment: string;
  /** As the board words it. */
  expectation: string;
  /** "not judged": it is about a variant that is gone, or about one that could not run. */
  state: "met" | "not met" | "not judged";
  /** By letter of the variant. */
  measured: string;
}

/** Holds the expectations of an experiment against the runs of some of its variants. Those about the others are left out. */
export function judgeAll(
  { name, variants, expectations }: Experiment,
  chosen: readonly Variant[],
  seeds: readonly number[],
  runs: readonly MeasuredRun[],
): Judged[] {
  if (chosen.length === 0) return [];
  const measured = chosen.map((variant) => ({
    variant: variant.variant,
    letter: variant.letter,
    seeds: seeds.map(
      (seed) => runs.find((run) => run.variant === variant && run.seed === seed)?.measures ?? null,
    ),
  }));
  const isOfAnother = (expectation: Expectation) =>
    variants.some((one) => one.variant === expectation.variant && !chosen.includes(one));
  return expectations
    .filter((expectation) => !isOfAnother(expectation))
    .map((expectation) => {
      const { state, measured: text } = judge(expectation, measured);
      return {
        experiment: name,
        expectation: expectationText(expectation, variants, seeds.length),
        state: state === "not yet" ? "not judged" : state,
        measured: text,
      };
    });
}

/** As text for a mail. */
export function expectationLines(judged: readonly Judged[]): string {
  const lines = judged.flatMap(({ expectation, state, measured }) => [
    ...wrap(`${state === "met" ? "met:    " : `${state}:`} ${expectation}`),
    ...(measured === "" ? [] : wrap(`  measured: ${measured}`)),
  ]);
  return `Expectations\n${lines.join("\n")}\n\n`;
}
