import { formatNumber } from "@carveout/model";
import { percentText } from "../../../cards/figures";
import { fromOf, pairsOf, toOf, transitionsOf } from "./difference";
import s from "./facts.module.css";
import type { Picture, Shown } from "./picture";
import { STATE_LOOKS } from "./state-looks";

const SHOWN = 12;

/** What the cells in view become from one variant to the other, by name: "M to F". */
export function DifferenceLegend({
  pictures,
  shown,
}: {
  pictures: readonly [Picture, Picture];
  shown: Shown | null;
}) {
  const pairs = pairsOf(pictures[0].part, pictures[1].part);
  if (pairs === null || shown === null)
    return <p className="t-small text-ink-2">Both pictures are on their way.</p>;
  const { equal, moved } = transitionsOf(pairs);
  const { states } = shown.spaces;
  const look = (code: number) => {
    const state = states[code];
    return state === undefined ? null : STATE_LOOKS[state];
  };
  return (
    <section className={s.transitions} aria-label="What differs">
      <h2>What differs, cells around the view</h2>
      <p>
        {formatNumber(equal)} of {formatNumber(pairs.length)} cells ({percentText(equal, pairs.length)}) are
        equal and hatched away.
      </p>
      <ul>
        {moved.slice(0, SHOWN).map(({ pair, cells }) => {
          const [from, to] = [look(fromOf(pair)), look(toOf(pair))];
          return (
            <li key={pair}>
              <b>
                {from?.letter ?? "–"} to {to?.letter ?? "–"}
              </b>
              <span>
                {from?.label ?? "nothing"} to {to?.label ?? "nothing"}
              </span>
              <output>{formatNumber(cells)}</output>
            </li>
          );
        })}
      </ul>
      {moved.length > SHOWN && <p>and {moved.length - SHOWN} more kinds</p>}
    </section>
  );
}
