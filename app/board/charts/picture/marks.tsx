import { SHAPE_PATHS, type VariantLook } from "../../cards/variant-look";
import { type ChartLine, endLabels } from "../lines";
import s from "./picture.module.css";
import type { Scale } from "./TimeSvg";

const fixed = (value: number) => value.toFixed(1);
const path = (points: readonly (readonly [number, number])[]) =>
  points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${fixed(x)} ${fixed(y)}`).join("");

/** A letter and a value at the end of a line, px. */
const LABEL = { width: 54, height: 12 };

/** One line a variant, with its marker, letter and last value at its end. */
export function LineMarks({
  lines,
  scale,
  end,
}: {
  lines: readonly ChartLine[];
  scale: Scale;
  end(value: number): string;
}) {
  const ends = lines.flatMap(({ look, t, values }) => {
    const tMs = t.at(-1);
    const value = values.at(-1);
    return tMs === undefined || value === undefined
      ? []
      : [{ look, value, x: scale.x(tMs), y: scale.y(value) }];
  });
  const places = endLabels(ends, LABEL, scale);
  return (
    <>
      {lines.map(({ look, t, values }) => (
        <path
          key={look.letter}
          d={path(t.map((tMs, i) => [scale.x(tMs), scale.y(values[i] ?? 0)]))}
          className={s.line}
          stroke={`var(--${look.token})`}
          strokeDasharray={look.dash.join(" ") || undefined}
        />
      ))}
      {ends.map(({ look, value, x, y }, i) => (
        <g key={look.letter}>
          <Marker look={look} x={x} y={y} />
          <text x={x + 8} y={(places[i] ?? y) + 4} className={s.end}>
            <tspan className={s.letter} fill={`var(--${look.token})`}>
              {look.letter}
            </tspan>{" "}
            {end(value)}
          </text>
        </g>
      ))}
    </>
  );
}

export function Marker({ look, x, y, size = 8 }: { look: VariantLook; x: number; y: number; size?: number }) {
  return (
    <path
      d={SHAPE_PATHS[look.shape]}
      transform={`translate(${fixed(x - size / 2)} ${fixed(y - size / 2)}) scale(${size / 20})`}
      fill={`var(--${look.token})`}
    />
  );
}

/** A level that holds all the time, e.g. a watermark. */
export function LevelMark(props: { value: number; text: string; scale: Scale; indent?: number }) {
  const { value, text, scale, indent = 4 } = props;
  const y = scale.y(value);
  return (
    <>
      <path d={`M${scale.left} ${fixed(y)}H${fixed(scale.right)}`} className={s.level} />
      <text x={scale.left + indent} y={y - 3} className={s.levelText}>
        {text}
      </text>
    </>
  );
}

export interface Band {
  name: string;
  /** Tokens of the ground and of the label in it. */
  token: string;
  ink: string;
  values: readonly number[];
}

/** Areas one upon the other, the first at the bottom, each with its name where there is room for it. */
export function AreaMarks({
  bands,
  t,
  scale,
}: {
  bands: readonly Band[];
  t: readonly number[];
  scale: Scale;
}) {
  const floor = t.map(() => 0);
  const shapes = bands.map(({ name, token, ink, values }) => {
    const lower = [...floor];
    for (const [i, value] of values.entries()) floor[i] = (floor[i] ?? 0) + value;
    const upper = [...floor];
    const point = (column: readonly number[]) => (tMs: number, i: number) =>
      [scale.x(tMs), scale.y(column[i] ?? 0)] as const;
    const outline = [...t.map(point(lower)), ...t.map(point(upper)).reverse()];
    return { name, token, ink, d: `${path(outline)}Z`, label: labelPlace(t, lower, upper, scale) };
  });
  return (
    <>
      {shapes.map(({ name, token, d }) => (
        <path key={name} d={d} fill={`var(${token})`} className={s.area} />
      ))}
      {shapes.map(
        ({ name, ink, label }) =>
          label !== null && (
            <text
              key={name}
              x={label.x}
              y={label.y + 4}
              textAnchor="middle"
              className={s.inArea}
              fill={`var(${ink})`}
            >
              {name}
            </text>
          ),
      )}
    </>
  );
}

/** Where an area is high enough for its name. */
const LABEL_HEIGHT = 15;

function labelPlace(t: readonly number[], lower: readonly number[], upper: readonly number[], scale: Scale) {
  let best: { x: number; y: number } | null = null;
  let height = LABEL_HEIGHT;
  const margin = Math.ceil(t.length / 20);
  for (let i = margin; i < t.length - margin; i++) {
    const [low, high] = [scale.y(lower[i] ?? 0), scale.y(upper[i] ?? 0)];
    if (low - high <= height) continue;
    height = low - high;
    best = { x: scale.x(t[i] ?? 0), y: (low + high) / 2 };
  }
  return best;
}

/** Shades of a heat map: more cannot be told apart, and each is one path. */
const SHADES = 16;

/** Cells of order over time in one hue, 0 to 1000. Samples that share a cell show the largest of them. */
export function HeatMarks(props: {
  columns: readonly (readonly number[])[];
  t: readonly number[];
  scale: Scale;
}) {
  const { columns, t, scale } = props;
  const samples = Math.max(1, t.length);
  // A run in the making fills the map from the left.
  const end = Math.max(scale.left + 4, Math.min(scale.right, scale.x(t.at(-1) ?? 0)));
  const count = Math.max(1, Math.min(samples, Math.floor((end - scale.left) / 4)));
  const w = (end - scale.left) / count;
  const h = (scale.bottom - scale.top) / columns.length;
  const shades = new Map<number, string>();
  for (const [order, column] of columns.entries())
    for (let cell = 0; cell < count; cell++) {
      const from = Math.floor((cell * samples) / count);
      const to = Math.max(from + 1, Math.floor(((cell + 1) * samples) / count));
      const part = column.slice(from, to);
      if (part.length === 0) continue;
      const shade = Math.round((Math.max(0, ...part) / 1000) * SHADES);
      const x = fixed(scale.left + cell * w);
      const y = fixed(scale.bottom - (order + 1) * h);
      const d = `M${x} ${y}h${fixed(w - 0.5)}v${fixed(h - 0.5)}h${fixed(0.5 - w)}z`;
      shades.set(shade, (shades.get(shade) ?? "") + d);
    }
  return (
    <>
      {[...shades].map(([shade, d]) => (
        <path
          key={shade}
          d={d}
          fill={`color-mix(in oklab, var(--heat-1) ${((shade / SHADES) * 100).toFixed(0)}%, var(--heat-0))`}
        />
      ))}
    </>
  );
}

/** A bar for each stretch of time in which something happened. */
export function BarMarks(props: {
  bars: readonly { fromMs: number; toMs: number; value: number }[];
  look: VariantLook;
  scale: Scale;
}) {
  const { bars, look, scale } = props;
  const d = bars
    .map(({ fromMs, toMs, value }) => {
      const x = scale.x(fromMs);
      const w = Math.max(1.5, scale.x(toMs) - x - 0.5);
      // One failure is seen beside thousands.
      const y = Math.min(scale.y(value), scale.bottom - 2);
      return `M${fixed(x)} ${fixed(scale.bottom)}V${fixed(y)}h${fixed(w)}V${fixed(scale.bottom)}z`;
    })
    .join("");
  return <path d={d} fill={`var(--${look.token})`} />;
}
