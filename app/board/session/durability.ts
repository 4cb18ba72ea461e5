import * as Y from "yjs";
import { Signal } from "./signal";
import type { Saved } from "./types";

/**
 * What of this tab's edits a power cut could still lose. They are saved once the server has acknowledged a state vector that covers all this
 * client wrote, and as many updates as it sent on this connection: a deletion moves no clock.
 */
export class Durability {
  readonly saved = new Signal<Saved>({ state: "opening" });
  /** Edits that no acknowledgement covers yet. */
  #waiting = 0;
  /** Update frames of this connection. */
  #sent = 0;
  #isConnected = false;
  #isOpen = false;
  #offlineSince: Date | null = null;

  constructor(private readonly doc: Y.Doc) {}

  /** A transaction of this tab has changed the document; while connected, the provider has sent it as one frame. */
  edited(): void {
    this.#waiting++;
    if (this.#isConnected) this.#sent++;
    this.#show();
  }

  acknowledged(stateVector: Uint8Array, updates: number): void {
    const durable = Y.decodeStateVector(stateVector).get(this.doc.clientID) ?? 0;
    if (updates < this.#sent || durable < Y.getState(this.doc.store, this.doc.clientID)) return;
    this.#waiting = 0;
    this.#show();
  }

  connected(): void {
    this.#isConnected = true;
    this.#sent = 0;
  }

  /** The document is up to date. */
  synced(): void {
    this.#isOpen = true;
    this.#offlineSince = null;
    this.#show();
  }

  disconnected(): void {
    this.#isConnected = false;
    if (this.#isOpen) this.#offlineSince ??= new Date();
    this.#show();
  }

  #show(): void {
    const since = this.#offlineSince;
    if (since !== null) this.saved.set({ state: "offline", since, waiting: this.#waiting });
    else if (this.#isOpen) {
      const state = this.#waiting === 0 ? "saved" : "saving";
      if (this.saved.get().state !== state) this.saved.set({ state });
    }
  }
}
