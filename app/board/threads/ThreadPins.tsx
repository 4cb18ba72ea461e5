import type { AnchorMatch } from "./anchors";
import { closeThread, openThread, useOpenThread } from "./open";
import s from "./pins.module.css";
import { useThreadsAt } from "./use-discussion";

/** The numbers of the open threads on something, for where there is no canvas: in a text, on a chart, beside a map. Each opens beside itself. */
export function ThreadPins({ at }: { at: AnchorMatch }) {
  const rows = useThreadsAt(at);
  const opened = useOpenThread();
  const open = opened !== null && "id" in opened.thread ? opened.thread.id : null;
  if (rows.length === 0) return null;
  return (
    <span className={s.pins}>
      {rows.map(({ id, thread, unread }) => (
        <button
          key={id}
          type="button"
          aria-expanded={id === open}
          aria-label={`Thread ${thread.number}${unread > 0 ? `, ${unread} unread` : ""}`}
          title={thread.comments[0]?.text.slice(0, 120)}
          onClick={(event) => (id === open ? closeThread() : openThread(id, event.currentTarget))}
        >
          {thread.number}
        </button>
      ))}
    </span>
  );
}
