import { formatNumber } from "@carveout/model";
import type { FailureGroup, Panic } from "@carveout/sim";
import { counted, hexText, secondsText } from "../figures";
import type { VariantLook } from "../variant-look";

/** A group of failures with the variant it happened in. */
export interface VariantFailure {
  look: VariantLook;
  group: FailureGroup;
}

/**
 * All groups of all variants, largest first; at a tie in the order of the columns, then the larger order. What led to a panic is told with
 * the panic.
 */
export function rankFailures(
  columns: readonly { look: VariantLook; failures: readonly FailureGroup[]; panic: Panic | null }[],
): VariantFailure[] {
  return columns
    .flatMap(({ look, failures, panic }) =>
      failures.filter((group) => !isOfPanic(group, panic)).map((group) => ({ look, group })),
    )
    .sort((a, b) => b.group.count - a.group.count || b.group.order - a.group.order);
}

function isOfPanic(group: FailureGroup, panic: Panic | null): boolean {
  return panic !== null && group.firstMs === panic.tMs && sentences(group) === sentences(panic);
}

const sentences = ({ chain }: { chain: FailureGroup["chain"] }) =>
  chain.map(({ sentence }) => sentence).join("\n");

/** "31 × order-9 request failed.", "2 × read of /proc/kpageflags failed." A name in capitals keeps them. */
export function failureHead({ count, subject }: FailureGroup): string {
  const words = subject.replace(/^[A-Z](?=[a-z -])/, (first) => first.toLowerCase());
  return `${formatNumber(count)} × ${words} failed.`;
}

/** "First at 2.914 s, last at 6.231 s, for example pfn 0x2a800." */
export function failureTimes({ count, firstMs, lastMs, examplePfn }: FailureGroup): string {
  const times =
    count === 1
      ? `At ${secondsText(firstMs)}`
      : `First at ${secondsText(firstMs)}, last at ${secondsText(lastMs)}`;
  return examplePfn < 0 ? `${times}.` : `${times}, for example pfn ${hexText(examplePfn)}.`;
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

/** How much failed that was no page request. */
export function otherFailures(failures: readonly FailureGroup[]): number {
  return failures.reduce((sum, { order, count }) => (order < 0 ? sum + count : sum), 0);
}
