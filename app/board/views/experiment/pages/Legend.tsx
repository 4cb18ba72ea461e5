import { formatNumber } from "@carveout/model";
import type { PageState } from "@carveout/sim";
import { sizeText } from "../../../cards/figures";
import { VariantBadge } from "../../../cards/VariantBadge";
import type { VariantLook } from "../../../cards/variant-look";
import { useSignal } from "../../../session";
import s from "./legend.module.css";
import type { PagesModel } from "./pages-model";
import type { Shown } from "./picture";
import { STATE_LOOKS } from "./state-looks";

/** Letters that alone mean something else in this view: the table, the difference. */
const TAKEN_LETTERS = ["T", "X"];

export interface LegendColumn {
  look: VariantLook;
  shown: Shown;
}

/** Pages by state at the moment that is shown. Each row picks its state out. */
export function Legend({ model, columns }: { model: PagesModel; columns: readonly LegendColumn[] }) {
  const picked = useSignal(model.picked);
  const viewport = useSignal(model.viewport);
  const [first] = columns;
  if (first === undefined) return null;
  const { states, pageSizeBytes, pageblockPages } = first.shown.spaces;
  const present = states.flatMap((state, code) =>
    columns.some(({ shown }) => (shown.census.totals[code] ?? 0) > 0) ? [{ state, code }] : [],
  );
  const isMarked = viewport !== null && viewport.cellPages > 1 && viewport.cellPages <= pageblockPages;
  return (
    <table className={s.legend}>
      <caption className="sr-only">Pages by state</caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          {columns.map(({ look }) => (
            <th key={look.letter} scope="col">
              {columns.length > 1 ? <VariantBadge look={look} size={14} /> : "Pages"}
            </th>
          ))}
          {columns.length === 1 && <th scope="col">Size</th>}
        </tr>
      </thead>
      <tbody>
        {present.map(({ state, code }) => (
          <tr key={state} data-picked={picked === code || undefined}>
            <th scope="row">
              <StateButton state={state} isPicked={picked === code} onPick={() => model.pick(code)} />
            </th>
            {columns.map(({ look, shown }) => (
              <td key={look.letter}>{formatNumber(shown.census.totals[code] ?? 0)}</td>
            ))}
            {columns.length === 1 && (
              <td>{sizeText((first.shown.census.totals[code] ?? 0) * pageSizeBytes, 0)}</td>
            )}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={4}>
            {picked >= 0
              ? `Lit: at least one page ${STATE_LOOKS[states[picked] as PageState].label}. Press the letter again for all.`
              : isMarked
                ? "At least one free or pinned page wins over the state of most."
                : "A cell has the state of most of its pages."}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

function StateButton({ state, isPicked, onPick }: { state: PageState; isPicked: boolean; onPick(): void }) {
  const { letter, label } = STATE_LOOKS[state];
  const keys = TAKEN_LETTERS.includes(letter) ? `Shift+${letter}` : letter;
  return (
    <button
      type="button"
      aria-pressed={isPicked}
      aria-keyshortcuts={keys}
      title={`Pick out ${label} (${keys})`}
      onClick={onPick}
    >
      <kbd>{letter}</kbd>
      <i className={s.swatch} data-state={state} aria-hidden />
      {label}
    </button>
  );
}

/** The other half of the table behind the picture: blocks by order. */
export function OrderCounts({ columns }: { columns: readonly LegendColumn[] }) {
  const orders = columns[0]?.shown.census.free.length ?? 0;
  const kinds = ["free", "unmovable", "movable", "reclaimable"] as const;
  return (
    <div className={s.orders}>
      {columns.map(({ look, shown }) => (
        <table key={look.letter} className={s.orderTable}>
          <caption>
            <VariantBadge look={look} size={14} /> Blocks by order
          </caption>
          <thead>
            <tr>
              <th scope="col">Order</th>
              {kinds.map((kind) => (
                <th key={kind} scope="col">
                  {kind}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: orders }, (_, order) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an order is its number
              <tr key={order}>
                <th scope="row">{order}</th>
                {kinds.map((kind) => (
                  <td key={kind}>{formatNumber(shown.census[kind][order] ?? 0)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
