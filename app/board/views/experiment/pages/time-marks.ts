import type { ShownVariant } from "../../../cards/experiment/use-experiment";
import type { TimeMark } from "./TimeBar";

/** When requests failed first and last, and where a run ended. */
export function marksOf(variants: readonly ShownVariant[]): TimeMark[] {
  return variants.flatMap(({ column, look }) => {
    const failures = column.live?.failures ?? [];
    const marks = failures.flatMap(({ subject, firstMs, lastMs }) => [
      { tMs: firstMs, token: look.token, label: `${look.letter}: ${subject} failed first` },
      { tMs: lastMs, token: look.token, label: `${look.letter}: ${subject} failed last` },
    ]);
    const panic = column.live?.panic ?? null;
    return panic === null ? marks : [...marks, { tMs: panic.tMs, token: look.token, label: "Kernel panic" }];
  });
}
