import X from "lucide-react/icons/x";
import { type KeyboardEvent, Suspense, useEffect, useId, useRef } from "react";
import { IconButton } from "../../ui/IconButton";
import { closePanel, type PanelName } from "../open-panel";
import { PANELS } from "./registry";

/** The open panel: beside the canvas, a sheet from the bottom edge on a phone. */
export default function Panel({ name }: { name: PanelName }) {
  const { title, Body } = PANELS[name];
  const titleId = useId();
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.focus({ preventScroll: true });
    return () => {
      // What is in the panel goes with it; the focus goes back to where it came from.
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    closePanel();
  };
  return (
    <aside
      ref={ref}
      aria-labelledby={titleId}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="z-20 flex w-90 flex-none flex-col border-line border-l bg-surface focus:outline-none max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:z-40 max-sm:h-[78dvh] max-sm:w-auto max-sm:rounded-t-sheet max-sm:border-t max-sm:border-l-0 max-sm:shadow-e2"
    >
      <header className="flex h-11 flex-none items-center gap-2 border-line border-b pr-2 pl-4">
        <h2 id={titleId} className="flex-1 t-title">
          {title}
        </h2>
        <IconButton glyph={X} name="Close" hint="Escape" side="bottom-end" onClick={closePanel} />
      </header>
      <Suspense fallback={<div className="flex-1" aria-busy />}>
        <Body />
      </Suspense>
    </aside>
  );
}
