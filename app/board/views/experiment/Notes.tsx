import type { ItemId } from "@carveout/model";
import ClockAlert from "lucide-react/icons/clock-alert";
import { Chip } from "../../../ui/Chip";
import { ColumnMessage } from "../../cards/experiment/ColumnMessage";
import { StateChip } from "../../cards/experiment/StateChip";
import { VariantBadge } from "../../cards/VariantBadge";
import type { ShownInView } from "./use-shown";
import s from "./view.module.css";

/** What is not as a result should be: columns that ended, that can't run or that wait, and figures of an earlier input. */
export function Notes({ id, shown }: { id: ItemId; shown: ShownInView }) {
  const noted = shown.variants.flatMap((variant) => {
    const stale = shown.runs.find((run) => run.variant.head.variant === variant.head.variant)?.stale ?? null;
    return variant.column.message !== null || stale !== null ? [{ variant, stale }] : [];
  });
  if (noted.length === 0) return null;
  return (
    <ul className={s.notes} aria-label="What stands in the way">
      {noted.map(({ variant: { head, look, column }, stale }) => (
        <li key={head.variant}>
          <VariantBadge look={look} size={16} />
          <StateChip chip={column.chip} />
          <div>
            {column.message !== null && <ColumnMessage experiment={id} message={column.message} />}
            {stale !== null && (
              <p>
                <span className={s.staleChip}>
                  <Chip tone="outline" glyph={ClockAlert}>
                    stale
                  </Chip>
                </span>{" "}
                {stale} The figures below are of that input.
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
