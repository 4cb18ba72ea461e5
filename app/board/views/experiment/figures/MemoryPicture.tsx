import { formatNumber } from "@carveout/model";
import type { MemorySplit } from "@carveout/sim";
import { useLayoutEffect, useRef, useState } from "react";
import { kindsIn, splitSegments } from "../../../cards/experiment/split";
import { bothForms, percentText, sizeText } from "../../../cards/figures";
import { KindLegend } from "../../../cards/KindLegend";
import { MEMORY_KINDS } from "../../../cards/kinds";
import { VariantBadge } from "../../../cards/VariantBadge";
import { Picture } from "../../../charts/picture/Picture";
import type { ShownInView } from "../use-shown";
import s from "../view.module.css";

const BAR_HEIGHT = 24;

/** Where the present pages are, one bar a variant, each against the baseline. */
export function MemoryPicture({ shown }: { shown: ShownInView }) {
  const { variants, pageSizeBytes, baseline } = shown;
  const rows = variants.flatMap(({ head, look, column }) =>
    column.memory === null ? [] : [{ head, look, memory: column.memory, certainty: column.certainty }],
  );
  const against = rows.find(({ head }) => head.variant === baseline);
  const [first] = rows;
  const kinds = kindsIn(rows.map(({ memory }) => memory));
  const table = () => ({
    columns: [
      { name: "Variant", unit: "" },
      { name: "present", unit: "pages" },
      ...kinds.map((kind) => ({ name: MEMORY_KINDS[kind].label, unit: "pages" })),
    ],
    rows: rows.map(({ head, memory }) => [
      `${head.letter} ${head.name}`,
      memory.presentPages,
      ...kinds.map((kind) => splitSegments(memory).find((segment) => segment.kind === kind)?.pages ?? 0),
    ]),
  });
  if (first === undefined) return null;
  return (
    <Picture
      title="Memory"
      subtitle={`of ${bothForms(first.memory.presentPages, pageSizeBytes)} present`}
      aside={<KindLegend kinds={kinds} />}
      table={table}
    >
      <div className={s.memory}>
        {rows.map(({ head, look, memory, certainty }) => (
          <div key={head.variant} className={s.memoryRow}>
            <VariantBadge look={look} size={16} />
            <span className={s.memoryName}>{head.name}</span>
            <span className={s.memoryFigure}>
              {certainty === "estimate" && "≈ "}
              {against === undefined || head.variant === baseline
                ? `${formatNumber(memory.usablePages)} pages`
                : `${signed(memory.usablePages - against.memory.usablePages)} to ${against.look.letter}`}
            </span>
            <Bar memory={memory} pageSizeBytes={pageSizeBytes} isEstimate={certainty === "estimate"} />
          </div>
        ))}
      </div>
    </Picture>
  );
}

const signed = (pages: number) => `${pages > 0 ? "+" : ""}${formatNumber(pages)}`;

/** A bar as a drawing, patterns and all, with sizes on plates where they fit. */
function Bar({
  memory,
  pageSizeBytes,
  isEstimate,
}: {
  memory: MemorySplit;
  pageSizeBytes: number;
  isEstimate: boolean;
}) {
  const host = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const { current } = host;
    if (current === null) return;
    const observer = new ResizeObserver(() => setWidth(current.clientWidth));
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  const segments = splitSegments(memory);
  let x = 0;
  const parts = segments.map(({ kind, pages }) => {
    const part = { kind, pages, x, w: (pages / memory.presentPages) * width };
    x += part.w;
    return part;
  });
  const whole = memory.presentPages * pageSizeBytes;
  return (
    <div ref={host} className={s.memoryBar} style={{ opacity: isEstimate ? 0.55 : undefined }}>
      {width > 0 && (
        <svg
          data-picture
          width={width}
          height={BAR_HEIGHT}
          role="img"
          aria-label={`${segments
            .map(({ kind, pages }) => `${MEMORY_KINDS[kind].label} ${bothForms(pages, pageSizeBytes)}`)
            .join(", ")}.`}
        >
          <Patterns />
          {parts.map(({ kind, pages, x, w }) => {
            const { token, label, pattern } = MEMORY_KINDS[kind];
            const text = sizeText(pages * pageSizeBytes, whole);
            const plate = text.length * 6.4 + 8;
            return (
              <g key={kind}>
                <title>{`${label} ${bothForms(pages, pageSizeBytes)}, ${percentText(pages, memory.presentPages)} of present`}</title>
                <rect x={x} y={0} width={Math.max(1, w - 1)} height={BAR_HEIGHT} fill={`var(--${token})`} />
                {pattern !== "plain" && (
                  <rect
                    x={x}
                    y={0}
                    width={Math.max(1, w - 1)}
                    height={BAR_HEIGHT}
                    fill={`url(#memory-${pattern})`}
                  />
                )}
                {w > plate + 6 && (
                  <>
                    <rect
                      x={x + w / 2 - plate / 2}
                      y={5}
                      width={plate}
                      height={14}
                      rx={3}
                      fill="var(--surface)"
                    />
                    <text x={x + w / 2} y={16} textAnchor="middle" className={s.plate}>
                      {text}
                    </text>
                  </>
                )}
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}

/** The patterns of the kinds, as kinds.module.css has them, for a drawing. */
function Patterns() {
  const stroke = { stroke: "var(--k-mark)", strokeWidth: 1.4, fill: "none" };
  return (
    <defs>
      <pattern id="memory-diag" width={6} height={6} patternUnits="userSpaceOnUse">
        <path d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5" {...stroke} />
      </pattern>
      <pattern id="memory-dots" width={6} height={6} patternUnits="userSpaceOnUse">
        <circle cx={3} cy={3} r={1} fill="var(--k-origin-mark)" />
      </pattern>
      <pattern id="memory-cross" width={6} height={6} patternUnits="userSpaceOnUse">
        <path d="M0 0L6 6M6 0L0 6" {...stroke} />
      </pattern>
      <pattern id="memory-horizontal" width={4} height={4} patternUnits="userSpaceOnUse">
        <path d="M0 1H4" {...stroke} strokeWidth={1} />
      </pattern>
      <pattern id="memory-vertical" width={4} height={4} patternUnits="userSpaceOnUse">
        <path d="M1 0V4" stroke="var(--k-tag-mark)" strokeWidth={1} fill="none" />
      </pattern>
    </defs>
  );
}
