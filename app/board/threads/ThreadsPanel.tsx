import { personName } from "@carveout/model";
import MessagesSquare from "lucide-react/icons/messages-square";
import { Icon } from "../../ui/Icon";
import { useSession, useSignal } from "../session";
import { discussionOf } from "./discussion";

/** Everything that was said on the board, in the order of the pins. */
export default function ThreadsPanel() {
  const discussion = discussionOf(useSession());
  const threads = useSignal(discussion.threads);
  const people = useSignal(discussion.people);
  if (threads.size === 0)
    return (
      <div className="px-6 py-10 text-center">
        <Icon glyph={MessagesSquare} size={22} className="mx-auto text-ink-2" />
        <p className="mt-2 text-ink-2">No open threads.</p>
      </div>
    );
  return (
    <ul className="min-h-0 flex-1 overflow-y-auto">
      {[...threads]
        .sort(([, a], [, b]) => a.number - b.number)
        .map(([id, thread]) => (
          <li key={id} className="border-line border-b px-4 py-2.5">
            <p className="t-micro text-ink-3">
              {thread.number} · {thread.label}
            </p>
            <p className="wrap-anywhere">{thread.comments[0]?.text}</p>
            <p className="t-small text-ink-3">{personName(people, thread.by)}</p>
          </li>
        ))}
    </ul>
  );
}
