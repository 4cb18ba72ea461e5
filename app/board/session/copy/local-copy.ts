import { randomKey } from "@carveout/model";
import * as Y from "yjs";
import type { Identity } from "../identity";
import {
  answer,
  type CopyHead,
  type CopyPart,
  type CopyPlace,
  committed,
  HEADS,
  keyOf,
  OF,
  openDatabase,
  PARTS,
} from "./database";
import { removeCopy, removeOthers } from "./remove";

/** What comes from the server is there, too: it is written in larger pieces, at leisure. */
const REST_MS = 2000;
/** A copy that was not opened for so long goes, unless something in it waits: 30 days. */
const LIFE_MS = 30 * 24 * 3_600_000;
/** So many pieces become one. Each costs some bytes of its own and is applied by itself on opening. */
const MAX_PARTS = 200;

export interface KeptBoard {
  identity: Identity;
  lineage: string;
  updates: readonly Uint8Array[];
  /** Edits in it that no server has acknowledged. */
  waiting: number;
}

/**
 * A board's document in this browser's database, for this participant: what its tabs have seen and done. The tabs only ever add to it, each what it has, and
 * none reads what another adds while both are open: two tabs meet on the server, after the gate.
 */
export class LocalCopy {
  /** Nothing is kept from now on, and why. */
  onFailed: (error: unknown) => void = () => {};
  /** Everything of this participant's that was handed in is in the database, or the other way round. */
  onKept: (isKept: boolean) => void = () => {};
  /** Yjs client ids of this participant in this browser, this tab's too once it has written. */
  readonly writers = new Set<number>();
  readonly #tab = randomKey(8);
  #identity: Identity | null = null;
  #lineage = "";
  #life = "";
  /** Keys of the pieces whose content this tab's document has. */
  #parts: IDBValidKey[] = [];
  #queue: { update: Uint8Array; isOwn: boolean }[] = [];
  /** Own edits that are not acknowledged, and those that were found in the copy, by the tab they are from. */
  #waiting = 0;
  #found: Readonly<Record<string, number>> = {};
  #isSettled = false;
  #writing: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;
  #hasMadeRoom = false;

  private constructor(
    private readonly db: IDBDatabase,
    readonly place: CopyPlace,
    private readonly doc: Y.Doc,
  ) {}

  /** Rejects where the browser keeps nothing. */
  static async open(place: CopyPlace, doc: Y.Doc): Promise<LocalCopy> {
    const db = await openDatabase();
    await removeOthers(db, place, Date.now() - LIFE_MS);
    return new LocalCopy(db, place, doc);
  }

  /** What is kept of the board, null where that is nothing. */
  async load(): Promise<KeptBoard | null> {
    const transaction = this.db.transaction([HEADS, PARTS]);
    const key = keyOf(this.place);
    const index = transaction.objectStore(PARTS).index(OF);
    const [head, parts, keys] = await Promise.all([
      answer<CopyHead | undefined>(transaction.objectStore(HEADS).get(key)),
      answer<CopyPart[]>(index.getAll(key)),
      answer(index.getAllKeys(key)),
    ]);
    if (head === undefined) return null;
    this.#life = head.life;
    this.#parts = keys;
    this.#found = head.waiting;
    this.#identity = head.identity;
    this.#lineage = head.lineage;
    for (const writer of head.writers) this.writers.add(writer);
    return {
      identity: head.identity,
      lineage: head.lineage,
      updates: parts.map(({ update }) => update),
      waiting: Object.values(head.waiting).reduce((sum, count) => sum + count, 0),
    };
  }

  /** From now on what this tab has is kept, with so many edits that are not acknowledged. */
  begin(identity: Identity, lineage: string, waiting: number): void {
    this.#waiting += waiting;
    if (waiting > 0) this.writers.add(this.doc.clientID);
    this.identify(identity, lineage);
  }

  /** The server has said who this is, and which board of this id. */
  identify(identity: Identity, lineage: string): void {
    this.#identity = identity;
    this.#lineage = lineage;
    this.#writeSoon();
  }

