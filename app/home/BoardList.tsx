import type { Glance } from "@carveout/wire";
import LayoutGrid from "lucide-react/icons/layout-grid";
import Search from "lucide-react/icons/search";
import type { BoardSummary } from "../api";
import { Icon } from "../ui/Icon";
import { type BoardActions, BoardCard } from "./BoardCard";
import { fitsBoard } from "./search";

export function BoardList(
  props: {
    boards: readonly BoardSummary[];
    glances: ReadonlyMap<string, Glance>;
    query: string;
  } & BoardActions,
) {
  const { boards, glances, query, ...actions } = props;
  const shown = boards.filter((board) => fitsBoard(query, board, glances.get(board.id)));
  return (
    <section aria-labelledby="boards" className="mb-8">
      <div className="mb-2.5 flex items-baseline gap-2">
        <h2 id="boards" className="t-h2">
          Recent
        </h2>
        {boards.length > 0 && (
          <small className="t-small text-ink-3" role="status">
            {query !== "" && `${shown.length} of `}
            {boards.length === 1 ? "1 board" : `${boards.length} boards`}
          </small>
        )}
      </div>
      {boards.length === 0 ? (
        <Empty glyph={LayoutGrid}>No boards yet. Start from a question above, or open an empty board.</Empty>
      ) : shown.length === 0 ? (
        <Empty glyph={Search}>
          Nothing for "{query}". Searched titles and items of {boards.length} boards.
        </Empty>
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(272px,1fr))] gap-3 max-sm:grid-cols-1">
          {shown.map((board) => (
            <BoardCard key={board.id} board={board} glance={glances.get(board.id)} {...actions} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Empty({ glyph, children }: { glyph: typeof Search; children: React.ReactNode }) {
  return (
    <p className="flex items-center justify-center gap-2 rounded-card border border-line-strong border-dashed px-4 py-6 text-ink-2">
      <Icon glyph={glyph} />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  );
}
