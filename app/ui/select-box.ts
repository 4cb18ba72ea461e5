/** The box of a list of the platform's own, among a view's tools. */
export const SELECT_BOX =
  "h-7 min-w-0 max-w-65 rounded-button border border-line-strong bg-sunken px-1.5 t-small text-ink disabled:opacity-60 pointer-coarse:h-11";
