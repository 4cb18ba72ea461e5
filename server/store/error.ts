/** What keeps a store from doing what it was asked. */
export type StoreFault = "full" | "read-only" | "damaged" | "disk" | "other";

/** What the fault is and what to do, as the part of a sentence that stands in brackets. */
const REASONS: Readonly<Record<Exclude<StoreFault, "other">, string>> = {
  full: "its disk is full: whoever runs it makes room",
  "read-only": "its data folder is read-only: whoever runs it makes the folder writable and starts it again",
  damaged: "a part of the board's data is damaged: whoever runs the server restores it from a backup",
  disk: "its disk does not take what is written: whoever runs it finds why in the system's log",
};

/** The store could not do what it was asked. */
export class StoreError extends Error {
  constructor(
    message: string,
    readonly fault: StoreFault = "other",
  ) {
    super(message);
  }

  static of(fault: Exclude<StoreFault, "other">): StoreError {
    return new StoreError(REASONS[fault], fault);
  }
}

/** SQLite's result codes, without what they add behind the first words, and the system's. */
const FAULTS: readonly (readonly [code: string, fault: Exclude<StoreFault, "other">])[] = [
  ["SQLITE_FULL", "full"],
  ["SQLITE_READONLY", "read-only"],
  ["SQLITE_CORRUPT", "damaged"],
  ["SQLITE_NOTADB", "damaged"],
  ["SQLITE_IOERR", "disk"],
  ["ENOSPC", "full"],
  ["EROFS", "read-only"],
  ["EACCES", "read-only"],
  ["EIO", "disk"],
];

/** Whatever went wrong in SQLite or with a file, in words for people. */
export function storeErrorOf(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  if (!(error instanceof Error)) return new StoreError(String(error));
  const { code } = error as { code?: unknown };
  const found = FAULTS.find(([start]) => typeof code === "string" && code.startsWith(start));
  return found === undefined ? new StoreError(error.message) : StoreError.of(found[1]);
}
