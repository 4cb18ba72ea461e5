import type { SkippedUndo } from "../session";

export function skippedWords({ author, label, isPartial }: SkippedUndo): {
  headline: string;
  detail: string;
} {
  const reason =
    author === null
      ? "What it changed is not on the board any more."
      : `${author.name} has changed ${label} since.`;
  return isPartial
    ? { headline: "Undo left something out", detail: `${reason} The rest of the step is undone.` }
    : { headline: "Undo skipped one step", detail: `${reason} Your older steps are still there.` };
}
