/** What a line of a mail's text is. Quoting goes beside it: a quoted diff line is of its kind, at its level. */
export type LineKind =
  | "prose"
  | "attribution"
  | "trailer"
  | "cut"
  | "diffstat"
  | "file"
  | "hunk"
  | "added"
  | "removed"
  | "context"
  | "wrapped"
  | "signature";

export interface BodyLine {
  /** The whole line as it was sent, marks of quoting too. */
  text: string;
  /** Where it starts in the body. */
  start: number;
  kind: LineKind;
  /** 0 for the author's own words. */
  level: number;
  /** Length of the marks of quoting at the start. */
  mark: number;
}

export type BlockKind = "prose" | "quote" | "diffstat" | "diff" | "trailers" | "signature";

/** Lines that belong together: what is folded, coloured and jumped over as one. */
export interface Block {
  kind: BlockKind;
  /** Index of the first line, and of the one behind the last. */
  from: number;
  to: number;
  /** Of a quote. */
  level: number;
  /** Of a diff: the path as the new side names it. */
  file?: string;
}

export interface BodyProblem {
  /** Of the body, from 1. */
  line: number;
  sentence: string;
}

export interface ReadBody {
  lines: BodyLine[];
  blocks: Block[];
  problems: BodyProblem[];
}

const DIFF_HEAD =
  /^(?:diff --(?:git|cc|combined) |index [0-9a-f]{4,}\.\.|(?:new|deleted) file mode |old mode |new mode |similarity index |dissimilarity index |rename (?:from|to) |copy (?:from|to) |Binary files |GIT binary patch)/;
const HUNK = /^@@ -\d{1,9}(?:,(\d{1,9}))? \+\d{1,9}(?:,(\d{1,9}))? @@/;
const TRAILER =
  /^(?:[A-Z][A-Za-z]*(?:-[A-Za-z]+){0,5}-by|Cc|CC|Fixes|Link|Closes|Message-I[dD]|Change-Id|Reported-by|Bugzilla|Depends-on|Base-commit|base-commit|NAK|Co-authored-by):\s+\S/;
const DIFFSTAT =
  /^ (?:\S.{0,200}\s\|\s+(?:\d+\s?[+-]*|Bin\b.*)$|\d+ files? changed\b|(?:create|delete|mode|rename|copy) (?:mode|change)?\s?\S)/;
const WROTE = /\b(?:wrote|writes|schrieb|écrit|escribió|пишет|said)\b.{0,80}:\s*$/;

/** The prefixes of quoting that people use, each only where it can't be something else. */
const ANGLES = /^(?: ?>)+ ?/;
const INITIALS = /^[A-Za-z]{1,4}> ?/;
const BARS = /^(?:[|\]] ?)+(?=\s|\S)/;

/** Reads a mail's text into lines and blocks. The lines joined by \n are the text again, whatever it is. */
export function readBody(body: string): ReadBody {
  const texts = body.split("\n");
  const bars = barQuotes(texts);
  const reader = new BodyReader();
  let start = 0;
  for (const [index, text] of texts.entries()) {
    reader.read(text, start, bars.has(index));
    start += text.length + 1;
  }
  return reader.finish();
}

/** Lines that quote with | or ]: only in runs below a line that says who wrote. A lone | is a table or a tree. */
function barQuotes(texts: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (let at = 0; at < texts.length; at++) {
    if (!WROTE.test(texts[at] ?? "")) continue;
    let next = at + 1;
    while (next < texts.length && (texts[next] ?? "").trim() === "") next++;
    const sign = /^[|\]]/.exec(texts[next] ?? "")?.[0];
    if (sign === undefined) continue;
    for (let line = next; line < texts.length; line++)
      if ((texts[line] ?? "").startsWith(sign)) found.add(line);
  }
  return found;
}

class BodyReader {
  private readonly lines: BodyLine[] = [];
  private readonly problems: BodyProblem[] = [];
  private region: "text" | "stat" | "diff" | "signature" = "text";
  /** What the hunk still owes on each side; null outside a hunk. */
  private hunk: { old: number; new: number; line: number } | null = null;
  /** Levels whose quote is inside a diff. */
  private readonly quotedDiff = new Set<number>();

