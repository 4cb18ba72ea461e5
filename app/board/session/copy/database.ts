import type { Identity } from "../identity";

/** Whose copy of which board. */
export interface CopyPlace {
  participant: string;
  board: string;
}

/** What is known of a copy beside its document. */
export interface CopyHead extends CopyPlace {
  /** Who they were there last, with which role: until the server answers, that counts. */
  identity: Identity;
  /** Of the board, as the server said last. */
  lineage: string;
  /** Given anew with each beginning. A tab that knows another one has written to a copy that is gone. */
  life: string;
  /** Yjs client ids that this participant has written under in this browser. */
  writers: readonly number[];
  /** Edits that no server has acknowledged, by the tab that made them. */
  waiting: Readonly<Record<string, number>>;
  /** ms since 1970. */
  usedAt: number;
}

/** A piece of a copy's document. All of them, in whatever order, are the document. */
export interface CopyPart extends CopyPlace {
  update: Uint8Array;
}

/** A board as it was here when the server would not go on with it, until its person has seen to it. */
export interface Rescued extends CopyPlace {
  title: string;
  /** ms since 1970. */
  at: number;
  /** Edits in it that were not saved. */
  waiting: number;
  /** The board's JSON, as it is exported. */
  text: string;
}

export const HEADS = "heads";
export const PARTS = "parts";
export const RESCUED = "rescued";
/** Index of parts and rescued boards by participant and board. */
export const OF = "of";
const PLACE = ["participant", "board"];

const NAME = "carveout-boards";
const VERSION = 1;
/** A browser that has not opened its database by then is not waited for: the board comes from the server. */
const PATIENCE_MS = 1500;

/** Rejects where the browser keeps nothing for this site. */
export function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    const timer = setTimeout(() => reject(new Error("The browser's database does not open.")), PATIENCE_MS);
    request.onupgradeneeded = () => {
      const { result: db } = request;
      db.createObjectStore(HEADS, { keyPath: PLACE });
      db.createObjectStore(PARTS, { autoIncrement: true }).createIndex(OF, PLACE);
      db.createObjectStore(RESCUED, { keyPath: [...PLACE, "at"] }).createIndex(OF, PLACE);
    };
    request.onerror = () => reject(request.error ?? new Error("The browser keeps nothing."));
    request.onsuccess = () => {
      clearTimeout(timer);
      resolve(request.result);
    };
  });
}

export function keyOf({ participant, board }: CopyPlace): [string, string] {
  return [participant, board];
}

export function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export function committed(transaction: IDBTransaction): Promise<void> {
  const end = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  // Whoever stops in the middle has an error of their own to tell.
  end.catch(() => {});
  return end;
}
