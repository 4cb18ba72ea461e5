import LayoutGrid from "lucide-react/icons/layout-grid";
import type { BoardSummary } from "../api";
import { Icon } from "../ui/Icon";
import { timeAgo } from "../ui/time";

export function BoardList({ boards }: { boards: readonly BoardSummary[] }) {
  return (
    <section aria-labelledby="boards" className="mb-8">
      <div className="mb-2.5 flex items-baseline gap-2">
        <h2 id="boards" className="t-h2">
          Recent
        </h2>
        {boards.length > 0 && (
          <small className="t-small text-ink-3">
            {boards.length === 1 ? "1 board" : `${boards.length} boards`}
          </small>
        )}
      </div>
      {boards.length === 0 ? (
        <p className="flex items-center justify-center gap-2 rounded-card border border-line-strong border-dashed py-6 text-ink-2">
          <Icon glyph={LayoutGrid} />
          No boards yet. Start from a question above, or open an empty board.
        </p>
      ) : (
        <ul className="overflow-hidden rounded-card border border-line bg-surface">
          {boards.map((board) => (
            <BoardRow key={board.id} board={board} />
          ))}
        </ul>
      )}
    </section>
  );
}

function BoardRow({ board: { id, title, updatedAt, here } }: { board: BoardSummary }) {
  return (
    <li className="border-line not-first:border-t">
      <a
        href={`/b/${encodeURIComponent(id)}`}
        className="flex items-center gap-3 px-3 py-2.5 text-ink focus-visible:outline-offset-[-2px] hover:bg-hover pointer-coarse:py-3"
      >
        <b className="min-w-0 flex-1 truncate t-title">{title || "Untitled board"}</b>
        {here > 0 && <span className="t-small font-medium text-ok">{here} here now</span>}
        <time
          dateTime={new Date(updatedAt).toISOString()}
          className="w-28 flex-none text-right t-small text-ink-3"
        >
          {timeAgo(new Date(updatedAt), new Date())}
        </time>
      </a>
    </li>
  );
}
