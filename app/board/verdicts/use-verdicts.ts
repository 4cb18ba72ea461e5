import { type VerdictJson, type VerdictTarget, verdictsOn } from "@carveout/model";
import { useMemo } from "react";
import { useRuns, useSession, useSignal } from "../session";
import { discussionOf } from "../threads/discussion";

/** The verdicts on a target, in the order they were given. */
export function useVerdicts({ item, variant }: VerdictTarget): readonly VerdictJson[] {
  const verdicts = useSignal(discussionOf(useSession()).verdicts);
  return useMemo(
    () => verdictsOn(verdicts, variant === undefined ? { item } : { item, variant }),
    [verdicts, item, variant],
  );
}

/** The run that counts for a target now; "" where there is none. */
export function useCurrentRun({ item, variant }: VerdictTarget): string {
  const runs = useRuns(item);
  return variant === undefined ? "" : (runs.get(variant)?.run ?? "");
}
