import X from "lucide-react/icons/x";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { IconButton } from "./IconButton";

interface DialogProps {
  title: string;
  /** Escape, the cross, and a press beside it. Left out, it can only be left by what is in it. */
  onClose?: () => void;
  width?: number;
  children: ReactNode;
}

/** A modal dialog on the platform's own element: the focus stays in and goes back by itself. Mounted is open; the
 * focus starts at what carries `data-first-focus`. */
export function Dialog({ title, onClose, width = 480, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // Left to itself the focus would go to the cross, and show its tooltip before anything is read.
    (dialog?.querySelector<HTMLElement>("[data-first-focus]") ?? dialog)?.focus();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      tabIndex={-1}
      className="m-auto max-h-[calc(100dvh-32px)] max-w-[calc(100vw-24px)] overflow-auto rounded-panel border border-line bg-surface text-ink shadow-e2 focus:outline-none"
      style={{ width }}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose?.();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className="p-5">
        <header className="mb-3 flex items-center gap-2">
          <h2 id={titleId} className="flex-1 t-h2">
            {title}
          </h2>
          {onClose && <IconButton glyph={X} name="Close" hint="Escape" side="bottom-end" onClick={onClose} />}
        </header>
        {children}
      </div>
    </dialog>
  );
}
