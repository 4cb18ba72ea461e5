/**
 * Studies: many runs of one experiment, asked for by anybody on the board, computed once and shown to all. What a study runs stands in the experiment's own
 * fields; these messages carry the wish and the outcome.
 */

export interface StudyRequest {
  type: "study request";
  experiment: string;
  study: "comparison" | "sweep";
  action: "run" | "cancel";
}

/** Where a study stands. */
export interface Study {
  type: "study";
  experiment: string;
  study: "comparison" | "sweep";
  /** Name of what it runs; cells of another name do not belong to it. */
  name: string;
  /** Rises with each message of a study. */
  serial: number;
  /** "stale": the experiment runs something else by now; what there is belongs to what was. */
  state: "running" | "done" | "cancelled" | "stale";
  total: number;
  done: number;
  /** The runs of the columns go first: this many wait before it. */
  ahead: number;
}

/** One run that is over. Where it stands in its study, which run it was, and what it measured. */
export interface StudyCell {
  key: string;
  variant: string;
  seed: number;
  profile: string;
  workload: string;
  at: readonly number[];
  /** SHA-256 of its input and the core's version. */
  run: string;
  /** By metric; null: there is no result, and `reason` says why. */
  measures: Readonly<Record<string, number | "never">> | null;
  reason: string;
}

/** Cells that have come since. For who joins, all there are. */
export interface StudyCells {
  type: "study cells";
  experiment: string;
  study: "comparison" | "sweep";
  name: string;
  cells: StudyCell[];
}

/** To the sender alone: why a study is not started. */
export interface StudyRefused {
  type: "study refused";
  experiment: string;
  study: "comparison" | "sweep";
  reason: string;
}

export function isStudyRequest({ experiment, study, action }: StudyRequest): boolean {
  return (
    typeof experiment === "string" &&
    (study === "comparison" || study === "sweep") &&
    (action === "run" || action === "cancel")
  );
}
