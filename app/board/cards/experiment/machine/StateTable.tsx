import { formatNumber } from "@carveout/model";
import type { PageState } from "@carveout/sim";
import { percentText, sizeText } from "../../figures";
import s from "./machine.module.css";
import { STATE_LOOKS } from "./state-looks";

/** The legend with its counts; each state can be picked out of the map. */
export function StateTable(props: {
  totals: readonly { state: PageState; pages: number }[];
  pageSizeBytes: number;
  picked: PageState | null;
  onPick: (state: PageState) => void;
}) {
  const { totals, pageSizeBytes, picked, onPick } = props;
  const present = totals.reduce((sum, { state, pages }) => (state === "absent" ? sum : sum + pages), 0);
  return (
    <table className={s.states}>
      <caption className="sr-only">Pages by state</caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Pages</th>
          <th scope="col">Size</th>
          <th scope="col">Of present</th>
        </tr>
      </thead>
      <tbody>
        {totals.map(({ state, pages }) => {
          const { letter, label } = STATE_LOOKS[state];
          return (
            <tr key={state} data-picked={picked === state || undefined}>
              <th scope="row">
                <button
                  type="button"
                  aria-pressed={picked === state}
                  aria-keyshortcuts={letter.toLowerCase()}
                  onClick={() => onPick(state)}
                >
                  <kbd>{letter}</kbd>
                  <i className={s.swatch} data-state={state} aria-hidden />
                  {label}
                </button>
              </th>
              <td>{formatNumber(pages)}</td>
              <td>{sizeText(pages * pageSizeBytes, 0)}</td>
              <td>{state === "absent" ? "" : percentText(pages, present)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