  /** The document has changed: by this participant, or by what the server sent. */
  keep(update: Uint8Array, isOwn: boolean): void {
    if (this.#isClosed) return;
    this.#queue.push({ update, isOwn });
    if (isOwn) {
      this.#waiting++;
      this.writers.add(this.doc.clientID);
      this.onKept(false);
      this.#write();
    } else this.#writeSoon();
  }

  /** Everything this tab has is durable on the server. */
  saved(): void {
    if (this.#waiting === 0 && Object.keys(this.#found).length === 0) return;
    this.#waiting = 0;
    this.#isSettled = true;
    this.#writeSoon();
  }

  /** Writes what is left at once: the page may be gone in a moment. */
  flush(): Promise<void> {
    this.#write();
    return this.#writing ?? Promise.resolve();
  }

  /** Takes the board's copy out of this browser. */
  async clear(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#writing;
    await removeCopy(this.db, this.place);
    this.db.close();
  }

  async close(): Promise<void> {
    await this.flush();
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.db.close();
  }

  #writeSoon(): void {
    this.#timer ??= setTimeout(() => this.#write(), REST_MS);
  }

  /** One write at a time: what comes meanwhile goes with the next. */
  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#writing !== null || this.#isClosed || this.#identity === null) return;
    const queue = this.#queue;
    this.#queue = [];
    this.#writing = this.#append(
      queue.map(({ update }) => update),
      this.#identity,
    ).then(
      () => {
        this.#writing = null;
        if (this.#queue.some(({ isOwn }) => isOwn)) this.#write();
        else this.onKept(true);
      },
      async (error: unknown) => {
        const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
        const hasRoom = isFull && !this.#hasMadeRoom && (await this.#makeRoom());
        this.#writing = null;
        if (hasRoom) {
          this.#queue = [...queue, ...this.#queue];
          this.#write();
        } else {
          this.#isClosed = true;
          this.onFailed(error);
        }
      },
    );
  }

  /** Other boards come from their server again. True if one of them has gone. */
  async #makeRoom(): Promise<boolean> {
    this.#hasMadeRoom = true;
    return (await removeOthers(this.db, this.place, Number.POSITIVE_INFINITY).catch(() => 0)) > 0;
  }

  async #append(updates: Uint8Array[], identity: Identity): Promise<void> {
    const transaction = this.db.transaction([HEADS, PARTS], "readwrite");
    const end = committed(transaction);
    const [heads, parts] = [transaction.objectStore(HEADS), transaction.objectStore(PARTS)];
    const head = await answer<CopyHead | undefined>(heads.get(keyOf(this.place)));
    const isGone = head === undefined || head.life !== this.#life;
    if (isGone) this.#parts = [];
    this.#life = head?.life ?? randomKey(8);
    // Its beginning went with the copy that another tab has cleared, or there was none yet; or it has come in too many pieces.
    const isWhole = isGone || this.#parts.length >= MAX_PARTS;
    if (isWhole) for (const key of this.#parts.splice(0)) parts.delete(key);
    const update = isWhole ? Y.encodeStateAsUpdate(this.doc) : merged(updates);
    if (update !== null) this.#parts.push(await answer(parts.add({ ...this.place, update })));
    heads.put({
      ...this.place,
      identity,
      lineage: this.#lineage,
      life: this.#life,
      writers: [...new Set([...(head?.writers ?? []), ...this.writers])],
      waiting: this.#count(head?.waiting ?? {}),
      usedAt: Date.now(),
    } satisfies CopyHead);
    await end;
  }

  /** What waits, by tab: this one knows of its own, and that what it has found here is saved once everything is. */
  #count(before: Readonly<Record<string, number>>): Record<string, number> {
    const waiting: Record<string, number> = { ...before, [this.#tab]: this.#waiting };
    if (this.#isSettled) {
      for (const [tab, count] of Object.entries(this.#found)) waiting[tab] = (waiting[tab] ?? 0) - count;
      this.#found = {};
      this.#isSettled = false;
    }
    return Object.fromEntries(Object.entries(waiting).filter(([, count]) => count > 0));
  }
}

function merged(updates: Uint8Array[]): Uint8Array | null {
  return updates.length === 0 ? null : Y.mergeUpdates(updates);
}
