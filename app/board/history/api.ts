import type { BoardJson } from "@carveout/model";
import { call } from "../../api";
import type { Finding, PersonColour, VariantRun } from "../session";

export interface MomentChange {
  /** null = the board itself. */
  item: string | null;
  /** "" = the item as a whole. */
  field: string;
  author: string | null;
  /** With the author's name: "Ann set Bank size 2 GiB → 1 GiB on Laptop". */
  sentence: string;
}

/** A point of the board's history. Times in milliseconds since 1970. */
export interface Moment {
  number: number;
  beganAt: number;
  at: number;
  authors: readonly string[];
  /** All changes; `changes` tells the first of them. */
  count: number;
  changes: readonly MomentChange[];
}

export interface Participant {
  id: string;
  name: string | null;
  colour: PersonColour;
  /** The sign-in provider vouches for the name. */
  verified?: true;
}

export interface HistoryPage {
  /** What has changed since the newest moment. */
  pending: Moment | null;
  /** Newest first. */
  moments: readonly Moment[];
  hasMore: boolean;
  people: readonly Participant[];
}

/** Whose value stands in a field and since when; null = not known any more. */
export interface Attribution {
  author: string | null;
  at: number | null;
}

const address = (board: string) => `/api/boards/${encodeURIComponent(board)}`;

/** @param before only moments below this number; null = the newest */
export function readHistory(board: string, before: number | null = null): Promise<HistoryPage> {
  return call(`${address(board)}/history${before === null ? "" : `?before=${before}`}`);
}

export function readMoment(board: string, moment: number): Promise<BoardJson> {
  return call(`${address(board)}/history/${moment}`);
}

/** What the inputs of that moment meant, and what its experiments showed as far as it is kept. */
export interface MomentResults {
  findings: Finding[];
  runs: VariantRun[];
}

export function readMomentResults(board: string, moment: number): Promise<MomentResults> {
  return call(`${address(board)}/history/${moment}/results`);
}

export function readAuthors(
  board: string,
  item: string,
): Promise<{ fields: Readonly<Record<string, Attribution>>; people: readonly Participant[] }> {
  return call(`${address(board)}/items/${encodeURIComponent(item)}/authors`);
}
