import { formatNumber } from "@carveout/model";
import type { Column } from "../cards/experiment/column";
import { failureCount, figureWords, panicHead } from "../cards/experiment/column";
import { failureHead } from "../cards/experiment/failures";

/** What a variant's row says under its name: a panic, else the worst failure, else the figure, else what is missing. */
export function variantSentence(column: Column): string {
  const { memory, certainty, live, message } = column;
  if (live?.panic) return message?.sentence ?? panicHead(live.panic);
  const worst = live?.failures.toSorted((a, b) => b.count - a.count)[0];
  if (worst !== undefined) return failureHead(worst).slice(0, -1);
  if (memory === null) return message?.sentence ?? "";
  const about = certainty === "estimate" ? "≈ " : "";
  return `${about}${formatNumber(memory.usablePages)} ${figureWords(memory, certainty)}`;
}

/** A variant's usable pages against the first variant's: "−1,746 pages to A"; "baseline" for the first, null where one has no figure. */
export function deltaText(column: Column, baseline: { letter: string; column: Column }): string | null {
  if (column === baseline.column) return "baseline";
  if (column.memory === null || baseline.column.memory === null) return null;
  const delta = column.memory.usablePages - baseline.column.memory.usablePages;
  if (delta === 0) return `same as ${baseline.letter}`;
  const unit = Math.abs(delta) === 1 ? "page" : "pages";
  return `${delta > 0 ? "+" : ""}${formatNumber(delta)} ${unit} to ${baseline.letter}`;
}

/** "37 failures", "no failure", "not run yet"; a run in the making says so far. */
export function failuresText(column: Column): string {
  if (column.live === null) return "not run yet";
  const count = failureCount(column.live.failures);
  const words = count === 0 ? "no failure" : count === 1 ? "1 failure" : `${formatNumber(count)} failures`;
  return column.certainty === "so far" ? `${words} so far` : words;
}
