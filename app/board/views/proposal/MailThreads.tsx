import { isLive, personName, type ThreadJson } from "@carveout/model";
import CheckCheck from "lucide-react/icons/check-check";
import { useEffect, useRef, useState } from "react";
import { Chip } from "../../../ui/Chip";
import { plainText } from "../../../ui/plain-text";
import { openThread, usePeopleSaid } from "../../threads";
import { closeThread, useOpenThread } from "../../threads/open";
import { NewThreadView, ThreadView } from "../../threads/ThreadView";
import type { TextRange } from "./marks";
import s from "./proposal.module.css";

export interface MailThread extends ThreadJson {
  id: string;
  /** "lines 32 to 34"; "" where it has no place in this version. */
  place: string;
  range: TextRange | null;
  /** The version it was said about, where that is an earlier one. */
  version?: number;
}

/** The threads on a mail in the order of its text; one of them may stand open. */
export function MailThreads({
  threads,
  canComment,
}: {
  threads: readonly MailThread[];
  canComment: boolean;
}) {
  const [isResolvedShown, showResolved] = useState(false);
  const opened = useOpenThread();
  const openId = opened !== null && "id" in opened.thread ? opened.thread.id : null;
  const draft = opened !== null && "draft" in opened.thread ? opened.thread.draft : null;
  const resolved = threads.filter((thread) => thread.resolved !== undefined).length;
  const shown = threads.filter(
    (thread) => isResolvedShown || thread.resolved === undefined || thread.id === openId,
  );
  // One that was just posted is on its way: it has its box before the server has numbered it.
  const isOnItsWay = openId !== null && !threads.some(({ id }) => id === openId);
  return (
    <section
      className={s.threads}
      aria-label="Threads on this mail"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || opened === null || event.defaultPrevented) return;
        event.preventDefault();
        event.stopPropagation();
        closeThread();
      }}
    >
      <header className={s.threadsHead}>
        <h2>Threads</h2>
        <Chip>{threads.length - resolved} open</Chip>
        {resolved > 0 && (
          <button
            type="button"
            className={s.toggle}
            aria-pressed={isResolvedShown}
            onClick={() => showResolved(!isResolvedShown)}
          >
            {resolved} resolved
          </button>
        )}
      </header>
      {threads.length === 0 && draft === null && !isOnItsWay && (
        <p className={s.hint}>
          {canComment ? (
            <>
              Nothing is said yet. Select words of the mail, or go to a line with the arrows, and comment on
              them. <kbd>C</kbd>
            </>
          ) : (
            "Nothing is said yet."
          )}
        </p>
      )}
      <ol>
        {draft?.anchor.at === "mail" && (
          <li className={s.thread} data-open>
            <Seen>
              <NewThreadView draft={draft} />
            </Seen>
          </li>
        )}
        {isOnItsWay && (
          <li className={s.thread} data-open>
            <ThreadView id={openId} />
          </li>
        )}
        {shown.map((thread) =>
          thread.id === openId ? (
            <li key={thread.id} className={s.thread} data-open>
              <Seen>
                <ThreadView key={thread.id} id={thread.id} />
              </Seen>
            </li>
          ) : (
            <li key={thread.id} className={s.thread}>
              <ClosedThread thread={thread} />
            </li>
          ),
        )}
      </ol>
    </section>
  );
}

/** A thread in short: its number, where it is, and what was said first. */
function ClosedThread({ thread }: { thread: MailThread }) {
  const people = usePeopleSaid();
  const comments = thread.comments.filter(isLive);
  const [first] = comments;
  return (
    <button type="button" className={s.closed} onClick={() => openThread(thread.id)}>
      <span className={s.closedHead}>
        <span className={s.pin}>{thread.number}</span>
        <span className={s.mono}>{thread.place}</span>
        <span className={s.space} />
        {thread.version !== undefined && (
          <Chip title={`Said about v${thread.version}; an answer goes there.`}>v{thread.version}</Chip>
        )}
        {thread.range === null && (
          <Chip tone="warn" title="What it was said about is not in this version.">
            outdated
          </Chip>
        )}
        {thread.resolved !== undefined && (
          <Chip tone="ok" glyph={CheckCheck}>
            resolved
          </Chip>
        )}
      </span>
      {first !== undefined && (
        <span className={s.first}>
          <b>{personName(people, first.by)}</b> {plainText(first.text)}
        </span>
      )}
      {comments.length > 1 && (
        <span className={s.quiet}>
          {comments.length === 2 ? "1 reply" : `${comments.length - 1} replies`}
        </span>
      )}
    </button>
  );
}

/** What opens comes into view. */
function Seen({ children }: { children: React.ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    ref.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return <div ref={ref}>{children}</div>;
}
