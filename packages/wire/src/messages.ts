/**
 * Messages on the socket beside y-protocols (0 sync, 1 awareness, 2 auth, 3 query awareness). A client that asks for them with `wire=1` in
 * its address gets them; a stock y-websocket client never sees one.
 */

import type { Look, LookAway, LookState, Sight } from "./looks";
import type { Study, StudyCells, StudyRefused, StudyRequest } from "./studies";

/** 1: first version. */
export const WIRE_VERSION = 1;

export const MessageType = {
  /** server -> client, first message: who you are here. */
  Hello: 16,
  /** server -> client: everything up to this state vector is durable. */
  Ack: 17,
  /** server -> client: a change of yours was not let in. */
  Refusal: 18,
  /** server -> all: the findings of the whole board, replacing the last ones. */
  Diagnostics: 19,
  /** server -> all: one variant's newest state. */
  Run: 20,
  /** client -> server: the name this participant goes by. */
  Introduce: 21,
  /** server -> all: the store can't write (full disk, read-only); edits are refused until it can. */
  Trouble: 22,
  /** client -> server: something that one person says; the server writes it. */
  Command: 23,
  /** server -> client: a command has been heard, and what it came to is durable. */
  CommandAnswer: 24,
  /** client -> server: run a study of an experiment, or stop it. */
  StudyRequest: 25,
  /** server -> all: where a study stands. */
  Study: 26,
  /** server -> all: runs of a study that are over. */
  StudyCells: 27,
  /** server -> sender: why a study is not started. */
  StudyRefused: 28,
  /** client -> server: the part of a page map that is on the screen, and at what time. */
  Look: 30,
  /** server -> sender: what is to be seen there. */
  Sight: 31,
  /** server -> sender: the look waits, is under way, or cannot be answered. */
  LookState: 32,
  /** client -> server: the view is closed. */
  LookAway: 33,
  /** server -> all: the board's history has a new moment. */
  Moment: 40,
  /** server -> all: the link is alive. A browser hides the pings of the protocol from its pages. */
  Pulse: 41,
} as const;

/** Time between two pulses, ms: a link that misses one and the next is dead, and that is noticed within 10 s. */
export const PULSE_MS = 4000;

export type Role = "owner" | "editor" | "commenter" | "viewer";

export interface Hello {
  type: "hello";
  version: number;
  board: string;
  role: Role;
  /** Stable over reloads; stamped by the server. */
  participant: string;
  /** The name this participant gave before, null = not yet introduced. */
  name: string | null;
  /** The name is the sign-in provider's: this participant gives no other. */
  isVerified: boolean;
  /** 1 to 6: colour token p-1 to p-6, kept for the board. */
  colour: number;
  /** Version of the simulation core. */
  core: string;
  /** Another one once the board has come out of a backup: who has seen more of it starts from what there is now. */
  lineage: string;
  /** The server's clock, ms since 1970: what times that it stamped are counted from. */
  now: number;
}

export interface Ack {
  type: "ack";
  /** Y state vector, encoded. */
  stateVector: Uint8Array;
  /** Update frames (sync message 2) of this connection that are in it, counted from its start: a deletion moves no clock. */
  updates: number;
}

export interface Refusal {
  type: "refusal";
  /** Rule that refused it, as numbered in server/gate/SPEC.md. */
  rule: string;
  /** Path on the board, e.g. ["items", "profile:1", "fields", "banks", "b0", "sizeBytes"]. */
  path: string[];
  /** What happened, up to 70 characters: "Bank size refused: −512 MiB is below the range 4 KiB to 16 TiB." */
  headline: string;
  /** What was kept: "Restored to 1,048,056 KiB. Nobody else saw the value; your other edits are kept." */
  detail: string;
  /** JSON of the offered and of the restored value, cut at 200 characters. null = nothing was there. */
  offered: string | null;
  restored: string | null;
}

export interface BoardDiagnostic {
  item: string;
  /** Field path inside the item's `fields`, joined by ".", e.g. "banks.b0.sizeBytes". "" = the item itself. */
  field: string;
  severity: "error" | "warning" | "info";
  sentence: string;
  source?: string;
}

export interface Diagnostics {
  type: "diagnostics";
  findings: BoardDiagnostic[];
}

/** Where a variant stands. The payloads are the simulation core's own types, as plain data. */
export type RunState<Estimate, Progress, Result> =
  | { state: "incomplete"; missing: string }
  | { state: "no run"; reason: string; item: string; field: string }
  | { state: "queued"; place: number; estimate: Estimate }
  | { state: "running"; estimate: Estimate; progress: Progress | null }
  | { state: "result"; result: Result; resultHash: string; wallMs: number; warnings: number }
  | { state: "ended early"; reason: string; estimate: Estimate; progress: Progress | null };

export interface RunFrame<Estimate = unknown, Progress = unknown, Result = unknown> {
  type: "run";
  experiment: string;
  variant: string;
  /** SHA-256 of the canonical input and the core's version, hex; "" while incomplete. */
  run: string;
  seed: number;
  /** Rises with each frame of a variant; an older one is dropped. */
  serial: number;
  /** What is different from the input of the last result, e.g. "For struct page 80 B; now 64 B."; "" where nothing is, or there was none. */
  changed: string;
  status: RunState<Estimate, Progress, Result>;
}

export interface Introduce {
  type: "introduce";
  name: string;
}

export interface Trouble {
  type: "trouble";
  /** null = over. */
  sentence: string | null;
}

export interface Command {
  type: "command";
  /** The sender's own; one that was heard before is answered and does nothing. */
  id: string;
  /** Which of the commands in packages/model/src/commands. */
  name: string;
  /** As that command's schema says; plain data. */
  payload: unknown;
}

export interface CommandAnswer {
  type: "answer";
  /** The command's. */
  id: string;
  /** null = done; else a sentence that says why not, and nothing was written. */
  refusal: string | null;
}

export type WireMessage =
  | Hello
  | Ack
  | Refusal
  | Diagnostics
  | RunFrame
  | Introduce
  | Trouble
  | Command
  | CommandAnswer
  | Look
  | Sight
  | LookState
  | LookAway
  | StudyRequest
  | Study
  | StudyCells
  | StudyRefused
  | MomentTaken
  | Pulse;

export interface Pulse {
  type: "pulse";
}

export interface MomentTaken {
  type: "moment";
  number: number;
}

/** Close codes of the socket and what the client tells the person. */
export const CloseCode = {
  /** Honest clients cannot produce it: discard the document and reload. */
  Rejected: 4400,
  /** Token missing or unknown. */
  Unauthorised: 4401,
  /** The link was withdrawn. */
  Withdrawn: 4403,
  /** The link's time is over. */
  Expired: 4408,
  /** Frame or document over its limit. */
  TooLarge: 4409,
  /** The board was deleted. */
  Deleted: 4410,
  /** No room for one more: on the server, on the board, from this address, or of this participant. */
  Full: 4423,
  /** Too many refusals in a row. */
  TooMany: 4429,
  /** The board can't be read: a part of its data is damaged. */
  Damaged: 4450,
} as const;
