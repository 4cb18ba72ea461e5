import type { ReactNode } from "react";
import { type Glyph, Icon } from "./Icon";

const TONES = {
  plain: "bg-hover text-ink-2",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  err: "bg-err-soft text-err",
  accent: "bg-accent-soft text-accent",
  outline: "text-ink-2 shadow-[inset_0_0_0_1px_var(--line-strong)]",
} as const;
export type ChipTone = keyof typeof TONES;

export function Chip({
  tone = "plain",
  glyph,
  title,
  children,
}: {
  tone?: ChipTone;
  glyph?: Glyph;
  title?: string;
  children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={`inline-flex h-[18px] items-center gap-1 whitespace-nowrap rounded-field px-1.5 text-[11px]/3.5 font-medium ${TONES[tone]}`}
    >
      {glyph && <Icon glyph={glyph} size={12} />}
      {children}
    </span>
  );
}
