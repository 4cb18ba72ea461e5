import { readStage, type StageJson, stageOf } from "@carveout/model";
import { useCallback, useRef, useSyncExternalStore } from "react";
import { useSession } from "../session";

/** What the session is at: timer, agenda, spotlight. */
export function useStage(): StageJson {
  const { doc } = useSession();
  const read = useRef<StageJson | null>(null);
  const subscribe = useCallback(
    (changed: () => void) => {
      const onChange = () => {
        read.current = null;
        changed();
      };
      stageOf(doc).observe(onChange);
      return () => stageOf(doc).unobserve(onChange);
    },
    [doc],
  );
  return useSyncExternalStore(subscribe, () => {
    read.current ??= readStage(doc);
    return read.current;
  });
}
