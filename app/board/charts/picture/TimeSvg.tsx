import { type PointerEvent, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { gridSteps } from "../lines";
import { useClock, useTime } from "./clock";
import s from "./picture.module.css";

/** Where a time and a value lie in the drawing, px. */
export interface Scale {
  x(tMs: number): number;
  y(value: number): number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface TimeSvgProps {
  /** What is to be seen, in a sentence. */
  label: string;
  height: number;
  durationMs: number;
  /** Bottom and top of the values' axis. */
  range: readonly [number, number];
  ticks: readonly { value: number; text: string }[];
  hasGrid?: boolean;
  /** Room right of the last value for what stands at the end of a line, px. */
  right?: number;
  children: (scale: Scale) => ReactNode;
}

const LEFT = 44;
const TOP = 8;
const BOTTOM = 18;

/** A drawing over simulated time as SVG, as wide as there is room: axes, what is drawn, and the time cursor that all pictures share. */
export function TimeSvg(props: TimeSvgProps) {
  const { label, height, durationMs, range, ticks, hasGrid = true, right = 10, children } = props;
  const host = useRef<HTMLDivElement>(null);
  const width = useWidth(host);
  const clock = useClock();
  const [low, high] = range;
  const bottom = height - BOTTOM;
  const end = Math.max(LEFT + 1, width - right);
  const scale: Scale = {
    x: (tMs) => LEFT + (durationMs === 0 ? 0 : tMs / durationMs) * (end - LEFT),
    y: (value) => bottom - ((value - low) / (high - low || 1)) * (bottom - TOP),
    left: LEFT,
    right: end,
    top: TOP,
    bottom,
  };
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    clock.set(((event.clientX - box.left - LEFT) / (end - LEFT)) * durationMs);
  };
  return (
    <div ref={host} className={s.host} style={{ height }}>
      {width > 0 && (
        <svg
          data-picture
          width={width}
          height={height}
          className={s.svg}
          role="img"
          aria-label={label}
          onPointerMove={point}
          onPointerDown={point}
        >
          {ticks.map(({ value, text }) => (
            <g key={text}>
              {hasGrid && <path d={`M${LEFT} ${scale.y(value)}H${end}`} className={s.grid} />}
              <text x={LEFT - 6} y={scale.y(value) + 4} textAnchor="end" className={s.number}>
                {text}
              </text>
            </g>
          ))}
          {gridSteps(durationMs, width < 300 ? 3 : 6).map((tMs, i, steps) => (
            <text
              key={tMs}
              x={scale.x(tMs)}
              y={height - 3}
              textAnchor={i === 0 ? "start" : i === steps.length - 1 ? "end" : "middle"}
              className={s.number}
            >
              {tMs / 1000}
              {i === steps.length - 1 ? " s" : ""}
            </text>
          ))}
          {children(scale)}
          <Cursor scale={scale} />
        </svg>
      )}
    </div>
  );
}

function Cursor({ scale }: { scale: Scale }) {
  const x = scale.x(useTime());
  return <path d={`M${x} ${scale.top - 4}V${scale.bottom}`} className={s.cursor} />;
}

function useWidth(host: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const { current } = host;
    if (current === null) return;
    const measure = () => setWidth(current.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [host]);
  return width;
}
