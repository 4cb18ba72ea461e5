import { Mark } from "../ui/Mark";

/** The board's frame while the document is on its way. */
export function Opening() {
  return (
    <div className="flex h-dvh flex-col">
      <header className="flex h-11 flex-none items-center gap-2 border-line border-b bg-surface px-3">
        <Mark />
        <span className="t-small text-ink-3" role="status">
          Opening the board
        </span>
      </header>
      <div className="dot-grid flex-1" />
    </div>
  );
}
