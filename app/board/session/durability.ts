import * as Y from "yjs";
import { Signal } from "./signal";
import type { Saved } from "./types";

/**
 * What of this tab's edits a power cut could still lose. An edit counts as saved once the server has acknowledged, after it was made, a state
 * vector that covers everything this client wrote.
 */
export class Durability {
  readonly saved = new Signal<Saved>({ state: "opening" });
  #waiting = 0;
  #offlineSince: Date | null = null;
  #isOpen = false;

  constructor(private readonly doc: Y.Doc) {}

  /** A transaction of this tab has changed the document. */
  edited(): void {
    this.#waiting++;
    this.#show();
  }

  acknowledged(stateVector: Uint8Array): void {
    const durable = Y.decodeStateVector(stateVector).get(this.doc.clientID) ?? 0;
    if (durable < Y.getState(this.doc.store, this.doc.clientID)) return;
    this.#waiting = 0;
    this.#show();
  }

  online(): void {
    this.#isOpen = true;
    this.#offlineSince = null;
    this.#show();
  }

  offline(): void {
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
