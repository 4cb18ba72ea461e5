import type { FailureGroup, MemorySplit, RunProgress, RunResult } from "@carveout/sim";
import type { ChipTone } from "../../../ui/Chip";
import type { VariantRun } from "../../session";
import { counted, ordinal, reachedText, secondsText } from "../figures";

export type StateIcon =
  | "waiting"
  | "estimate"
  | "queued"
  | "running"
  | "result"
  | "warning"
  | "no run"
  | "ended early"
  | "panic"
  | "incomplete";

/** How sure a column's figures are: a closed form, a run in the making, or the result. */
export type Certainty = "estimate" | "so far" | "result";

/** What a column says, for every state in the same places. */
export interface Column {
  chip: { tone: ChipTone; icon: StateIcon; text: string };
  memory: MemorySplit | null;
  certainty: Certainty;
  /** null before the first sample. */
  live: Pick<RunProgress, "series" | "orders" | "failures" | "figures" | "panic"> | null;
  /** The machine at the end of the run; null before it. */
  end: Pick<RunResult, "files"> | null;
  /** 0 to 1 while it runs. */
  progress: number | null;
  /** In place of the figure, or under it where one was kept. */
  message: ColumnNote | null;
}

export interface ColumnNote {
  tone: "plain" | "err";
  sentence: string;
  field: { item: string; field: string } | null;
  /** A limit ended the run: a shorter load would be within it. */
  isLimit?: true;
}

const NOTHING = {
  memory: null,
  certainty: "estimate",
  live: null,
  end: null,
  progress: null,
  message: null,
} as const;

/** Reads a variant's newest frame; undefined while none has come. */
export function readColumn(frame: VariantRun | undefined): Column {
  if (frame === undefined) return { ...NOTHING, chip: { tone: "outline", icon: "waiting", text: "waiting" } };
  const { status } = frame;
  switch (status.state) {
    case "incomplete":
      return {
        ...NOTHING,
        chip: { tone: "outline", icon: "incomplete", text: "incomplete" },
        message: { tone: "plain", sentence: status.missing, field: null },
      };
    case "no run":
      return {
        ...NOTHING,
        chip: { tone: "err", icon: "no run", text: "no run" },
        message: { tone: "err", sentence: status.reason, field: { item: status.item, field: status.field } },
      };
    case "queued":
      return {
        ...NOTHING,
        chip:
          status.place > 0
            ? { tone: "outline", icon: "queued", text: `${ordinal(status.place)} in queue` }
            : { tone: "outline", icon: "estimate", text: "estimate" },
        memory: status.estimate.memory,
      };
    case "running":
      return readRunning(status);
    case "ended early": {
      const { progress } = status;
      return {
        ...NOTHING,
        chip: { tone: "err", icon: "ended early", text: "ended early" },
        memory: progress?.memory ?? status.estimate.memory,
        certainty: progress === null ? "estimate" : "so far",
        live: progress,
        message: { tone: "err", sentence: status.reason, field: null, isLimit: true },
      };
    }
    case "result":
      return {
        ...NOTHING,
        chip: resultChip(status),
        memory: status.result.memory,
        certainty: "result",
        live: status.result,
        end: status.result,
        message: panicMessage(status.result.panic),
      };
  }
}

function resultChip({
  result,
  warnings,
}: Extract<VariantRun["status"], { state: "result" }>): Column["chip"] {
  if (result.panic !== null) return { tone: "err", icon: "panic", text: "panic" };
  return warnings > 0
    ? { tone: "warn", icon: "warning", text: counted(warnings, "warning") }
    : { tone: "ok", icon: "result", text: "result" };
}

/** A simulated kernel that stopped is a result: how it ended stands in the place of its rows. */
function panicMessage(panic: RunResult["panic"]): Column["message"] {
  if (panic === null) return null;
  return { tone: "err", sentence: `${panicHead(panic)}: ${panic.sentence}`, field: null };
}

/** "Kernel panic at 4.123 s". */
export function panicHead({ tMs }: { tMs: number }): string {
  return `Kernel panic at ${secondsText(tMs)}`;
}

function readRunning(status: Extract<VariantRun["status"], { state: "running" }>): Column {
  const { progress, estimate } = status;
  if (progress === null)
    return {
      ...NOTHING,
      chip: { tone: "accent", icon: "running", text: "starting" },
      memory: estimate.memory,
      progress: 0,
    };
  return {
    ...NOTHING,
    chip: { tone: "accent", icon: "running", text: reachedText(progress.tMs, progress.durationMs) },
    memory: progress.memory,
    certainty: "so far",
    live: progress,
    progress: progress.durationMs > 0 ? progress.tMs / progress.durationMs : 0,
  };
}

/** What the big figure counts: a ceiling is called one, and a run in the making too. */
export function figureWords(memory: MemorySplit, certainty: Certainty): string {
  if (memory.usable === "at most") return certainty === "so far" ? "at most so far" : "pages at most";
  return certainty === "so far" ? "pages so far" : "pages usable";
}

export function failureCount(failures: readonly FailureGroup[]): number {
  return failures.reduce((sum, group) => sum + group.count, 0);
}
