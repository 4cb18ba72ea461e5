import { type ItemId, itemTitle, readBoard } from "@carveout/model";
import { useState } from "react";
import { Button } from "../../ui/Button";
import { SELECT_BOX } from "../../ui/select-box";
import { useSession, useSignal } from "../session";
import { openView } from "../views/view";
import type { Moment, Participant } from "./api";
import { grouped } from "./grouped";
import s from "./history.module.css";
import { MomentRow } from "./MomentRow";
import type { History } from "./use-history";
import { versionsIn } from "./versions";

interface Filter {
  person: string;
  item: string;
  isNamed: boolean;
}
const EVERYTHING: Filter = { person: "", item: "", isNamed: false };

/** The board's moments by day, newest first. */
export function Timeline({ history, shown }: { history: History; shown: number | null }) {
  const session = useSession();
  const versions = useSignal(versionsIn(session));
  const [filter, setFilter] = useState(EVERYTHING);
  const named = grouped(Object.entries(versions), ([, version]) => version.moment);
  const fits = (moment: Moment) =>
    (filter.person === "" || moment.authors.includes(filter.person)) &&
    (filter.item === "" || moment.changes.some(({ item }) => item === filter.item)) &&
    (!filter.isNamed || named.has(moment.number));
  const moments = history.moments.filter(fits);
  const { pending, people } = history;
  const days = [...grouped(moments, ({ at }) => dayOf(at))];
  return (
    <>
      <FilterBar history={history} filter={filter} onFilter={setFilter} />
      <div className={s.scroll} data-scroll>
        {pending !== null && fits(pending) && (
          <ul aria-label="Since the last moment" className={s.list}>
            <MomentRow moment={pending} people={people} versions={[]} isShown={false} onOpen={null} />
          </ul>
        )}
        {days.map(([day, those]) => (
          <section key={day} aria-label={day}>
            <h3 className={s.day}>{day}</h3>
            <ul className={s.list}>
              {those.map((moment) => (
                <MomentRow
                  key={moment.number}
                  moment={moment}
                  people={people}
                  versions={named.get(moment.number) ?? []}
                  isShown={moment.number === shown}
                  onOpen={() => openView({ name: "moment", moment: String(moment.number) })}
                />
              ))}
            </ul>
          </section>
        ))}
        {moments.length === 0 && filter !== EVERYTHING && (
          <p className={s.empty}>
            Nothing in the history fits.{" "}
            <Button look="ghost" onClick={() => setFilter(EVERYTHING)}>
              Show everything
            </Button>
          </p>
        )}
        {history.problem !== null && (
          <p role="alert" className={s.empty}>
            {history.problem}
          </p>
        )}
        {history.hasMore && (
          <p className="p-3">
            <Button onClick={history.readMore}>Earlier</Button>
          </p>
        )}
      </div>
    </>
  );
}

function FilterBar(props: { history: History; filter: Filter; onFilter: (filter: Filter) => void }) {
  const { history, filter, onFilter } = props;
  const { doc } = useSession();
  const people = authorsOf(history);
  const items = itemsOf(history);
  const board = readBoard(doc);
  const nameOf = (id: ItemId) => {
    const item = board.items[id];
    return item === undefined ? `${id.split("-")[0]}, deleted` : itemTitle(item, board);
  };
  return (
    <div className={s.filters}>
      <select
        className={`${SELECT_BOX} flex-1`}
        aria-label="Whose changes"
        value={filter.person}
        onChange={(event) => onFilter({ ...filter, person: event.target.value })}
      >
        <option value="">Everybody</option>
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name || "Somebody"}
          </option>
        ))}
      </select>
      <select
        className={`${SELECT_BOX} flex-1`}
        aria-label="Changes of which item"
        value={filter.item}
        onChange={(event) => onFilter({ ...filter, item: event.target.value })}
      >
        <option value="">Every item</option>
        {items.map((id) => (
          <option key={id} value={id}>
            {nameOf(id)}
          </option>
        ))}
      </select>
      <label className="flex items-center gap-1.5 t-small">
        <input
          type="checkbox"
          checked={filter.isNamed}
          onChange={(event) => onFilter({ ...filter, isNamed: event.target.checked })}
        />
        Named
      </label>
    </div>
  );
}

function authorsOf({ moments, people }: History): Participant[] {
  const ids = new Set(moments.flatMap(({ authors }) => authors));
  return [...ids].flatMap((id) => people.get(id) ?? []);
}

/** Items that the history speaks of, the latest first; wires go with what they join. */
function itemsOf({ moments, pending }: History): ItemId[] {
  const all = pending === null ? moments : [pending, ...moments];
  const ids = all.flatMap(({ changes }) => changes.flatMap(({ item }) => item ?? []));
  return [...new Set(ids)].filter((id) => !id.startsWith("connector"));
}

function dayOf(at: number): string {
  const day = new Date(at);
  const today = new Date();
  if (day.toDateString() === today.toDateString()) return "Today";
  const year = day.getFullYear() === today.getFullYear() ? undefined : "numeric";
  return day.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year });
}
