import type { MemorySplit } from "@carveout/sim";
import { bothForms } from "../figures";
import { MEMORY_KINDS } from "../kinds";
import kinds from "../kinds.module.css";
import type { Certainty } from "./column";
import { splitSegments } from "./split";

/** Where the present pages are, as one bar: the same length for the same memory. */
export function SplitBar(props: {
  memory: MemorySplit;
  pageSizeBytes: number;
  certainty: Certainty;
  height?: number;
}) {
  const { memory, pageSizeBytes, certainty, height = 14 } = props;
  const segments = splitSegments(memory).map(({ kind, pages }) => ({
    kind,
    share: pages / memory.presentPages,
    text: `${MEMORY_KINDS[kind].label} ${bothForms(pages, pageSizeBytes)}`,
  }));
  return (
    <div
      className={kinds.bar}
      style={{ height, opacity: certainty === "estimate" ? 0.55 : undefined }}
      role="img"
      aria-label={`Of ${bothForms(memory.presentPages, pageSizeBytes)} present: ${segments.map((s) => s.text).join(", ")}.`}
    >
      {segments.map(({ kind, share, text }) => (
        <i
          key={kind}
          className={kinds.kind}
          data-kind={kind}
          title={text}
          style={{ flex: `0 1 ${share * 100}%` }}
        />
      ))}
    </div>
  );
}
