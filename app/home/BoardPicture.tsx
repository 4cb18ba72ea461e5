import type { Glance } from "@carveout/wire";

const SIZE = { w: 272, h: 116 };
const MARGIN = 10;

/** A board from far away, as its items lie on it. */
export function BoardPicture({ glance }: { glance: Glance | undefined }) {
  return (
    <svg
      viewBox={`0 0 ${SIZE.w} ${SIZE.h}`}
      aria-hidden
      className="block w-full bg-canvas bg-[radial-gradient(var(--canvas-dot)_0.75px,transparent_0.75px)] bg-size-[10px_10px]"
    >
      {glance && <Items glance={glance} />}
    </svg>
  );
}

function Items({ glance: { shapes, wires } }: { glance: Glance }) {
  if (shapes.length === 0) return null;
  const left = Math.min(...shapes.map(({ x }) => x));
  const top = Math.min(...shapes.map(({ y }) => y));
  const width = Math.max(...shapes.map(({ x, w }) => x + w)) - left;
  const height = Math.max(...shapes.map(({ y, h }) => y + h)) - top;
  const scale = Math.min(
    0.2,
    (SIZE.w - 2 * MARGIN) / Math.max(1, width),
    (SIZE.h - 2 * MARGIN) / Math.max(1, height),
  );
  const boxes = shapes.map(({ kind, x, y, w, h }) => ({
    kind,
    x: SIZE.w / 2 + (x - left - width / 2) * scale,
    y: SIZE.h / 2 + (y - top - height / 2) * scale,
    w: Math.max(1, w * scale),
    h: Math.max(1, h * scale),
  }));
  return (
    <>
      {wires.map(([from, to]) => {
        const [a, b] = [boxes[from], boxes[to]];
        if (a === undefined || b === undefined) return null;
        const [x1, y1, x2, y2] = [a.x + a.w, a.y + 4, b.x, b.y + 4];
        const bend = Math.max(4, (x2 - x1) / 2);
        return (
          <path
            key={`${from}-${to}`}
            d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
            fill="none"
            stroke="var(--line-strong)"
            strokeWidth="0.75"
          />
        );
      })}
      {boxes.map((box, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn anew as a whole
        <Item key={index} box={box} />
      ))}
    </>
  );
}

interface Box {
  kind: string;
  x: number;
  y: number;
  w: number;
  h: number;
}

const BARE = new Set(["text", "shape", "ink", "image"]);

function Item({ box: { kind, x, y, w, h } }: { box: Box }) {
  if (kind === "note") return <rect x={x} y={y} width={w} height={h} fill="var(--note)" />;
  if (kind === "frame")
    return (
      <rect x={x} y={y} width={w} height={h} fill="none" stroke="var(--line-strong)" strokeDasharray="2 2" />
    );
  if (BARE.has(kind))
    return <rect x={x} y={y} width={w} height={h} rx="1" fill="var(--line-strong)" opacity="0.35" />;
  const line = (share: number, at: number) => (
    <rect x={x + 2.5} y={y + at} width={(w - 5) * share} height="1" fill="var(--line-strong)" opacity="0.7" />
  );
  const isRoomy = w > 14 && h > 12;
  return (
    <g>
      <rect
        x={x}
        y={y}
        width={w}
        height={h}
        rx="1.5"
        fill="var(--surface)"
        stroke="var(--line-strong)"
        strokeWidth="0.75"
      />
      {isRoomy && <rect x={x + 2.5} y={y + 2.5} width={(w - 5) * 0.6} height="1.5" fill="var(--ink-2)" />}
      {isRoomy && kind === "profile" && (
        <rect x={x + 2.5} y={y + 6.5} width={w - 5} height="3" fill="var(--k-mov)" />
      )}
      {isRoomy && kind === "experiment" && h > 24 && (
        <>
          <rect x={x + 2.5} y={y + 6.5} width={(w - 5) * 0.3} height="3" fill="var(--k-use)" />
          <rect
            x={x + 2.5 + (w - 5) * 0.32}
            y={y + 6.5}
            width={(w - 5) * 0.4}
            height="3"
            fill="var(--k-shadow)"
          />
          <path
            d={`M${x + 3} ${y + h * 0.55}l${(w - 6) * 0.3} ${h * 0.22} ${(w - 6) * 0.35} ${-h * 0.08} ${(w - 6) * 0.35} ${h * 0.12}`}
            fill="none"
            stroke="var(--v-b)"
          />
        </>
      )}
      {isRoomy && h > 22 && kind !== "experiment" && (
        <>
          {line(0.8, 12)}
          {line(0.65, 15.5)}
          {h > 30 && line(0.75, 19)}
        </>
      )}
    </g>
  );
}
