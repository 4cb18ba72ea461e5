import type { Glance } from "@carveout/wire";
import Copy from "lucide-react/icons/copy";
import Download from "lucide-react/icons/download";
import MessageCircle from "lucide-react/icons/message-circle";
import PenLine from "lucide-react/icons/pen-line";
import Trash2 from "lucide-react/icons/trash-2";
import type { BoardSummary } from "../api";
import { Icon } from "../ui/Icon";
import { lastLooked } from "../ui/looked";
import { MenuButton } from "../ui/MenuButton";
import { timeAgo } from "../ui/time";
import { BoardPicture } from "./BoardPicture";

export interface BoardActions {
  onRename: (board: BoardSummary) => void;
  onDuplicate: (board: BoardSummary) => void;
  onExport: (board: BoardSummary) => void;
  onDelete: (board: BoardSummary) => void;
}

/** A board in the list: its picture, its title, what goes on there. */
export function BoardCard(props: { board: BoardSummary; glance: Glance | undefined } & BoardActions) {
  const { board, glance } = props;
  const { id, updatedAt, here } = board;
  const title = board.title || "Untitled board";
  const looked = lastLooked(id);
  return (
    <li className="group relative overflow-hidden rounded-card border border-line bg-surface transition-[border-color] duration-(--quick-ms) focus-within:border-line-strong hover:border-line-strong">
      <a
        href={`/b/${encodeURIComponent(id)}`}
        aria-label={title}
        aria-describedby={`facts-${id}`}
        className="block text-ink focus-visible:outline-offset-[-2px]"
      >
        <div className="border-line border-b">
          <BoardPicture glance={glance} />
        </div>
        <b className="block truncate px-3 pt-2 pr-10 t-title">{title}</b>
      </a>
      <p id={`facts-${id}`} className="flex items-center gap-1.5 px-3 pt-0.5 pb-2.5 t-small text-ink-3">
        {here > 0 && <span className="font-medium text-ok">{here} here now</span>}
        {here > 0 && <span aria-hidden>·</span>}
        <time dateTime={new Date(updatedAt).toISOString()}>{timeAgo(new Date(updatedAt), new Date())}</time>
        {glance && (
          <>
            <span aria-hidden>·</span>
            {glance.items === 1 ? "1 item" : `${glance.items.toLocaleString("en-US")} items`}
          </>
        )}
        {glance !== undefined && glance.openThreads > 0 && (
          <span className="flex items-center gap-0.5" title="Open threads">
            <span aria-hidden>·</span>
            <Icon glyph={MessageCircle} size={12} />
            {glance.openThreads}
            <span className="sr-only">open threads</span>
          </span>
        )}
        {looked !== null && updatedAt > looked && (
          <span className="mr-6 ml-auto rounded-full bg-accent-soft px-1.5 font-medium text-accent">new</span>
        )}
      </p>
      <span className="absolute right-1.5 bottom-6 pointer-coarse:right-0 pointer-coarse:bottom-3">
        <MenuButton
          label={`Actions for ${title}`}
          items={[
            { label: "Rename", glyph: PenLine, onSelect: () => props.onRename(board) },
            { label: "Duplicate", glyph: Copy, onSelect: () => props.onDuplicate(board) },
            { label: "Export as JSON", glyph: Download, onSelect: () => props.onExport(board) },
            { label: "Delete", glyph: Trash2, onSelect: () => props.onDelete(board) },
          ]}
        />
      </span>
    </li>
  );
}
