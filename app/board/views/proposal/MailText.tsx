import type { BodyLine, ReadBody } from "@carveout/formats/mail";
import ChevronsDownUp from "lucide-react/icons/chevrons-down-up";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import { type KeyboardEvent, memo, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { Icon } from "../../../ui/Icon";
import { keyName } from "../../../ui/key";
import { VisuallyHidden } from "../../../ui/VisuallyHidden";
import { cutLine, type Mark, type Piece, type TextRange } from "./marks";
import s from "./proposal.module.css";
import { lineAt, lineWords, rowsOf } from "./rows";
import { selectedRange } from "./selection";

interface MailTextProps {
  body: ReadBody;
  marks: readonly Mark[];
  /** Says what is selected, null when nothing is any more. */
  onSelect: (range: TextRange | null) => void;
  /** Somebody wants to say something about this. */
  onComment: (range: TextRange) => void;
  onOpenThread: (id: string) => void;
  canComment: boolean;
  /** Where to be: the line of an opened thread. */
  at: number | null;
}

const ROW_PX = 17;

/**
 * A mail's text at 80 columns. It is one stop of the keyboard: arrows move a cursor by line, with Shift they select, C comments, Enter opens the thread
 * of the line. Pointers select text as on any page.
 */
export function MailText({ body, marks, onSelect, onComment, onOpenThread, canComment, at }: MailTextProps) {
  const { lines } = body;
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const [cursor, setCursor] = useState({ at: 0, from: 0 });
  const [selected, setSelected] = useState<TextRange | null>(null);
  const [hasFocus, setFocus] = useState(false);
  const container = useRef<HTMLElement>(null);
  const said = useMemo(() => marks.filter(({ kind }) => kind !== "peer"), [marks]);
  const rows = useMemo(() => rowsOf(body, opened, said), [body, opened, said]);
  const shown = useMemo(() => rows.flatMap((row) => (row.row === "line" ? [row.index] : [])), [rows]);
  const from = Math.min(cursor.at, cursor.from);
  const to = Math.max(cursor.at, cursor.from);

  const cursorRange = (): TextRange => ({
    start: lines[from]?.start ?? 0,
    end: (lines[to]?.start ?? 0) + (lines[to]?.text.length ?? 0),
  });

  useEffect(() => {
    const onChange = () => {
      const range = container.current === null ? null : selectedRange(container.current, lines);
      setSelected(range);
      onSelect(range);
    };
    document.addEventListener("selectionchange", onChange);
    return () => document.removeEventListener("selectionchange", onChange);
  }, [lines, onSelect]);
  useEffect(() => {
    if (at === null) return;
    const index = lineAt(lines, at);
    setCursor({ at: index, from: index });
    container.current?.querySelector(`[data-line="${index}"]`)?.scrollIntoView({ block: "center" });
  }, [at, lines]);

  const move = (step: number, isExtending: boolean) => {
    const place = Math.max(0, shown.indexOf(cursor.at));
    const next = shown[Math.min(shown.length - 1, Math.max(0, place + step))] ?? 0;
    const range = { at: next, from: isExtending ? cursor.from : next };
    getSelection()?.removeAllRanges();
    setCursor(range);
    const [first, last] = [Math.min(next, range.from), Math.max(next, range.from)];
    onSelect(
      isExtending
        ? {
            start: lines[first]?.start ?? 0,
            end: (lines[last]?.start ?? 0) + (lines[last]?.text.length ?? 0),
          }
        : null,
    );
    container.current?.querySelector(`[data-line="${next}"]`)?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== container.current) return;
    const page = Math.max(1, Math.floor((container.current?.clientHeight ?? 400) / ROW_PX) - 2);
    const all = lines.length;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -all,
      End: all,
    };
    const key = keyName(event.nativeEvent);
    const isExtending = key.startsWith("Shift+");
    const step = steps[key.replace("Shift+", "")];
    if (step !== undefined) move(step, isExtending);
    else if (key === "Enter") openThreadHere();
    else if (key === "c" && canComment) comment();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const openThreadHere = () => {
    const { start, end } = cursorRange();
    const mark = marks.find((each) => each.kind === "thread" && each.start <= end && each.end >= start);
    if (mark?.kind === "thread") onOpenThread(mark.id);
  };
  const comment = () => {
    const range = selected ?? cursorRange();
    if (range.end > range.start) onComment(range);
  };
  const toggle = (block: number) =>
    setOpened((before) => {
      const after = new Set(before);
      if (!after.delete(block)) after.add(block);
      return after;
    });

  return (
    <section
      ref={container}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the cursor of the keyboard is in it
      tabIndex={0}
      aria-label="Text of the mail. Arrows move by line, C comments."
      aria-keyshortcuts="C"
      className={s.text}
      onKeyDown={onKeyDown}
      onFocus={(event) => setFocus(event.target === container.current)}
      onBlur={() => setFocus(false)}
      onPointerUp={(event) => {
        const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-line]") : null;
        if (row !== null) setCursor({ at: Number(row.dataset.line), from: Number(row.dataset.line) });
      }}
    >
      {rows.map((row) =>
        row.row === "fold" ? (
          <button
            key={`fold ${row.block}`}
            type="button"
            className={s.fold}
            aria-expanded={row.isOpen}
            onClick={() => toggle(row.block)}
          >
            <Icon glyph={row.isOpen ? ChevronsDownUp : ChevronsUpDown} size={12} />
            {row.words}
          </button>
        ) : (
          <Line
            key={row.index}
            index={row.index}
            line={row.line}
            marks={marksIn(row.line, marks)}
            isCursor={hasFocus && row.index >= from && row.index <= to}
            onOpenThread={onOpenThread}
          />
        ),
      )}
      <VisuallyHidden>
        <span aria-live="polite">
          {hasFocus && lines[cursor.at] !== undefined ? spoken(lines, cursor.at) : ""}
        </span>
      </VisuallyHidden>
      {canComment && selected !== null && (
        <CommentOffer
          container={container.current}
          range={selected}
          words={lineWords(lines, selected)}
          onComment={onComment}
        />
      )}
    </section>
  );
}

