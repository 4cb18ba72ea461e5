import type { RunResult } from "@carveout/sim";
import { useMemo } from "react";
import { LevelMark } from "../../../charts/picture/marks";
import type { ShownInView } from "../use-shown";
import { LinePicture } from "./LinePicture";

/** Free memory of all variants, and the watermarks of all zones together. */
export function FreePicture({ shown }: { shown: ShownInView }) {
  const { runs, baseline } = shown;
  const lines = useMemo(
    () => runs.map(({ look, live }) => ({ look, t: live.series.tMs, values: live.series.freePages })),
    [runs],
  );
  const marked = runs.find(({ variant }) => variant.head.variant === baseline) ?? runs[0];
  const marks = marked?.result ? watermarksOf(marked.result) : [];
  return (
    <LinePicture
      title="Free memory"
      subtitle={marks.length > 0 && marked ? `watermarks of ${marked.look.letter}` : undefined}
      unit="pages"
      lines={lines}
      shown={shown}
      extra={(scale, divisor) =>
        marks.map(({ name, pages }, i) => (
          <LevelMark key={name} value={pages / divisor} text={name} scale={scale} indent={4 + i * 34} />
        ))
      }
    />
  );
}

/** Below LOW, kswapd begins; below MIN, requests have to wait or fail. */
function watermarksOf({ zones }: RunResult): { name: string; pages: number }[] {
  const sum = (mark: "min" | "low" | "high") =>
    zones.reduce((total, { watermarks }) => total + watermarks[mark], 0);
  return [
    { name: "min", pages: sum("min") },
    { name: "high", pages: sum("high") },
  ];
}
