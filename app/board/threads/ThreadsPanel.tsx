import { personName } from "@carveout/model";
import CheckCheck from "lucide-react/icons/check-check";
import MessagesSquare from "lucide-react/icons/messages-square";
import Search from "lucide-react/icons/search";
import { type KeyboardEvent, type RefObject, useRef, useState } from "react";
import { Icon } from "../../ui/Icon";
import { isTyping } from "../../ui/key";
import { plainText } from "../../ui/plain-text";
import { timeAgo } from "../../ui/time";
import { useIdentity, useSession, useSignal } from "../session";
import { itemOf } from "./anchors";
import { draftsOf } from "./drafts";
import { closeThread, openThread, resumeThread, useOpenThread } from "./open";
import s from "./panel.module.css";
import { FILTERS, type Filter, isFound, passes, type ThreadRow } from "./rows";
import { showAnchor } from "./show";
import { NewThreadView, ThreadView } from "./ThreadView";
import threadStyle from "./thread.module.css";
import { usePeopleSaid, useThreadRows } from "./use-discussion";

const FILTER_WORDS: Readonly<Record<Filter, string>> = {
  open: "Open",
  resolved: "Resolved",
  mine: "Mine",
  unread: "Unread",
  mentions: "Calls me",
};

/** Everything that is said on the board: a list to filter and search, in which one thread is open. */
export default function ThreadsPanel() {
  const session = useSession();
  const me = useIdentity()?.participant ?? null;
  const people = usePeopleSaid();
  const all = useThreadRows();
  const opened = useOpenThread();
  const [filter, setFilter] = useState<Filter>("open");
  const [query, setQuery] = useState("");
  const reply = useRef<HTMLTextAreaElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const openId = opened !== null && "id" in opened.thread ? opened.thread.id : null;
  const draft = opened !== null && "draft" in opened.thread ? opened.thread.draft : null;
  const rows = all.filter(
    (row) => row.id === openId || (passes(row, filter, me) && isFound(row, query, people)),
  );
  const show = ({ thread }: ThreadRow) => showAnchor(session, thread.anchor);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const at = rows.findIndex(({ id }) => id === openId);
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    const row = rows[at];
    if (step !== undefined) {
      const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step];
      if (next !== undefined) choose(next.id);
    } else if (event.key === "r" && row !== undefined) reply.current?.focus();
    else if (event.key === "e" && row !== undefined && session.can.get().comment)
      void session.commands.send("thread.resolve", {
        thread: row.id,
        resolved: row.thread.resolved === undefined,
      });
    else if (event.key === "Escape" && opened !== null) closeThread();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const choose = (id: string) => {
    openThread(id);
    requestAnimationFrame(() => {
      const row = list.current?.querySelector<HTMLElement>(`[data-thread="${id}"]`);
      row?.focus({ preventScroll: true });
      row?.scrollIntoView({ block: "nearest" });
    });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys move among the buttons in it
    <div className={s.panel} onKeyDown={onKeyDown}>
      <div className={s.tools}>
        <label className={s.search}>
          <Icon glyph={Search} size={14} />
          <input
            type="search"
            aria-label="Search threads"
            placeholder="Search threads"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </label>
        <div role="radiogroup" aria-label="Which threads" className={s.filters}>
          {FILTERS.map((name) => (
            // biome-ignore lint/a11y/useSemanticElements: a row of chips, of which one is on
            <button
              key={name}
              type="button"
              role="radio"
              aria-checked={name === filter}
              onClick={() => setFilter(name)}
            >
              {FILTER_WORDS[name]} <span>{all.filter((row) => passes(row, name, me)).length}</span>
            </button>
          ))}
        </div>
      </div>
      {draft !== null ? <NewThreadView draft={draft} /> : <KeptDraft />}
      {rows.length === 0 && draft === null && (
        <Nothing filter={filter} query={query} hasThreads={all.length > 0} />
      )}
      <ul ref={list} className={s.rows}>
        {rows.map((row) => (
          <li key={row.id}>
            {row.id === openId ? (
              <OpenRow row={row} reply={reply} onShow={() => show(row)} />
            ) : (
              <Row row={row} onOpen={() => choose(row.id)} />
            )}
          </li>
        ))}
      </ul>
      <p className={s.keys}>
        <kbd>J</kbd> <kbd>K</kbd> next, previous · <kbd>R</kbd> reply · <kbd>E</kbd> resolve
      </p>
    </div>
  );
}

function OpenRow(props: {
  row: ThreadRow;
  reply: RefObject<HTMLTextAreaElement | null>;
  onShow: () => void;
}) {
  const { row, reply, onShow } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of the list start from here
    <div data-thread={row.id} tabIndex={0} className={s.openRow}>
      <ThreadView
        id={row.id}
        reply={reply}
        onShow={itemOf(row.thread.anchor) === null ? undefined : onShow}
      />
    </div>
  );
}

function Row({ row, onOpen }: { row: ThreadRow; onOpen: () => void }) {
  const people = usePeopleSaid();
  const { thread, unread } = row;
  const last = thread.comments.findLast(({ deletedAt }) => deletedAt === undefined) ?? thread.comments.at(-1);
  const replies = thread.comments.length - 1;
  return (
    <button type="button" data-thread={row.id} className={s.row} onClick={onOpen}>
      <span className={threadStyle.drop} data-quiet={thread.resolved !== undefined || undefined}>
        {thread.number}
      </span>
      <span className={s.rowBody}>
        <span className={s.rowHead}>
          <span className={s.rowLabel}>{thread.label}</span>
          <time className="t-micro text-ink-3">{timeAgo(new Date(last?.at ?? thread.at), new Date())}</time>
        </span>
        <span className={s.rowText}>
          <b>{personName(people, last?.by ?? thread.by)}</b> {last && plainText(last.text)}
        </span>
        <span className={s.rowFoot}>
          {thread.resolved && (
            <span>
              <Icon glyph={CheckCheck} size={12} /> resolved
            </span>
          )}
          {replies > 0 && <span>{replies === 1 ? "1 reply" : `${replies} replies`}</span>}
          {unread > 0 && <span className={s.new}>{unread} unread</span>}
        </span>
      </span>
    </button>
  );
}

/** A new thread that was left before it was posted. */
function KeptDraft() {
  const drafts = draftsOf(useSession().board);
  const fresh = useSignal(drafts.fresh);
  if (fresh === null) return null;
  return (
    <button type="button" className={s.row} onClick={() => resumeThread(fresh)}>
      <span className={threadStyle.drop} data-quiet>
        …
      </span>
      <span className={s.rowBody}>
        <span className={s.rowHead}>
          <span className={s.rowLabel}>{fresh.label}</span>
          <span className="t-micro text-ink-3">draft, kept here</span>
        </span>
      </span>
    </button>
  );
}

function Nothing({ filter, query, hasThreads }: { filter: Filter; query: string; hasThreads: boolean }) {
  return (
    <div className={s.nothing}>
      <Icon glyph={MessagesSquare} size={22} />
      {query !== "" ? (
        <p>Nothing for “{query}” among these threads.</p>
      ) : hasThreads && filter !== "open" ? (
        <p>No threads here. The other chips count the rest.</p>
      ) : (
        <p>
          No open threads. Choose Comment in an item's menu, or press <kbd>C</kbd> and click a field, a card
          or any place on the board.
        </p>
      )}
    </div>
  );
}
