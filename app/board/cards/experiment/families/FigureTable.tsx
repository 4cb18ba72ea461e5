import type { Figure } from "@carveout/sim";
import Info from "lucide-react/icons/info";
import { useState } from "react";
import { Icon } from "../../../../ui/Icon";
import { sizeText } from "../../figures";
import { VariantBadge } from "../../VariantBadge";
import type { ShownExperiment } from "../use-experiment";
import s from "./families.module.css";
import type { FamilyResult, FigureRow } from "./family-results";
import { figureText } from "./figure-text";

/** A family's figures as rows, variants side by side; what a figure counts unfolds below it. */
export function FigureTable({ result, experiment }: { result: FamilyResult; experiment: ShownExperiment }) {
  const { variants, pageSizeBytes } = experiment;
  const [open, setOpen] = useState<string | null>(null);
  return (
    <div className={s.scroll}>
      <table className={s.figures}>
        <caption className="sr-only">{result.title}: figures of each variant</caption>
        <thead>
          <tr>
            <td />
            {variants.map(({ head, look }, index) => (
              <th scope="col" key={head.variant}>
                <span className={s.variant}>
                  <VariantBadge look={look} size={16} />
                  <span>{result.strategies[index]}</span>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.rows.map((row) => (
            <Row
              key={row.key}
              row={row}
              pageSizeBytes={pageSizeBytes}
              isOpen={open === row.key}
              onOpen={() => setOpen(open === row.key ? null : row.key)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row(props: { row: FigureRow; pageSizeBytes: number; isOpen: boolean; onOpen: () => void }) {
  const { row, pageSizeBytes, isOpen, onOpen } = props;
  const hasMore = row.help !== undefined || row.source !== undefined;
  return (
    <>
      <tr>
        <th scope="row">
          {hasMore ? (
            <button type="button" className={s.label} aria-expanded={isOpen} onClick={onOpen}>
              {row.label}
              <Icon glyph={Info} size={12} />
            </button>
          ) : (
            row.label
          )}
        </th>
        {row.values.map((value, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the columns are the variants, in their order
          <td key={index}>
            {value === null ? (
              <span className={s.absent}>
                <span aria-hidden>–</span>
                <span className="sr-only">no figure</span>
              </span>
            ) : (
              <span title={sizeOf(value, row.unit, pageSizeBytes)}>{figureText(value, row.unit)}</span>
            )}
          </td>
        ))}
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={row.values.length + 1} className={s.help}>
            {row.help}
            {row.source !== undefined && <cite>{row.source}</cite>}
          </td>
        </tr>
      )}
    </>
  );
}

/** Pages in the other form, for whoever points at them. */
function sizeOf(value: Figure["value"], unit: Figure["unit"], pageSizeBytes: number): string | undefined {
  return unit === "pages" && typeof value === "number" ? sizeText(value * pageSizeBytes) : undefined;
}
