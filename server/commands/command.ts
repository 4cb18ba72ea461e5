import type { PersonJson } from "@carveout/model";
import type { Role } from "@carveout/wire";
import type * as Y from "yjs";
import type * as z from "zod";

/** Who says it and when, and the board it is said on. */
export interface CommandContext {
  doc: Y.Doc;
  /** The author. */
  participant: string;
  role: Role;
  /** Milliseconds since 1970; later than that of every command before. */
  now: number;
  /** Somebody who has been on the board, or null. */
  person(participant: string): PersonJson | null;
  moments: Moments;
}

/** The board's history, as far as a command needs it. */
export interface Moments {
  /** Number of the last one. */
  readonly last: number;
  /** Makes a moment of the board as it is now; returns its number. */
  mark(): number;
}

/** Something that one person can say. Only the server writes it, so nobody can say it in another's name. */
export interface Command<Payload = unknown> {
  name: string;
  schema: z.ZodType<Payload>;
  mayUse(role: Role): boolean;
  /** Writes it, in a transaction that is open already. Returns a sentence instead where it can't be, and has written nothing then. */
  apply(context: CommandContext, payload: Payload): string | null;
}

/** A command among others: its payload is known to itself only. */
export function command<Payload>(own: Command<Payload>): Command {
  return own as Command;
}
