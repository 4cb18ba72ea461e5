import MessageCircle from "lucide-react/icons/message-circle";
import PenLine from "lucide-react/icons/pen-line";
import type { BoardGlance, BoardSummary } from "../api";
import { Icon } from "../ui/Icon";
import { lastLooked } from "../ui/looked";
import { timeAgo } from "../ui/time";

const MOST = 6;

/** What happened on boards that this browser had open before. */
export function SinceYouLooked(props: {
  boards: readonly BoardSummary[];
  glances: ReadonlyMap<string, BoardGlance>;
}) {
  const news = props.boards
    .flatMap((board) => newsOf(board, props.glances.get(board.id)))
    .sort((a, b) => b.at - a.at)
    .slice(0, MOST);
  if (news.length === 0) return null;
  return (
    <section aria-labelledby="since" className="mb-8">
      <h2 id="since" className="mb-2.5 t-h2">
        Since you last looked
      </h2>
      <ul className="overflow-hidden rounded-card border border-line bg-surface">
        {news.map(({ board, by, text, at }) => (
          <li key={`${board.id} ${at} ${by}`} className="border-line not-first:border-t">
            <a
              href={`/b/${encodeURIComponent(board.id)}`}
              className="flex items-baseline gap-2 px-3 py-2 text-ink focus-visible:outline-offset-[-2px] hover:bg-hover pointer-coarse:py-3"
            >
              <Icon
                glyph={by === null ? PenLine : MessageCircle}
                size={14}
                className="translate-y-0.5 text-ink-2"
              />
              <span className="min-w-0 flex-1 truncate">
                <b className="font-medium">{board.title || "Untitled board"}</b>
                {by === null ? " has changed" : `: ${by}: ${text}`}
              </span>
              <span className="flex-none t-small text-ink-3">{timeAgo(new Date(at), new Date())}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface News {
  board: BoardSummary;
  /** Who wrote a comment; null for an edit. */
  by: string | null;
  text: string;
  at: number;
}

function newsOf(board: BoardSummary, glance: BoardGlance | undefined): News[] {
  const looked = lastLooked(board.id);
  if (looked === null || glance === undefined || board.updatedAt <= looked) return [];
  const comments = glance.comments.filter(({ at }) => at > looked);
  if (comments.length > 0) return comments.map((comment) => ({ board, ...comment }));
  return [{ board, by: null, text: "", at: board.updatedAt }];
}