  read(text: string, start: number, isBar: boolean): void {
    if (this.hunk !== null && this.inHunk(text, start)) return;
    const mark = this.region === "signature" ? 0 : markLength(text, isBar);
    const level = levelOf(text.slice(0, mark));
    const inner = text.slice(mark);
    const kind = level > 0 ? this.quotedKind(inner, level) : this.ownKind(inner);
    this.push(text, start, kind, level, mark);
  }

  finish(): ReadBody {
    this.endHunk();
    this.markAttributions();
    return { lines: this.lines, blocks: blocksOf(this.lines), problems: this.problems };
  }

  private push(text: string, start: number, kind: LineKind, level: number, mark: number): void {
    this.lines.push({ text, start, kind, level, mark });
  }

  private problem(line: number, sentence: string): void {
    // One damaged patch would say the same a thousand times.
    if (this.problems.length < 20) this.problems.push({ line, sentence });
  }

  /** A line inside the author's own hunk, which the hunk's head has counted: nothing in it is anything else. */
  private inHunk(text: string, start: number): boolean {
    const hunk = this.hunk;
    if (hunk === null) return false;
    const sign = text[0];
    if (sign === "\\") this.push(text, start, "context", 0, 0);
    else if (hunk.old <= 0 && hunk.new <= 0) {
      this.hunk = null;
      return false;
    } else if (sign === "+") {
      hunk.new--;
      this.push(text, start, "added", 0, 0);
    } else if (sign === "-" && !(text === "-- " || (text === "--" && hunk.old <= 0))) {
      hunk.old--;
      this.push(text, start, "removed", 0, 0);
    } else if (sign === " " || sign === "\t" || text === "") {
      hunk.old--;
      hunk.new--;
      this.push(text, start, "context", 0, 0);
    } else if (HUNK.test(text) || DIFF_HEAD.test(text) || text === "-- " || text === "--" || sign === ">") {
      this.endHunk();
      return false;
    } else {
      this.problem(
        this.lines.length + 1,
        "This line of the patch seems to be wrapped: it starts with none of +, - and a space.",
      );
      this.push(text, start, "wrapped", 0, 0);
    }
    return true;
  }

  private endHunk(): void {
    const { hunk } = this;
    this.hunk = null;
    if (hunk !== null && (hunk.old > 0 || hunk.new > 0))
      this.problem(
        hunk.line,
        `The hunk is short: its head counts ${hunk.old > 0 ? `${hunk.old} more old` : `${hunk.new} more new`} lines than there are.`,
      );
  }

  private ownKind(inner: string): LineKind {
    if (this.region === "signature") return "signature";
    const hunk = HUNK.exec(inner);
    if (hunk !== null) {
      this.region = "diff";
      this.hunk = { old: Number(hunk[1] ?? 1), new: Number(hunk[2] ?? 1), line: this.lines.length + 1 };
      return "hunk";
    }
    if (DIFF_HEAD.test(inner) || this.isFileLine(inner)) {
      this.region = "diff";
      return "file";
    }
    // Mailman's footer is the list's signature.
    if (/^_{30,}$/.test(inner) || inner === "-- " || (inner === "--" && this.region === "diff")) {
      this.region = "signature";
      return "signature";
    }
    // The cut between the commit's message and what git am leaves out.
    if (inner === "---" && this.region === "text") {
      this.region = "stat";
      return "cut";
    }
    if (this.region === "stat" && DIFFSTAT.test(inner)) return "diffstat";
    if (DIFFSTAT.test(inner) && /\|\s+\d+ [+-]+$|files? changed, \d/.test(inner)) return "diffstat";
    return TRAILER.test(inner) ? "trailer" : "prose";
  }

  private isFileLine(inner: string): boolean {
    if (/^\+\+\+ \S/.test(inner)) return this.lines.at(-1)?.kind === "file";
    return /^--- (?:[ab]\/|\/dev\/null)/.test(inner);
  }

