import type { CSSProperties, ReactNode } from "react";
import { VariantBadge } from "../../../cards/VariantBadge";
import type { ShownInView, ShownRun } from "../use-shown";
import s from "../view.module.css";

/** One picture a variant, side by side in the order of the columns. */
export function SmallMultiples(props: {
  shown: ShownInView;
  /** Behind the name: what it says at the time cursor. */
  reading: (run: ShownRun) => ReactNode;
  children: (run: ShownRun) => ReactNode;
}) {
  const { shown, reading, children } = props;
  return (
    <div className={s.multiples} style={{ "--columns": shown.runs.length } as CSSProperties}>
      {shown.runs.map((run) => (
        <div key={run.look.letter} className={s.multiple} data-stale={run.stale !== null || undefined}>
          <p className={s.multipleHead}>
            <VariantBadge look={run.look} size={16} />
            <span>{reading(run)}</span>
          </p>
          {run.stale !== null && <p className={s.stale}>{run.stale}</p>}
          {children(run)}
        </div>
      ))}
    </div>
  );
}
