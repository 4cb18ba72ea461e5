import { type BoardJson, itemTitle, planExperiment, viewOf } from "@carveout/model";
import type { RunResult } from "@carveout/sim";
import type { Outcome, OutcomeChange } from "@carveout/wire";
import type { Frame } from "../runs/column";
import type { RunResults } from "../runs/results";
import { resultsOf } from "./results";

/** Which columns came out differently between two states of a board, as far as both runs are kept. Nothing is run. */
export async function outcomeChanges(
  before: BoardJson,
  after: BoardJson,
  results: RunResults,
): Promise<OutcomeChange[]> {
  const [was, is] = [await resultsOf(before, results), await resultsOf(after, results)];
  const outcomes = new Map(was.runs.map((frame) => [keyOf(frame), outcomeOf(frame)]));
  return is.runs.flatMap((frame) => {
    const [old, now] = [outcomes.get(keyOf(frame)), outcomeOf(frame)];
    const item = after.items[frame.experiment];
    if (!old || now === null || item === undefined || isSameOutcome(old, now)) return [];
    const plan = planExperiment(viewOf(after.items), frame.experiment).find(
      ({ variant }) => variant === frame.variant,
    );
    const { letter = "", name = "" } = plan ?? {};
    return [
      {
        experiment: frame.experiment,
        title: itemTitle(item, after),
        letter,
        variant: name,
        before: old,
        after: now,
      },
    ];
  });
}

function keyOf({ experiment, variant }: Frame): string {
  return `${experiment} ${variant}`;
}

function outcomeOf({ status }: Frame): Outcome | null {
  if (status.state !== "result") return null;
  const { memory, failures, panic }: RunResult = status.result;
  return {
    usablePages: memory.usablePages,
    failures: failures.reduce((sum, { count }) => sum + count, 0),
    panic: panic?.sentence ?? null,
  };
}

function isSameOutcome(a: Outcome, b: Outcome): boolean {
  return a.usablePages === b.usablePages && a.failures === b.failures && a.panic === b.panic;
}
