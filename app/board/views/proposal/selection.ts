import type { TextRange } from "./marks";

/** What of the mail's text is selected on the page, in characters of the text; null if nothing of it is. */
export function selectedRange(container: HTMLElement, lines: readonly { start: number }[]): TextRange | null {
  const selection = getSelection();
  if (selection === null || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!container.contains(range.startContainer) || !container.contains(range.endContainer)) return null;
  const start = offsetOf(range.startContainer, range.startOffset, lines);
  const end = offsetOf(range.endContainer, range.endOffset, lines);
  return start === null || end === null || start >= end ? null : { start, end };
}

/** The place of a point of the page in the text. Beside a line's text (its number) it is the line's start. */
function offsetOf(node: Node, offset: number, lines: readonly { start: number }[]): number | null {
  const element = node instanceof Element ? node : node.parentElement;
  const row = element?.closest<HTMLElement>("[data-line]") ?? null;
  if (row === null) return null;
  const start = lines[Number(row.dataset.line)]?.start;
  const text = row.querySelector("[data-text]");
  if (start === undefined || text === null) return null;
  if (!text.contains(node)) return start;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(node, offset);
  return start + before.toString().length;
}
