import { formatValue, measureText, NEVER, type Spread } from "@carveout/model";
import { type KeyboardEvent, useState } from "react";
import { VariantBadge } from "../../../cards/VariantBadge";
import { Picture } from "../../../charts/picture/Picture";
import p from "../../../charts/picture/picture.module.css";
import s from "../study/study.module.css";
import v from "../view.module.css";
import type { SweepPictureProps, SweptAxis } from "./CurvePicture";

const LEFT = 74;
const BOTTOM = 22;
const CELL_WIDTH = 34;
const CELL_HEIGHT = 22;

/** A metric over two parameters: a heat map of every variant, on one scale. */
export function MapPicture(props: SweepPictureProps & { x: SweptAxis; y: SweptAxis }) {
  const { title, unit, variants, valueAt, pageSizeBytes, isStale, x, y } = props;
  const [at, setAt] = useState<{ column: number; row: number } | null>(null);
  const number = (value: Spread["median"] | undefined) =>
    value === undefined || value === NEVER ? null : value;
  const medianOf = (variant: string, column: number, row: number) =>
    valueAt(variant, [x.values[column] ?? 0, y.values[row] ?? 0])?.median;
  const all = variants.flatMap(({ head }) =>
    x.values.flatMap((_, column) =>
      y.values.map((_, row) => number(medianOf(head.variant, column, row)) ?? 0),
    ),
  );
  const most = Math.max(1e-9, ...all);
  const width = LEFT + x.values.length * CELL_WIDTH + 20;
  const height = y.values.length * CELL_HEIGHT + BOTTOM;
  const table = () => ({
    columns: [
      { name: `${x.spec.label}, ${y.spec.label}`, unit: "" },
      ...variants.map(({ head }) => ({ name: head.letter, unit })),
    ],
    rows: x.values.flatMap((vx, column) =>
      y.values.map((vy, row) => [
        `${formatValue(x.spec, vx)}, ${formatValue(y.spec, vy)}`,
        ...variants.map(({ head }) => medianOf(head.variant, column, row) ?? null),
      ]),
    ),
  });
  const move = (column: number, row: number) =>
    setAt({
      column: Math.max(0, Math.min(x.values.length - 1, column)),
      row: Math.max(0, Math.min(y.values.length - 1, row)),
    });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move((at?.column ?? 0) + (step[0] ?? 0), (at?.row ?? 0) + (step[1] ?? 0));
  };
  const top = (row: number) => (y.values.length - 1 - row) * CELL_HEIGHT;
  return (
    <Picture title={title} subtitle={`${x.spec.label} right, ${y.spec.label} up; dark is much`} table={table}>
      <p className={s.readout} aria-live="polite">
        {at === null
          ? "Point at a cell, or use the arrows, for what was measured there."
          : `${formatValue(x.spec, x.values[at.column] ?? 0)}, ${formatValue(y.spec, y.values[at.row] ?? 0)}: ${variants
              .map(({ head }) => {
                const value = medianOf(head.variant, at.column, at.row);
                return `${head.letter} ${value === undefined ? "not run" : measureText(value, unit, pageSizeBytes)}`;
              })
              .join(", ")}`}
      </p>
      <section
        className={v.maps}
        data-keys
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrows read its values
        tabIndex={0}
        aria-label={`${title}, arrows read its cells`}
        onKeyDown={onKeyDown}
      >
        {variants.map(({ head, look }) => (
          <div key={head.variant} className={v.stalePicture} data-stale={isStale || undefined}>
            <p className={v.multipleHead}>
              <VariantBadge look={look} size={16} /> {head.name}
            </p>
            <svg
              data-picture
              width={width}
              height={height}
              role="img"
              aria-label={`${title} of variant ${head.letter}.`}
            >
              {x.values.map((vx, column) =>
                y.values.map((vy, row) => {
                  const value = medianOf(head.variant, column, row);
                  const share = value === NEVER ? 1 : (number(value) ?? 0) / most;
                  return (
                    <rect
                      key={`${vx} ${vy}`}
                      x={LEFT + column * CELL_WIDTH}
                      y={top(row)}
                      width={CELL_WIDTH - 1}
                      height={CELL_HEIGHT - 1}
                      fill={
                        value === undefined
                          ? "var(--sunken)"
                          : `color-mix(in oklab, var(--heat-1) ${(share * 100).toFixed(0)}%, var(--heat-0))`
                      }
                      stroke={at?.column === column && at.row === row ? "var(--ink)" : "none"}
                      strokeWidth={1.5}
                      onPointerMove={() => move(column, row)}
                    />
                  );
                }),
              )}
              {y.values.map((vy, row) => (
                <text key={vy} x={LEFT - 6} y={top(row) + 15} textAnchor="end" className={p.number}>
                  {formatValue(y.spec, vy)}
                </text>
              ))}
              {x.values.map((vx, column) =>
                column % Math.ceil(x.values.length / 5) === 0 ? (
                  <text
                    key={vx}
                    x={LEFT + (column + 0.5) * CELL_WIDTH}
                    y={height - 5}
                    textAnchor="middle"
                    className={p.number}
                  >
                    {formatValue(x.spec, vx)}
                  </text>
                ) : null,
              )}
            </svg>
          </div>
        ))}
      </section>
    </Picture>
  );
}
