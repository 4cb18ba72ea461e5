const SIDES = {
  bottom: "top-full left-1/2 mt-1.5 -translate-x-1/2",
  "bottom-end": "top-full right-0 mt-1.5",
  top: "bottom-full left-1/2 mb-1.5 -translate-x-1/2",
  right: "left-full top-1/2 ml-2.5 -translate-y-1/2",
  left: "right-full top-1/2 mr-1.5 -translate-y-1/2",
} as const;
export type TooltipSide = keyof typeof SIDES;

/** Shown by a `group/tip` around it on hover and keyboard focus. Its words stand on the control already, so it is hidden from readers. */
export function Tooltip({ name, hint, side }: { name: string; hint?: string; side: TooltipSide }) {
  return (
    <span
      aria-hidden
      className={`pointer-events-none invisible absolute z-50 flex items-center gap-1.5 whitespace-nowrap rounded-button border border-line bg-surface px-2 py-1 t-small text-ink opacity-0 shadow-e2 transition-opacity delay-0 duration-(--quick-ms) group-has-[:focus-visible]/tip:visible group-has-[:focus-visible]/tip:opacity-100 group-hover/tip:visible group-hover/tip:opacity-100 group-hover/tip:delay-500 pointer-coarse:hidden ${SIDES[side]}`}
    >
      {name}
      {hint && <kbd>{hint}</kbd>}
    </span>
  );
}
