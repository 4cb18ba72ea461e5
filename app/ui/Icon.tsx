import type { LucideIcon } from "lucide-react";

export type Glyph = LucideIcon;

/** An icon without a name of its own: what it stands in says it. 16 px, 14 inline, 20 on touch. */
export function Icon({
  glyph: Shape,
  size = 16,
  className = "",
}: {
  glyph: Glyph;
  size?: number;
  className?: string;
}) {
  return <Shape size={size} strokeWidth={1.75} aria-hidden className={`flex-none ${className}`} />;
}