const NO_MARKS: readonly Mark[] = [];

function marksIn({ start, text }: BodyLine, marks: readonly Mark[]): readonly Mark[] {
  const end = start + text.length;
  const here = marks.filter((mark) => mark.start < end && mark.end > start);
  return here.length === 0 ? NO_MARKS : here;
}

const SPOKEN = { added: "added: ", removed: "removed: ", hunk: "hunk: ", file: "file: " } as const;

function spoken(lines: readonly BodyLine[], index: number): string {
  const line = lines[index];
  if (line === undefined) return "";
  const kind = line.kind in SPOKEN ? SPOKEN[line.kind as keyof typeof SPOKEN] : "";
  const level = line.level > 0 ? `quoted, level ${line.level}: ` : "";
  return `Line ${index + 1}, ${level}${kind}${line.text.slice(line.mark) || "empty"}`;
}

/** Lines of a patch, as they are. */
const CODE: ReadonlySet<BodyLine["kind"]> = new Set(["added", "removed", "context", "hunk", "file"]);

const Line = memo(function Line({
  index,
  line,
  marks,
  isCursor,
  onOpenThread,
}: {
  index: number;
  line: BodyLine;
  marks: readonly Mark[];
  isCursor: boolean;
  onOpenThread: (id: string) => void;
}) {
  return (
    <div
      data-line={index}
      data-kind={line.kind}
      data-code={CODE.has(line.kind) || undefined}
      data-level={line.level > 0 ? Math.min(line.level, 3) : undefined}
      data-cursor={isCursor || undefined}
      className={s.line}
    >
      <span aria-hidden className={s.number}>
        {index + 1}
      </span>
      <span data-text className={s.words}>
        {cutLine(line, marks).map((piece, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a piece has no identity beyond its place
          <PieceText key={place} piece={piece} onOpenThread={onOpenThread} />
        ))}
      </span>
    </div>
  );
});

function PieceText({ piece, onOpenThread }: { piece: Piece; onOpenThread: (id: string) => void }): ReactNode {
  const { text, marks, ends, starts } = piece;
  if (marks.length === 0) return text;
  const thread = marks.findLast((mark) => mark.kind === "thread");
  const peer = marks.find((mark) => mark.kind === "peer");
  const ending = ends.find((mark) => mark.kind === "thread");
  const starting = starts.find((mark) => mark.kind === "peer");
  const isOwn = marks.some(({ kind }) => kind === "draft") || (thread?.kind === "thread" && thread.isActive);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a way for the pointer; the keyboard opens the line's thread with Enter
    <mark
      className={s.mark}
      data-said={thread !== undefined || isOwn || undefined}
      data-active={isOwn || undefined}
      data-resolved={(thread?.kind === "thread" && thread.isResolved) || undefined}
      data-pin={ending?.kind === "thread" ? ending.number : undefined}
      data-name={starting?.kind === "peer" ? starting.name : undefined}
      style={
        peer?.kind === "peer" ? ({ "--peer": `var(--p-${peer.colour})` } as React.CSSProperties) : undefined
      }
      data-peer={peer !== undefined || undefined}
      onClick={() => {
        if (thread?.kind === "thread" && getSelection()?.isCollapsed !== false) onOpenThread(thread.id);
      }}
    >
      {text}
    </mark>
  );
}

/** What can be done with the selected text, below its end. */
function CommentOffer(props: {
  container: HTMLElement | null;
  range: TextRange;
  words: string;
  onComment: (range: TextRange) => void;
}) {
  const { container, range, words, onComment } = props;
  const selection = getSelection();
  if (container === null || selection === null || selection.rangeCount === 0) return null;
  const box = selection.getRangeAt(0).getBoundingClientRect();
  const outer = container.getBoundingClientRect();
  return (
    <button
      type="button"
      className={s.offer}
      style={{
        top: box.bottom - outer.top + container.scrollTop + 4,
        left: Math.max(8, Math.min(box.right - outer.left, outer.width - 150)),
      }}
      // The press must not take the selection away before it is read.
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => onComment(range)}
    >
      Comment on {words} <kbd>C</kbd>
    </button>
  );
}
