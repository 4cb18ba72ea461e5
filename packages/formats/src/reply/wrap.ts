/** What a mail to the kernel's lists is wrapped at: there is room for three levels of quoting in 80 columns. */
export const COLUMNS = 72;

/**
 * Text as typed, wrapped for a mail. The writer's own line breaks stay. Code, tables, quotes and lines with two columns are never broken, nor is a word:
 * a URL that is longer than a line has its own.
 */
export function wrapText(text: string): string[] {
  const wrapped: string[] = [];
  let isCode = false;
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    // The fences are Markdown's; in a mail code is indented.
    if (/^ {0,3}(?:```|~~~)/.test(line)) {
      isCode = !isCode;
      continue;
    }
    if (isCode) wrapped.push(line === "" ? "" : `  ${line}`);
    else if (isFixed(line)) wrapped.push(line.trimEnd());
    else wrapped.push(...wrapLine(line.trimEnd()));
  }
  return wrapped;
}

/** True for a line whose layout means something: indented code, a quote, a table, a diff, an entry of a list of columns. */
export function isFixed(line: string): boolean {
  return /^(?: {4}|\t|>|\||@@ )|\S {3,}\S|\t\S|^[+-]{1}[^\s-]/.test(line);
}

/** One line of prose at most 72 wide; what follows a bullet lines up with its text. */
function wrapLine(line: string): string[] {
  if (line.length <= COLUMNS) return [line];
  const indent = /^\s*(?:[-*+] |\d{1,3}[.)] )?/.exec(line)?.[0] ?? "";
  const hanging = " ".repeat(indent.length);
  const lines: string[] = [];
  let current = indent;
  let isEmpty = true;
  for (const word of line.slice(indent.length).split(/\s+/)) {
    if (!isEmpty && current.length + 1 + word.length > COLUMNS) {
      lines.push(current);
      current = hanging;
      isEmpty = true;
    }
    current += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  lines.push(current);
  return lines;
}