  private quotedKind(inner: string, level: number): LineKind {
    const isDiff = this.quotedDiff.has(level);
    if (HUNK.test(inner)) {
      this.quotedDiff.add(level);
      return "hunk";
    }
    if (DIFF_HEAD.test(inner) || /^(?:---|\+\+\+) (?:[ab]\/|\/dev\/null)/.test(inner)) {
      this.quotedDiff.add(level);
      return "file";
    }
    if (isDiff && inner.startsWith("+")) return "added";
    if (isDiff && inner.startsWith("-")) return "removed";
    if (isDiff && (inner === "" || /^[\t ]/.test(inner))) return "context";
    if (isDiff && inner !== "[...]") this.quotedDiff.delete(level);
    return TRAILER.test(inner) ? "trailer" : "prose";
  }

  /** "On Tue, 17 Nov 2026, D. Author wrote:", on one line or two, right above a quote one level deeper. */
  private markAttributions(): void {
    for (const [index, line] of this.lines.entries()) {
      if (line.kind !== "prose" || !WROTE.test(line.text)) continue;
      const below = this.lines
        .slice(index + 1, index + 4)
        .find(({ text, mark }) => text.slice(mark).trim() !== "");
      if (below === undefined || below.level <= line.level) continue;
      line.kind = "attribution";
      const above = this.lines[index - 1];
      const startsHere = /^(?:On|Am|Le|El|\S+, )\b/i.test(line.text.slice(line.mark));
      if (
        !startsHere &&
        above?.kind === "prose" &&
        above.level === line.level &&
        /^(?:On|Am|Le|El) /.test(above.text.slice(above.mark))
      )
        above.kind = "attribution";
    }
  }
}

function markLength(text: string, isBar: boolean): number {
  // Supercite's attribution: >>>>> "RR" == R. Reviewer writes:
  if (/^>{1,9} "[^"]{1,9}" == /.test(text)) return 0;
  const angles = ANGLES.exec(text);
  // "> " at the start only: " >" alone may be a comparison that was indented.
  if (angles !== null && text.startsWith(">")) return angles[0].length;
  const initials = INITIALS.exec(text);
  if (initials !== null && /^[A-Za-z]{1,4}> /.test(text)) return initials[0].length;
  return isBar ? (BARS.exec(text)?.[0].length ?? 0) : 0;
}

function levelOf(mark: string): number {
  return mark.replace(/[^>|\]]/g, "").length;
}

const BLOCK_OF: Readonly<Record<LineKind, BlockKind>> = {
  prose: "prose",
  attribution: "prose",
  trailer: "trailers",
  cut: "diffstat",
  diffstat: "diffstat",
  file: "diff",
  hunk: "diff",
  added: "diff",
  removed: "diff",
  context: "diff",
  wrapped: "diff",
  signature: "signature",
};

function blocksOf(lines: readonly BodyLine[]): Block[] {
  const blocks: Block[] = [];
  for (const [index, line] of lines.entries()) {
    const kind = line.level > 0 ? "quote" : BLOCK_OF[line.kind];
    const last = blocks.at(-1);
    const startsFile =
      line.kind === "file" &&
      line.level === 0 &&
      (/^diff --/.test(line.text) || lines[index - 1]?.kind !== "file");
    if (last !== undefined && last.kind === kind && last.level === line.level && !startsFile)
      last.to = index + 1;
    else blocks.push({ kind, from: index, to: index + 1, level: line.level });
    const block = blocks.at(-1);
    if (block?.kind === "diff" && line.kind === "file") block.file = fileOf(line.text) ?? block.file;
  }
  return blocks;
}

function fileOf(text: string): string | undefined {
  return (
    /^diff --git a\/.{1,500} b\/(.{1,500})$/.exec(text)?.[1] ??
    /^\+\+\+ (?:b\/)?([^\t]{1,500})/.exec(text)?.[1] ??
    /^--- (?:a\/)([^\t]{1,500})/.exec(text)?.[1]
  );
}
