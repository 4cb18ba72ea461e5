import * as Y from "yjs";
import { Signal } from "./signal";
import type { OfflineCause, Saved } from "./types";

/**
 * What of this participant's a power cut could still lose. Edits are saved once the server has acknowledged a state vector that covers all that was written here
 * under ids of theirs, and as many updates as this tab sent on this connection: a deletion moves no clock.
 */
export class Durability {
  readonly saved = new Signal<Saved>({ state: "opening" });
  /** Edits that no acknowledgement covers yet, those that an earlier visit has left too. */
  #edits = 0;
  /** What else is on its way: commands, pictures. */
  #others = 0;
  /** Update frames of this connection. */
  #sent = 0;
  #isConnected = false;
  /** The document is here, perhaps only from this browser's copy. */
  #isOpen = false;
  #isSynced = false;
  #offline: { since: Date; cause: OfflineCause } | null = null;

  constructor(
    private readonly doc: Y.Doc,
    /** The ids that this participant has written under in this browser. */
    private readonly writers: () => Iterable<number> = () => [doc.clientID],
  ) {}

  get edits(): number {
    return this.#edits;
  }

  /** The board stands as this browser has kept it, with edits that are still to be sent. */
  restored(edits: number): void {
    this.#isOpen = true;
    this.#edits += edits;
    this.#show();
  }

  /** A transaction of this tab has changed the document; while connected, the provider has sent it as one frame. */
  edited(): void {
    this.#edits++;
    if (this.#isConnected) this.#sent++;
    this.#show();
  }

  /** So many things beside edits are on their way. */
  besides(count: number): void {
    this.#others = count;
    this.#show();
  }

  /** True if that covers everything. */
  acknowledged(stateVector: Uint8Array, updates: number): boolean {
    const durable = Y.decodeStateVector(stateVector);
    if (updates < this.#sent) return false;
    for (const writer of this.writers())
      if ((durable.get(writer) ?? 0) < Y.getState(this.doc.store, writer)) return false;
    this.#edits = 0;
    this.#show();
    return true;
  }

  connected(): void {
    this.#isConnected = true;
    this.#sent = 0;
  }

  /** The document is up to date. */
  synced(): void {
    this.#isOpen = true;
    this.#isSynced = true;
    this.#offline = null;
    this.#show();
  }

  disconnected(cause: OfflineCause = "network"): void {
    this.#isConnected = false;
    this.#isSynced = false;
    if (this.#isOpen) this.#offline = { since: this.#offline?.since ?? new Date(), cause };
    this.#show();
  }

  #show(): void {
    const waiting = this.#edits + this.#others;
    if (this.#offline !== null) this.saved.set({ state: "offline", ...this.#offline, waiting });
    else if (this.#isOpen) {
      const state = waiting > 0 ? "saving" : this.#isSynced ? "saved" : "opening";
      if (this.saved.get().state !== state) this.saved.set({ state });
    }
  }
}
