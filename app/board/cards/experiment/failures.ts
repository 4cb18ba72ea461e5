import { formatNumber } from "@carveout/model";
import type { FailureGroup } from "@carveout/sim";
import { counted } from "../figures";
import type { VariantLook } from "../variant-look";

/** A group of failures with the variant it happened in. */
export interface VariantFailure {
  look: VariantLook;
  group: FailureGroup;
}

/** All groups of all variants, largest first; at a tie in the order of the columns, then the larger order. */
export function rankFailures(
  columns: readonly { look: VariantLook; failures: readonly FailureGroup[] }[],
): VariantFailure[] {
  return columns
    .flatMap(({ look, failures }) => failures.map((group) => ({ look, group })))
    .sort((a, b) => b.group.count - a.group.count || b.group.order - a.group.order);
}

/** "31 × order-9 request failed." */
export function failureHead({ count, subject }: FailureGroup): string {
  return `${formatNumber(count)} × ${subject.replace(/^./, (first) => first.toLowerCase())} failed.`;
}

/** The root of the chain in a sentence, or that none was recorded. */
export function failureRoot(group: FailureGroup): string {
  return group.chain.at(-1)?.sentence ?? "The run recorded no cause.";
}

/** "2 other causes, 14 failures" behind the worst one; null where it is the only one. */
export function othersText(ranked: readonly VariantFailure[]): string | null {
  const others = ranked.slice(1);
  if (others.length === 0) return null;
  const failures = others.reduce((sum, { group }) => sum + group.count, 0);
  return `${counted(others.length, "other cause")}, ${counted(failures, "failure")}`;
}
