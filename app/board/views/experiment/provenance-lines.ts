import { runCommand } from "../../cards/experiment/provenance-text";
import type { ShownInView } from "./use-shown";

/** Where the figures come from, a line a run: letter, name of the run, seed, core and command. */
export function provenanceLines(
  title: string,
  { runs, seeds }: Pick<ShownInView, "runs" | "seeds">,
): string[] {
  const origin = typeof location === "undefined" ? "" : location.origin;
  return runs.map(({ look, run, result, variant, stale }) => {
    const seed = variant.frame?.seed ?? seeds[0] ?? 0;
    const core = result === null ? "" : `, core ${result.core}`;
    const state = stale === null ? (result === null ? " (so far)" : "") : " (stale)";
    return `${look.letter} ${run}${state}, seed ${seed}${core}: ${runCommand(title, look.letter, seed)}, ${origin}/r/${run}`;
  });
}
