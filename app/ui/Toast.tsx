import X from "lucide-react/icons/x";
import type { ReactNode } from "react";
import { type Glyph, Icon } from "./Icon";
import { IconButton } from "./IconButton";

const TONES = { plain: "border-line", err: "border-err", warn: "border-warn" } as const;
const INKS = { plain: "text-ink-2", err: "text-err", warn: "text-warn" } as const;

interface ToastProps {
  tone?: keyof typeof TONES;
  glyph: Glyph;
  /** What happened, up to 70 characters. */
  headline: string;
  /** Why, what was kept, what to do. */
  children?: ReactNode;
  /** Up to two links and what is worth copying. */
  actions?: ReactNode;
  onClose?: () => void;
}

/** A message in the corner. Whoever shows it puts it into the right live region. */
export function Toast({ tone = "plain", glyph, headline, children, actions, onClose }: ToastProps) {
  return (
    <div
      className={`pointer-events-auto flex w-160 max-w-full gap-2.5 rounded-panel border bg-surface py-3 pr-2 pl-3.5 shadow-e2 ${TONES[tone]}`}
    >
      <Icon glyph={glyph} className={`mt-0.5 ${INKS[tone]}`} />
      <div className="min-w-0 flex-1">
        <p className="t-title wrap-anywhere">{headline}</p>
        {children && <div className="t-small wrap-anywhere text-ink-2">{children}</div>}
        {actions && <div className="mt-1.5 flex flex-wrap items-center gap-3 t-small">{actions}</div>}
      </div>
      {onClose && <IconButton glyph={X} name="Dismiss" side="left" size={14} onClick={onClose} />}
    </div>
  );
}
