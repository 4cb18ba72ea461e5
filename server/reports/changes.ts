import type { Report } from "@carveout/formats";
import { type BoardJson, type ItemId, planExperiment, viewOf } from "@carveout/model";
import type { RunResult } from "@carveout/sim";
import type { RunFrame } from "@carveout/wire";
import type { Moment } from "../history/moment";

/** A state of the board that the report tells of: one that somebody named, or the one there is now. */
export interface Milestone {
  /** "before the call"; "now". */
  name: string;
  at: number;
  /** What led to it from the milestone before, oldest first. */
  moments: readonly Moment[];
  board: BoardJson;
  frames: readonly RunFrame[];
}

/** Most changes told one by one between two milestones: the timeline has all of them. */
const MAX_TOLD = 8;

/** From milestone to milestone: what people changed, and what became of the figures. The first one is what the others start from. */
export function changesOf(
  milestones: readonly Milestone[],
  nameOf: (participant: string) => string,
): Report["changes"] {
  return milestones.slice(1).map((milestone, index) => {
    const before = milestones[index];
    const told = milestone.moments.flatMap(({ changes }) =>
      changes.map(({ author, did }) => (author === null ? did : `${nameOf(author)} ${did}`)),
    );
    const count = milestone.moments.reduce((sum, moment) => sum + moment.count, 0);
    const changes = told.slice(-MAX_TOLD);
    return {
      until: milestone.name,
      at: milestone.at,
      changes,
      more: Math.max(0, count - changes.length),
      outcome: before === undefined ? [] : outcomeOf(before, milestone),
    };
  });
}

interface Figures {
  name: string;
  usablePages: number;
  failures: number;
}

/** Variants whose figures are others now, and those that have any for the first time. */
function outcomeOf(before: Milestone, after: Milestone): string[] {
  const old = figuresOf(before);
  return [...figuresOf(after)].flatMap(([key, figures]) => {
    const was = old.get(key);
    if (was === undefined)
      return [
        `${figures.name}: ${count(figures.usablePages)} usable pages, ${count(figures.failures)} failures`,
      ];
    const parts = [
      was.usablePages === figures.usablePages
        ? ""
        : `usable pages ${count(was.usablePages)} to ${count(figures.usablePages)}`,
      was.failures === figures.failures
        ? ""
        : `failures ${count(was.failures)} to ${count(figures.failures)}`,
    ].filter(Boolean);
    return parts.length === 0 ? [] : [`${figures.name}: ${parts.join(", ")}`];
  });
}

function figuresOf({ board, frames }: Milestone): Map<string, Figures> {
  const figures = new Map<string, Figures>();
  const names = new Map<ItemId, ReadonlyMap<string, string>>();
  for (const { experiment, variant, status } of frames) {
    if (status.state !== "result") continue;
    if (!names.has(experiment)) names.set(experiment, variantNames(board, experiment));
    // The server's own runs are the core's.
    const { memory, failures } = status.result as RunResult;
    figures.set(`${experiment}/${variant}`, {
      name: names.get(experiment)?.get(variant) ?? "a variant",
      usablePages: memory.usablePages,
      failures: failures.reduce((sum, group) => sum + group.count, 0),
    });
  }
  return figures;
}

function variantNames(board: BoardJson, experiment: ItemId): ReadonlyMap<string, string> {
  const item = board.items[experiment];
  const title = item?.kind === "experiment" && item.name ? `${item.name}, ` : "";
  return new Map(
    planExperiment(viewOf(board.items), experiment).map(({ variant, letter, name }) => [
      variant,
      `${title}${letter} ${name}`,
    ]),
  );
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
