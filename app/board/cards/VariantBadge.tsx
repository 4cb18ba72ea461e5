import { SHAPE_PATHS, type VariantLook } from "./variant-look";

/** A variant's letter on its shape in its colour. */
export function VariantBadge({ look, size = 18 }: { look: VariantLook; size?: number }) {
  const lowered = look.shape === "triangle" ? 14.6 : look.shape === "pentagon" ? 11.4 : 10.4;
  return (
    <svg
      width={size}
      height={size}
      viewBox={look.repeated ? "-2.5 -2.5 25 25" : "0 0 20 20"}
      className="flex-none"
      role="img"
      aria-label={`Variant ${look.letter}`}
    >
      {look.repeated && (
        <path d={SHAPE_PATHS[look.shape]} fill="none" stroke={`var(--${look.token})`} strokeWidth={4.5} />
      )}
      <path
        d={SHAPE_PATHS[look.shape]}
        fill={`var(--${look.token})`}
        stroke={look.repeated ? "var(--surface)" : "none"}
        strokeWidth={1.5}
      />
      <text
        x={10}
        y={lowered}
        textAnchor="middle"
        dominantBaseline="central"
        fill="var(--v-ink)"
        style={{ font: `600 ${look.shape === "triangle" ? 10 : 12}px var(--mono)` }}
      >
        {look.letter}
      </text>
    </svg>
  );
}
