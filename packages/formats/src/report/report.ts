import { tableLines } from "../reply/table";
import type { ResultTable } from "../reply/types";
import { wrapText } from "../reply/wrap";

/** A review as it stands: what a board's people, experiments and threads say, as plain data. Lists are in the order they are read. */
export interface Report {
  title: string;
  /** Where the board is. */
  address: string;
  /** Milliseconds since 1970. */
  at: number;
  people: readonly { name: string; comments: number; verdicts: number }[];
  proposals: readonly {
    name: string;
    from: string;
    messageId: string | null;
    modelledBy: readonly string[];
  }[];
  experiments: readonly {
    name: string;
    tables: readonly ResultTable[];
    /** Variants without a result, and what has changed since another one. */
    notes: readonly string[];
  }[];
  verdicts: readonly { trailer: string; about: string; note: string; isEarlier: boolean }[];
  /** Named states of the board. */
  versions: readonly { name: string; by: string; at: number }[];
  /** From one such state to the next, and to now: what was changed, and what became of the figures. */
  changes: readonly {
    until: string;
    at: number;
    changes: readonly string[];
    /** Changes that are not told one by one. */
    more: number;
    outcome: readonly string[];
  }[];
  /** Threads that are closed, and how they ended. */
  decisions: readonly Matter[];
  questions: readonly Matter[];
}

export interface Matter {
  /** Of the thread; null for a verdict that asks. */
  number: number | null;
  label: string;
  by: string;
  /** The last word in it. */
  words: string;
}

/** The review as a mail of 72 columns. */
export function reportText(report: Report): string {
  const { title, address, at, people, proposals, experiments, verdicts, versions } = report;
  const { changes, decisions, questions } = report;
  const out: string[] = [
    ...wrapText(title || "Untitled board"),
    ...wrapText(`${address}, as of ${day(at)}`),
    ...section(
      "Who took part",
      people.map(({ name, comments, verdicts: given }) =>
        [name, counted(comments, "comment"), counted(given, "verdict")].filter(Boolean).join(", "),
      ),
      "Nobody has said anything yet.",
    ),
  ];
  if (proposals.length > 0)
    out.push(
      ...section(
        "Proposals",
        proposals.map(({ name, from, messageId, modelledBy }) =>
          [
            `${name}${from === "" ? "" : `, from ${from}`}`,
            messageId === null ? "" : `<${messageId}>`,
            modelledBy.length === 0 ? "" : `modelled by ${modelledBy.join(", ")}`,
          ]
            .filter(Boolean)
            .join("\n"),
        ),
        "",
      ),
    );
  for (const { name, tables, notes } of experiments) {
    out.push("", ...headline(`Results: ${name}`));
    for (const [index, table] of tables.entries()) out.push(...(index > 0 ? [""] : []), ...tableLines(table));
    if (notes.length > 0) out.push(...(tables.length > 0 ? [""] : []), ...items(notes));
  }
  if (versions.length > 0)
    out.push(
      ...section(
        "Versions",
        versions.map(({ name, by, at: then }) => `${name}, ${by}, ${day(then)}`),
        "",
      ),
    );
  const told = changes.filter(
    (stretch) => stretch.changes.length + stretch.more + stretch.outcome.length > 0,
  );
  if (told.length > 0) out.push(...section("What changed, and what it did", told.map(stretchText), ""));
  out.push(
    ...section("Decisions", decisions.map(matterText), "No thread is resolved yet."),
    ...section("Open questions", questions.map(matterText), "No thread is open."),
  );
  if (verdicts.length > 0) {
    out.push("", ...headline("Verdicts"));
    for (const { trailer, about, note, isEarlier } of verdicts) {
      out.push(trailer);
      const more = [`on ${about}`, isEarlier ? "given for an earlier state" : "", note]
        .filter(Boolean)
        .join("; ");
      out.push(...wrapText(more).map((line) => `  ${line}`));
    }
  }
  return `${out.join("\n")}\n`;
}

function stretchText({ until, at, changes, more, outcome }: Report["changes"][number]): string {
  return [
    `until ${until}, ${day(at)}:`,
    ...changes,
    more === 0 ? "" : `${counted(more, "more change")}`,
    ...outcome.map((line) => `=> ${line}`),
  ]
    .filter(Boolean)
    .join("\n");
}

function matterText({ number, label, by, words }: Matter): string {
  return `${number === null ? "" : `#${number} `}${label}\n${by}: ${words}`;
}

function section(title: string, entries: readonly string[], empty: string): string[] {
  return ["", ...headline(title), ...(entries.length === 0 ? [empty] : items(entries))];
}

function headline(title: string): string[] {
  return [title, "-".repeat(Math.min(title.length, 72))];
}

/** Each as an entry of a list, its lines below one another. */
function items(entries: readonly string[]): string[] {
  return entries.flatMap((entry) =>
    entry.split("\n").flatMap((line, index) => wrapText(`${index === 0 ? "- " : "  "}${line}`)),
  );
}

function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The day in UTC, the same for everybody. */
function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
