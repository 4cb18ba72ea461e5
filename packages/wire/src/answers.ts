// What the server answers over HTTP, as JSON, and the app reads.
import type { Role } from "./messages";

/** One way into the board, as an owner sees it. Times in milliseconds since 1970. */
export interface BoardLink {
  id: string;
  role: Role;
  /** What it is for; "" = nobody said. */
  name: string;
  /** Name of who made it; null = it came with the board. */
  madeBy: string | null;
  madeAt: number;
  /** null = never. */
  expiresAt: number | null;
  /** null = not yet. */
  usedAt: number | null;
  /** The one that the asker is here by. */
  isYours: boolean;
  address: string;
}

/** What came of a run, in the figures that a card shows first. */
export interface Outcome {
  usablePages: number;
  failures: number;
  /** The oops, where the simulated kernel stopped. */
  panic: string | null;
}

/** A column whose outcome is another one now. */
export interface OutcomeChange {
  experiment: string;
  /** Of the experiment, and of the variant. */
  title: string;
  letter: string;
  variant: string;
  before: Outcome;
  after: Outcome;
}

/** What the list of boards shows of one. */
export interface Glance {
  /** Items from back to front, board pixels. */
  shapes: readonly { kind: string; x: number; y: number; w: number; h: number }[];
  /** Wires by the places of their ends in `shapes`. */
  wires: readonly (readonly [from: number, to: number])[];
  /** What items are called, for a search. */
  names: readonly string[];
  items: number;
  openThreads: number;
  /** The newest comments, newest first. Times in milliseconds since 1970. */
  comments: readonly { by: string; at: number; text: string }[];
}
