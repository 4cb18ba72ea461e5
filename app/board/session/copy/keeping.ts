import * as Y from "yjs";
import type { Identity } from "../identity";
import { NO_COPY } from "../kept";
import type { Signal } from "../signal";
import { type KeptBoard, LocalCopy } from "./local-copy";
import { Outbox } from "./outbox";
import { type Turns, turnsAt } from "./turns";

/** Origin of what comes from this browser's copy. */
const COPY = {};

/** What the session tells of itself to what keeps it. */
export interface KeptSession {
  /** The document is here, from the server. */
  isOpen(): boolean;
  identity(): Identity | null;
  lineage(): string;
  /** Edits that are not acknowledged. */
  edits(): number;
  /** The document stands as it was kept. */
  restored(kept: KeptBoard): void;
  /** What is kept can't be read. */
  damaged(): void;
  /** Why this browser keeps no copy of the board, or null. */
  unkept: Signal<string | null>;
  /** All edits that wait here are in the copy: the tab can go without them. */
  isKept: Signal<boolean>;
}

/** Who says what waits in an outbox. */
interface Speaker {
  belongTo(outbox: Outbox, turns: Turns): void;
}

/** A session's side of the copy of the board in this browser: whether there is one, and what goes into it. */
export class Keeping {
  #copy: LocalCopy | null = null;
  /** There is no copy, and that has been said. */
  #hasFailed = false;
  #isOver = false;

  constructor(
    private readonly board: string,
    private readonly doc: Y.Doc,
    private readonly speaker: Speaker,
    private readonly session: KeptSession,
  ) {
    addEventListener("pagehide", this.#flush);
  }

  /** Null where there is none, or none yet. */
  get copy(): LocalCopy | null {
    return this.#copy;
  }

  /** Restores what is kept for this participant, or begins to keep. */
  async open(participant: string): Promise<void> {
    if (this.#copy !== null || this.#isOver) return;
    try {
      const outbox = new Outbox(this.board, participant);
      this.speaker.belongTo(outbox, turnsAt(`carveout-outbox-${this.board}-${participant}`));
      const copy = await LocalCopy.open({ participant, board: this.board }, this.doc);
      // What the server has sent meanwhile is newer, and what waits in the copy waits for the next time.
      const kept = this.session.isOpen() ? null : await copy.load();
      if (this.#isOver) return void copy.close();
      copy.onFailed = (error) => this.#fail(error);
      copy.onKept = (isKept) => this.session.isKept.set(isKept);
      this.#copy = copy;
      const identity = this.session.identity();
      if (kept !== null) this.#restore(kept);
      else if (identity !== null) copy.begin(identity, this.session.lineage(), this.session.edits());
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The document has changed: by this participant, or by what the server sent. */
  keep(update: Uint8Array, isOwn: boolean): void {
    this.#copy?.keep(update, isOwn);
  }

  /** Everything this tab has is durable on the server. */
  saved(): void {
    this.#copy?.saved();
  }

  identify(identity: Identity, lineage: string): void {
    this.#copy?.identify(identity, lineage);
  }

  /** Nothing is restored or begun any more. */
  stop(): void {
    this.#isOver = true;
  }

  destroy(): void {
    this.stop();
    removeEventListener("pagehide", this.#flush);
    void this.#copy?.close();
  }

  readonly #flush = (): void => void this.#copy?.flush();

  #restore(kept: KeptBoard): void {
    try {
      this.doc.transact(() => {
        for (const update of kept.updates) Y.applyUpdate(this.doc, update, COPY);
      }, COPY);
    } catch {
      this.session.damaged();
      return;
    }
    this.session.isKept.set(true);
    this.session.restored(kept);
  }

  #fail(error: unknown): void {
    const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
    this.#copy = null;
    this.session.isKept.set(false);
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.session.unkept.set(isFull ? "This browser has no room left for a copy of the board." : NO_COPY);
  }
}
