import type { ButtonHTMLAttributes, Ref } from "react";
import { type Glyph, Icon } from "./Icon";
import { ariaKeys } from "./key";

const LOOKS = {
  plain: "border-line bg-surface text-ink enabled:hover:bg-hover",
  primary: "border-ink bg-ink text-surface enabled:hover:opacity-90",
  accent: "border-accent bg-accent text-accent-ink enabled:hover:opacity-90",
  ghost: "border-transparent text-ink-2 enabled:hover:bg-hover enabled:hover:text-ink",
} as const;

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: keyof typeof LOOKS;
  glyph?: Glyph;
  /** The key that does the same, shown beside the words. */
  hint?: string;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = "plain", glyph, hint, className = "", children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-keyshortcuts={ariaKeys(hint)}
      className={`inline-flex h-7 items-center gap-1.5 whitespace-nowrap rounded-button border px-2.5 text-[12px]/4 font-medium transition-[background,opacity] duration-(--quick-ms) disabled:opacity-45 pointer-coarse:h-11 ${LOOKS[look]} ${className}`}
      {...rest}
    >
      {glyph && <Icon glyph={glyph} size={14} />}
      {children}
      {hint && <kbd className="ml-px border-current/30 bg-transparent text-inherit opacity-75">{hint}</kbd>}
    </button>
  );
}
