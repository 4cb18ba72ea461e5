import * as Y from "yjs";
import type { Store } from "../store/store";

/** Time between two attempts while the store can't write. */
const RETRY_MS = 1000;
/** So long may what is kept beside the database be on its way there: to write costs as much as fifty deliveries, however much it is. */
const WRITE_MS = 1000;
/** Reading an entry of the log takes as long as reading this much of a snapshot, bytes (12 us against 7 MB/s). */
const ENTRY_BYTES = 100;
/** The log becomes one snapshot when reading it takes longer than reading the last one, and this much on top: a board opens in twice the time at most. */
const COMPACT_BYTES = 256 * 1024;

export interface LogEvents {
  /** The store can't write, or (null) can again. */
  trouble(sentence: string | null): void;
}

/**
 * A room's way to the store. A turn that goes out is kept beside the database, where it becomes durable at little cost, and is written with what comes within a
 * second; everything else is written at once. Updates that come while one write is on its way go with the next, in order. A write that fails is tried again until
 * it succeeds; meanwhile nothing new is let in, so what waits here stays small.
 */
export class BoardLog {
  private updates: Uint8Array[] = [];
  private clients: [number, string][] = [];
  /** Turns that are out already, of what is not on its way to the database yet. */
  private out: { update: Uint8Array; settle: () => void }[] = [];
  /** All of `updates` is in them. */
  private isKept = false;
  private later: NodeJS.Timeout | null = null;
  /** Something has come since it was last asked for that all be durable. */
  waits = false;
  private running: Promise<boolean> | null = null;
  private answered: Promise<boolean> = Promise.resolve(true);
  private closed = false;
  /** What reading the log costs, and reading the snapshot before it. */
  private logBytes: number;
  private snapshotBytes: number;
  isInTrouble = false;

  constructor(
    private readonly board: string,
    private readonly lineage: string,
    private readonly doc: Y.Doc,
    private readonly store: Store,
    /** What is stored: a snapshot and the log behind it. */
    [snapshot, ...log]: readonly Uint8Array[],
    private readonly title: () => string,
    private readonly events: LogEvents,
  ) {
    this.snapshotBytes = snapshot?.length ?? 0;
    this.logBytes = log.reduce((sum, { length }) => sum + length + ENTRY_BYTES, 0);
  }

  add(update: Uint8Array): void {
    if (this.closed) return;
    this.updates.push(update);
    this.isKept = false;
    this.waits = true;
  }

  /** All that has come since the last turn is kept beside the database, and may go out. False if it can't be. */
  keepTurn(update: Uint8Array): boolean {
    if (this.closed || this.isInTrouble) return false;
    const { board, lineage } = this;
    try {
      const settle = this.store.keepTurn({ board, lineage, title: this.title(), at: Date.now(), update });
      this.out.push({ update, settle });
      this.isKept = true;
      this.later ??= setTimeout(() => void this.flush(), WRITE_MS);
      return true;
    } catch {
      return false;
    }
  }

  /** Client ids that were bound with these updates. */
  bind(clients: [number, string][]): void {
    this.clients.push(...clients);
  }

  /** True when everything up to now is durable, false if the log was closed before. */
  sync(): Promise<boolean> {
    if (!this.isKept || this.updates.length === 0) return this.flush();
    const write = () => this.startWriting();
    return this.answer(this.store.syncTurns().then(() => true, write));
  }

  /** Starts writing what has come. True when everything up to now is in the database, false if the log was closed before. */
  flush(): Promise<boolean> {
    return this.answer(this.startWriting());
  }

  /** The answers come in the order of the calls: no acknowledgement may overtake an earlier one. */
  private answer(durable: Promise<boolean>): Promise<boolean> {
    this.waits = false;
    this.answered = Promise.all([this.answered, durable]).then(([, isDurable]) => isDurable && !this.closed);
    return this.answered;
  }

  private startWriting(): Promise<boolean> {
    if (this.updates.length === 0) {
      if (this.running === null) settle(this.out.splice(0));
      return this.running ?? Promise.resolve(!this.closed);
    }
    if (this.running !== null) return this.running.then(() => this.startWriting());
    this.running = this.write().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /**
   * Drops what is neither on its way nor out, and stops trying again. Resolves once what is out is durable, or can't be: then it comes back with the next start.
   */
  abandon(): Promise<unknown> {
    this.closed = true;
    this.forgetLater();
    this.updates = this.out.map(({ update }) => update);
    this.clients = [];
    return this.flush();
  }

  private forgetLater(): void {
    if (this.later !== null) clearTimeout(this.later);
    this.later = null;
  }

  private async write(): Promise<boolean> {
    this.forgetLater();
    const { clients, out } = this;
    // Where there are turns of all of it, they are fewer, for they have been merged.
    const updates = this.isKept ? out.map(({ update }) => update) : this.updates;
    this.updates = [];
    this.clients = [];
    this.out = [];
    for (const { length } of updates) this.logBytes += length + ENTRY_BYTES;
    // Taken here, where the document is what will be stored with this update, and nothing of what comes while it is being written: that comes
    // with its own update, in one transaction with whose client ids it brings.
    const isLong = this.logBytes > COMPACT_BYTES + this.snapshotBytes;
    const snapshot = isLong && !this.closed ? Y.encodeStateAsUpdate(this.doc) : null;
    const number = await this.append(updates, clients);
    if (number === null) return false;
    settle(out);
    if (snapshot !== null) this.compact(number, snapshot);
    return true;
  }

  /** null if the room closed before it worked. */
  private async append(updates: readonly Uint8Array[], clients: [number, string][]): Promise<number | null> {
    for (;;) {
      try {
        const entry = { board: this.board, updates, clients, title: this.title(), at: Date.now() };
        const number = await this.store.append(entry);
        this.setTrouble(null);
        return number;
      } catch (error) {
        if (this.closed) return null;
        this.setTrouble(error instanceof Error ? error.message : String(error));
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  private setTrouble(reason: string | null): void {
    if (this.isInTrouble === (reason !== null)) return;
    this.isInTrouble = reason !== null;
    this.events.trouble(
      reason === null
        ? null
        : `The server can't save (${reason}). Edits wait in your browser and go out when it can; reading goes on.`,
    );
  }

  /** In the background, and all or nothing: the log is complete without it. */
  private compact(through: number, snapshot: Uint8Array): void {
    this.logBytes = 0;
    this.snapshotBytes = snapshot.length;
    this.store.compact(this.board, through, snapshot).catch(() => {});
  }
}

function settle(turns: readonly { settle: () => void }[]): void {
  for (const turn of turns) turn.settle();
}
