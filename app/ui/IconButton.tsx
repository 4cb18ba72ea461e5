import type { ButtonHTMLAttributes, Ref } from "react";
import { type Glyph, Icon } from "./Icon";
import { ariaKeys } from "./key";
import { Tooltip, type TooltipSide } from "./Tooltip";

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  glyph: Glyph;
  /** What it does, for the tooltip and for assistive technology. */
  name: string;
  /** The key that does the same. */
  hint?: string;
  side?: TooltipSide;
  size?: number;
  ref?: Ref<HTMLButtonElement>;
}

/** The box of a control that is only an icon. */
export const ICON_BOX =
  "inline-grid size-7 place-items-center rounded-button text-ink-2 transition-[background] duration-(--quick-ms) enabled:hover:bg-hover enabled:hover:text-ink disabled:opacity-40 pointer-coarse:size-11";

/** A button without words: its tooltip names the action and its key. */
export function IconButton({
  glyph,
  name,
  hint,
  side = "bottom",
  size = 16,
  className = "",
  ...rest
}: IconButtonProps) {
  return (
    <span className="group/tip relative inline-flex">
      <button
        type="button"
        aria-label={name}
        aria-keyshortcuts={ariaKeys(hint)}
        className={`${ICON_BOX} ${className}`}
        {...rest}
      >
        <Icon glyph={glyph} size={size} />
      </button>
      <Tooltip name={name} hint={hint} side={side} />
    </span>
  );
}
