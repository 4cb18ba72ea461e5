import type { RunResult } from "@carveout/sim";
import type { VariantRun } from "../../session";

/** The last result of a variant whose input is another by now. */
export interface StaleResult {
  result: RunResult;
  /** SHA-256 of the run. */
  run: string;
  /** What for, in a sentence. */
  why: string;
}

/** What a variant shows as stale: its last result, until anything has come of the new input. */
export function staleOf(frame: VariantRun | undefined, last: VariantRun | undefined): StaleResult | null {
  if (last?.status.state !== "result" || (frame !== undefined && hasFigures(frame))) return null;
  return {
    result: last.status.result,
    run: last.run,
    why: frame?.changed || "For an earlier state of the board.",
  };
}

function hasFigures({ status }: VariantRun): boolean {
  if (status.state === "running" || status.state === "ended early") return status.progress !== null;
  return status.state === "result";
}
