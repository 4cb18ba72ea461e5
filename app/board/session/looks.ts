import type { Look, LookState, Sight } from "@carveout/wire";

/** Of the answers to its looks, whoever shows a page map hears these. */
export type LookAnswer = Sight | LookState;
/** What a picture asks for; who it is and which try is added on the way. */
export type LookWish = Omit<Look, "type" | "view" | "serial">;

/** One picture of a page map: what it asks for, and what it hears. */
export interface LookLine {
  /** Asks for another view of the pages in place of the one before; returns its serial. */
  ask(wish: LookWish): number;
  close(): void;
}

interface Listener {
  hear(answer: LookAnswer): void;
  /** The server has forgotten what was sent: ask again. */
  reconnected(): void;
}

/** The page maps that are open in this tab, and the server that answers them. */
export class Looks {
  readonly #listeners = new Map<number, Listener>();
  readonly #send: (message: Look | { type: "look away"; view: number }) => void;
  #serial = 0;

  constructor(send: (message: Look | { type: "look away"; view: number }) => void) {
    this.#send = send;
  }

  open(listener: Listener): LookLine {
    let view = 0;
    while (this.#listeners.has(view)) view++;
    this.#listeners.set(view, listener);
    return {
      ask: (wish) => {
        this.#send({ type: "look", view, serial: ++this.#serial, ...wish });
        return this.#serial;
      },
      close: () => {
        this.#listeners.delete(view);
        this.#send({ type: "look away", view });
      },
    };
  }

  receive(answer: LookAnswer): void {
    this.#listeners.get(answer.view)?.hear(answer);
  }

  connected(): void {
    for (const listener of [...this.#listeners.values()]) listener.reconnected();
  }
}
