/** What a moment tells at most, one by one; of a larger burst the count tells the rest. */
export const MAX_TOLD = 200;

/** One change of a burst and whose it was; null where nobody in particular wrote it (the server put a value back). */
export interface MomentChange {
  /** null = the board itself. */
  item: string | null;
  /** As fields go by their path below the item; "" = the item as a whole. */
  field: string;
  author: string | null;
  /** "set Bank size 2 GiB → 1 GiB on Laptop": the sentence after the author's name. */
  did: string;
}

/** A point of a board's history: its state when a burst of changes had come to rest. The state itself is kept beside it. */
export interface Moment {
  /** Rises by board, from 1. */
  number: number;
  /** First and last change, milliseconds since 1970. */
  beganAt: number;
  at: number;
  /** Size of the kept state. */
  bytes: number;
  /** Participants, in no order. */
  authors: readonly string[];
  /** Changes since the moment before. */
  count: number;
  /** The first of them. */
  changes: readonly MomentChange[];
}

/** The newer of two neighbours when the older one is dropped: it tells both bursts. */
export function retold(older: Moment, newer: Moment): Moment {
  return {
    ...newer,
    beganAt: older.beganAt,
    authors: [...new Set([...older.authors, ...newer.authors])],
    count: older.count + newer.count,
    changes: [...older.changes, ...newer.changes].slice(0, MAX_TOLD),
  };
}
