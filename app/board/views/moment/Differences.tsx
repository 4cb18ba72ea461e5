import type { BoardChanges, ItemChange } from "@carveout/model";
import { Button } from "../../../ui/Button";
import { LOOKS } from "./flags";
import s from "./moment.module.css";

/** Longest list that is shown of one item's values. */
const SHOWN_VALUES = 40;

/** Item by item and field by field: what it was then, what it became. */
export function Differences(props: {
  changes: BoardChanges;
  /** Of the two columns: "then" and "now", or the times of two moments. */
  heads: readonly [string, string];
  onShow: (id: string) => void;
  /** null: this participant may not, or the other side is not the board of now. */
  onRestore: ((id: string) => void) | null;
}) {
  const { changes, heads, onShow, onRestore } = props;
  const { title, items } = changes;
  if (title === null && items.length === 0)
    return <p className={s.same}>Every field reads the same on both sides.</p>;
  return (
    <ul className={s.differences} data-scroll>
      {title !== null && (
        <li className={s.item}>
          <p className={s.itemHead}>
            <Letter change="changed" />
            <b className="flex-1">Title of the board</b>
          </p>
          <ValueList heads={heads} values={[{ label: "Title", ...title, path: ["title"] }]} />
        </li>
      )}
      {items.map((item) => (
        <li key={item.id} className={s.item}>
          <p className={s.itemHead}>
            <Letter change={item.change} />
            <button type="button" className={s.name} onClick={() => onShow(item.id)}>
              {item.kind === "connector" ? `Wire from ${item.name}` : item.name}
            </button>
            {onRestore !== null && (
              <Button
                look="ghost"
                onClick={() => onRestore(item.id)}
                aria-label={`${RESTORE[item.change]} ${item.name}`}
              >
                {RESTORE[item.change]}
              </Button>
            )}
          </p>
          {item.values.length > 0 && <ValueList heads={heads} values={item.values} />}
        </li>
      ))}
    </ul>
  );
}

const RESTORE = { added: "Take out", removed: "Bring back", changed: "Restore" } as const;

function Letter({ change }: { change: ItemChange["change"] }) {
  const { letter, label, colour } = LOOKS[change];
  return (
    <abbr title={label} className={s.letter} style={{ background: `var(--${colour})` }}>
      {letter}
    </abbr>
  );
}

function ValueList({ heads, values }: { heads: readonly [string, string]; values: ItemChange["values"] }) {
  const [before, after] = heads;
  return (
    <table className={s.values}>
      <thead className="sr-only">
        <tr>
          <th scope="col">Field</th>
          <th scope="col">{before}</th>
          <th scope="col">{after}</th>
        </tr>
      </thead>
      <tbody>
        {values.slice(0, SHOWN_VALUES).map((value) => (
          <tr key={value.path.join(".")}>
            <th scope="row">{value.label}</th>
            <td>
              <del>{value.before ?? "nothing"}</del> <span aria-hidden>→</span>{" "}
              <ins>{value.after ?? "nothing"}</ins>
            </td>
          </tr>
        ))}
        {values.length > SHOWN_VALUES && (
          <tr>
            <td colSpan={2}>and {values.length - SHOWN_VALUES} more values</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
