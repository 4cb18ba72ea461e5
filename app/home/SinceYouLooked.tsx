import type { Glance, OutcomeChange } from "@carveout/wire";
import FlaskConical from "lucide-react/icons/flask-conical";
import MessageCircle from "lucide-react/icons/message-circle";
import PenLine from "lucide-react/icons/pen-line";
import type { BoardSummary } from "../api";
import { type Glyph, Icon } from "../ui/Icon";
import { lastLooked } from "../ui/looked";
import { timeAgo } from "../ui/time";
import { outcomeWords } from "./outcome-words";
import { useOutcomes } from "./use-outcomes";

const MOST = 6;

/** What happened on boards that this browser had open before. */
export function SinceYouLooked(props: {
  boards: readonly BoardSummary[];
  glances: ReadonlyMap<string, Glance>;
}) {
  const outcomes = useOutcomes(props.boards);
  const news = props.boards
    .flatMap((board) => newsOf(board, props.glances.get(board.id), outcomes.get(board.id) ?? []))
    .sort((a, b) => b.at - a.at)
    .slice(0, MOST);
  if (news.length === 0) return null;
  return (
    <section aria-labelledby="since" className="mb-8">
      <h2 id="since" className="mb-2.5 t-h2">
        Since you last looked
      </h2>
      <ul className="overflow-hidden rounded-card border border-line bg-surface">
        {news.map(({ board, kind, by, text, at }) => (
          <li key={`${board.id} ${at} ${by} ${text}`} className="border-line not-first:border-t">
            <a
              href={`/b/${encodeURIComponent(board.id)}`}
              className="flex items-baseline gap-2 px-3 py-2 text-ink focus-visible:outline-offset-[-2px] hover:bg-hover pointer-coarse:py-3"
            >
              <Icon glyph={GLYPHS[kind]} size={14} className="translate-y-0.5 text-ink-2" />
              <span className="min-w-0 flex-1 truncate">
                <b className="font-medium">{board.title || "Untitled board"}</b>
                {kind === "edit" ? " has changed" : kind === "outcome" ? `: ${text}` : `: ${by}: ${text}`}
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
  kind: "comment" | "outcome" | "edit";
  /** Who wrote a comment. */
  by: string;
  text: string;
  at: number;
}

const GLYPHS: Readonly<Record<News["kind"], Glyph>> = {
  comment: MessageCircle,
  outcome: FlaskConical,
  edit: PenLine,
};

/** Comments, and columns that came out differently; where there are neither, that something has changed. */
function newsOf(board: BoardSummary, glance: Glance | undefined, outcomes: readonly OutcomeChange[]): News[] {
  const looked = lastLooked(board.id);
  if (looked === null || glance === undefined || board.updatedAt <= looked) return [];
  const comments = glance.comments
    .filter(({ at }) => at > looked)
    .map((comment): News => ({ board, kind: "comment", ...comment }));
  const changed = outcomes.map(
    (change): News => ({ board, kind: "outcome", by: "", text: outcomeWords(change), at: board.updatedAt }),
  );
  const news = [...changed, ...comments];
  return news.length > 0 ? news : [{ board, kind: "edit", by: "", text: "", at: board.updatedAt }];
}
