import { newItemId, personName, type ThreadJson } from "@carveout/model";
import CheckCheck from "lucide-react/icons/check-check";
import Crosshair from "lucide-react/icons/crosshair";
import RotateCcw from "lucide-react/icons/rotate-ccw";
import X from "lucide-react/icons/x";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { IconButton } from "../../ui/IconButton";
import { useCanComment, useIdentity, useRuns, useSession, useSignal } from "../session";
import { itemOf } from "./anchors";
import { CommentFrame, CommentView } from "./CommentView";
import { Composer } from "./Composer";
import type { NewThread } from "./drafts";
import { NEW } from "./drafts";
import { closeThread, currentThread, openThread } from "./open";
import s from "./thread.module.css";
import { readMarksOf } from "./unread";
import { usePeopleSaid, useThread } from "./use-discussion";
import { type Unsent, unsentIn } from "./waiting";

interface ThreadViewProps {
  id: string;
  /** Leads to what it is about; absent where that is before everybody's eyes. */
  onShow?: () => void;
  /** The reply's field, for the key that goes there. */
  reply?: RefObject<HTMLTextAreaElement | null>;
  hasFocus?: boolean;
}

/** A thread with its comments, and a reply to it. */
export function ThreadView({ id, onShow, reply, hasFocus = false }: ThreadViewProps) {
  const session = useSession();
  const { commands } = session;
  const thread = useThread(id);
  const waiting = useSignal(commands.waiting);
  const canComment = useCanComment();
  const unsent = unsentIn(waiting, id);
  const firstUnread = useFirstUnread(id, thread);
  useReading(id, thread);
  if (thread === undefined && unsent.length === 0)
    return (
      <section className={s.thread} aria-label="Thread">
        <Head title="This thread is no longer on the board" />
      </section>
    );
  const isResolved = thread?.resolved !== undefined;
  return (
    <section className={s.thread} aria-label={`Thread ${thread?.number ?? ""}, ${thread?.label ?? ""}`}>
      <Head title={thread?.label ?? ""} number={thread?.number}>
        {onShow && (
          <IconButton glyph={Crosshair} name="Show what it is about" side="bottom-end" onClick={onShow} />
        )}
        {canComment && thread && (
          <IconButton
            glyph={isResolved ? RotateCcw : CheckCheck}
            name={isResolved ? "Reopen" : "Resolve"}
            hint="E"
            side="bottom-end"
            onClick={() => void commands.send("thread.resolve", { thread: id, resolved: !isResolved })}
          />
        )}
      </Head>
      <div className={s.comments}>
        {thread && <Seen thread={thread} />}
        {thread?.comments.map((comment) => (
          <div key={comment.id}>
            {comment.id === firstUnread && <p className={s.unread}>unread</p>}
            <CommentView thread={id} comment={comment} />
          </div>
        ))}
        {unsent.map((each) => (
          <OnItsWay key={each.comment} unsent={each} />
        ))}
        {thread && <Resolution thread={thread} />}
      </div>
      {canComment ? (
        <Composer
          ref={reply}
          draft={id}
          label="Reply"
          action={isResolved ? "Reply" : "Post"}
          hasFocus={hasFocus}
          onSend={(text, mentions) =>
            commands.send("thread.reply", { thread: id, comment: newItemId("comment"), text, mentions })
          }
        />
      ) : (
        <p className={s.readOnly}>Viewers read. Ask the board's owner for a commenter's link to reply.</p>
      )}
    </section>
  );
}

/** A thread that is not on the board yet. */
export function NewThreadView({ draft }: { draft: NewThread }) {
  const { commands } = useSession();
  return (
    <section className={s.thread} aria-label={`New thread, ${draft.label}`}>
      <Head title={draft.label} />
      <Composer
        draft={NEW}
        label="Comment"
        action="Post"
        hasFocus
        onCancel={closeThread}
        onSend={(text, mentions) => {
          const { anchor, label, run } = draft;
          const thread = newItemId("thread");
          const first = { thread, comment: newItemId("comment"), text, mentions };
          const done = commands.send("thread.start", {
            ...first,
            anchor,
            label,
            ...(run === "" ? {} : { run }),
          });
          openThread(thread, currentThread()?.beside);
          return done;
        }}
      />
    </section>
  );
}

function Head(props: { title: string; number?: number; children?: ReactNode }) {
  return (
    <header className={s.head}>
      {props.number !== undefined && <span className={s.drop}>{props.number}</span>}
      <p title={props.title}>{props.title}</p>
      {props.children}
      <IconButton glyph={X} name="Close the thread" hint="Escape" side="bottom-end" onClick={closeThread} />
    </header>
  );
}

/** The run that was looked at, and whether it still counts. */
function Seen({ thread }: { thread: ThreadJson }) {
  const { anchor, run } = thread;
  const runs = useRuns(itemOf(anchor) ?? "");
  if (run === undefined || run === "" || !("variant" in anchor) || anchor.variant === undefined) return null;
  const isCurrent = runs.get(anchor.variant)?.run === run;
  return (
    <p className={s.seen} data-stale={!isCurrent || undefined}>
      {isCurrent ? `run ${run.slice(0, 8)}, current` : `seen at run ${run.slice(0, 8)}`}
    </p>
  );
}

/** How it ended, and where it came from. */
function Resolution({ thread: { resolved, imported } }: { thread: ThreadJson }) {
  const people = usePeopleSaid();
  return (
    <>
      {imported && <p className={s.note}>Brought from a file by {personName(people, imported.by)}</p>}
      {resolved && <p className={s.note}>Resolved by {personName(people, resolved.by)}</p>}
    </>
  );
}

/** A comment that the server has not answered yet. */
function OnItsWay({ unsent }: { unsent: Unsent }) {
  const me = useIdentity();
  const { durability } = useSession();
  const saved = useSignal(durability.saved);
  return (
    <CommentFrame
      name={me?.name ?? ""}
      colour={me?.colour ?? 1}
      at={saved.state === "offline" ? "waits here, goes out on return" : "on its way"}
    >
      <p className={s.unsent}>{unsent.text}</p>
    </CommentFrame>
  );
}

/** What is before somebody's eyes in a window they look at is read. */
function useReading(id: string, thread: ThreadJson | undefined): void {
  const session = useSession();
  useEffect(() => {
    if (thread === undefined) return;
    const read = () => {
      if (document.visibilityState === "visible") readMarksOf(session).read(id, thread);
    };
    read();
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [session, id, thread]);
}

/** The first comment that was new as the thread was opened, unless all are. */
function useFirstUnread(id: string, thread: ThreadJson | undefined): string | undefined {
  const session = useSession();
  const me = useIdentity()?.participant;
  const [seenAt] = useState(() => readMarksOf(session).seen.get()[id]);
  const found = useRef<string | undefined>(undefined);
  if (found.current === undefined && seenAt !== undefined)
    found.current = thread?.comments.find(({ at, by }) => at > seenAt && by !== me)?.id;
  return found.current;
}
