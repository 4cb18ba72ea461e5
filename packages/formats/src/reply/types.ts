import type { MailHead, Person } from "../mail/types";

/** What one person said about a passage. */
export interface Remark {
  /** Whose it is: the same for all remarks of one person. */
  by: string;
  name: string;
  /** As typed. */
  text: string;
}

/** Figures of variants side by side, as they stand in a mail. */
export interface ResultTable {
  /** What they are of: "1 GiB, seed 42". */
  title: string;
  /** Heads of the columns: "A carve-out". */
  columns: readonly string[];
  rows: readonly { label: string; cells: readonly string[] }[];
  /** What computes them again. */
  command: string | null;
  /** Where they can be looked at. */
  permalink: string | null;
}

/** A passage of the mail with what was said about it. */
export interface Passage {
  /** Characters of the mail's text; null for what is about the mail as a whole. */
  range: { start: number; end: number } | null;
  remarks: readonly Remark[];
  results: readonly ResultTable[];
}

export interface ReplyInput {
  mail: { head: MailHead; body: string };
  /** Who will send it; the others' remarks carry initials. */
  sender: { by: string; person: Person } | null;
  passages: readonly Passage[];
  /** Whole lines: "Acked-by: A. Reviewer <reviewer@example.org>". */
  trailers: readonly string[];
}

export interface Reply {
  headers: readonly ReplyHeader[];
  body: string;
  /** What stands in the way of sending it, as sentences. */
  problems: readonly string[];
}

export interface ReplyHeader {
  name: "From" | "To" | "Cc" | "Subject" | "In-Reply-To" | "References";
  value: string;
}
