/** The box of what looks like a button, for links. */
export const BUTTON_BOX =
  "inline-flex h-7 items-center gap-1.5 whitespace-nowrap rounded-button border border-line bg-surface px-2.5 text-[12px]/4 font-medium text-ink transition-[background] duration-(--quick-ms) hover:bg-hover pointer-coarse:h-11";
