import type { ThreadJson } from "@carveout/model";
import { type BoardSession, Signal, useSession, useSignal } from "../session";

/**
 * What this person has read: by thread, the time of the last comment they saw. Kept in the browser: a participant is a browser, so the server
 * would know no more by keeping it, and who read what and when is nobody else's business.
 */
export class ReadMarks {
  readonly seen: Signal<Readonly<Record<string, number>>>;
  readonly #key: string;

  constructor(
    board: string,
    private readonly storage: Storage | null,
  ) {
    this.#key = `carveout-read-${board}`;
    this.seen = new Signal(readSeen(storage, this.#key));
  }

  /** Somebody has the thread before them. */
  read(id: string, thread: ThreadJson): void {
    const at = lastAt(thread);
    if ((this.seen.get()[id] ?? 0) >= at) return;
    this.seen.set({ ...this.seen.get(), [id]: at });
    try {
      this.storage?.setItem(this.#key, JSON.stringify(this.seen.get()));
    } catch {
      // Then this tab alone remembers.
    }
  }
}

/** Comments of others that came after the last one seen. */
export function unreadIn(thread: ThreadJson, seenAt: number | undefined, me: string | null): number {
  return thread.comments.filter(
    ({ at, by, deletedAt }) => at > (seenAt ?? 0) && by !== me && deletedAt === undefined,
  ).length;
}

function lastAt(thread: ThreadJson): number {
  return thread.comments.at(-1)?.at ?? thread.at;
}

function readSeen(storage: Storage | null, key: string): Record<string, number> {
  try {
    const value: unknown = JSON.parse(storage?.getItem(key) ?? "{}");
    if (typeof value !== "object" || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter(([, at]) => typeof at === "number"));
  } catch {
    return {};
  }
}

const marks = new WeakMap<BoardSession, ReadMarks>();

export function readMarksOf(session: BoardSession): ReadMarks {
  let own = marks.get(session);
  if (own === undefined) {
    own = new ReadMarks(session.board, typeof localStorage === "undefined" ? null : localStorage);
    marks.set(session, own);
  }
  return own;
}

export function useSeen(): Readonly<Record<string, number>> {
  return useSignal(readMarksOf(useSession()).seen);
}
