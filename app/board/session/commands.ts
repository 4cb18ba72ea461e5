import { type CommandPayloads, randomKey } from "@carveout/model";
import type { Command, CommandAnswer } from "@carveout/wire";
import { Signal } from "./signal";

/** A command that the server has not answered yet. */
export type WaitingCommand = {
  [Name in keyof CommandPayloads]: { id: string; name: Name; payload: CommandPayloads[Name] };
}[keyof CommandPayloads];

/** Characters of the time at the front of an id, base 36: enough until the year 5138, so that ids sort by age. */
const TIME_LENGTH = 9;

/**
 * What this participant says, on its way to the server. It waits in the browser's storage until it is answered, over reloads and restarts, and goes out
 * in the order it was said, one at a time: an answer that got lost is about one command only, and the server knows that one by its id.
 */
export class Commands {
  /** Oldest first. */
  readonly waiting: Signal<readonly WaitingCommand[]>;
  readonly #prefix: string;
  readonly #settle = new Map<string, (isDone: boolean) => void>();
  #sent: string | null = null;
  #lastTime = 0;

  constructor(
    board: string,
    /** False if there is no connection. */
    private readonly transmit: (message: Command) => boolean,
    private readonly refused: (command: WaitingCommand, sentence: string) => void,
    private readonly storage: Storage | null = localStorageIfAny(),
  ) {
    this.#prefix = `carveout-outbox-${board}-`;
    this.waiting = new Signal(this.#restore());
  }

  /** Says something. True once it is durable, false if it was refused; the sentence has been shown then. */
  send<Name extends keyof CommandPayloads>(name: Name, payload: CommandPayloads[Name]): Promise<boolean> {
    this.#lastTime = Math.max(Date.now(), this.#lastTime + 1);
    const id = `${this.#lastTime.toString(36).padStart(TIME_LENGTH, "0")}-${randomKey(8)}`;
    const command = { id, name, payload } as WaitingCommand;
    try {
      this.storage?.setItem(this.#prefix + id, JSON.stringify(command));
    } catch {
      // Full or switched off: it waits in this tab alone.
    }
    this.waiting.set([...this.waiting.get(), command]);
    const done = new Promise<boolean>((resolve) => this.#settle.set(id, resolve));
    this.#next();
    return done;
  }

  /** The server greets, or can write again: what it has not answered goes out once more. */
  connected(): void {
    this.#sent = null;
    this.#next();
  }

  answered({ id, refusal }: CommandAnswer): void {
    const command = this.waiting.get().find((each) => each.id === id);
    if (this.#sent === id) this.#sent = null;
    this.storage?.removeItem(this.#prefix + id);
    this.waiting.set(this.waiting.get().filter((each) => each.id !== id));
    if (refusal !== null && command !== undefined) this.refused(command, refusal);
    this.#settle.get(id)?.(refusal === null);
    this.#settle.delete(id);
    this.#next();
  }

  #next(): void {
    const [command] = this.waiting.get();
    if (this.#sent !== null || command === undefined) return;
    if (this.transmit({ type: "command", ...command })) this.#sent = command.id;
  }

  /** What an earlier visit, or another tab, has not got rid of. Of two tabs that send the same one, the server hears the first. */
  #restore(): WaitingCommand[] {
    const { storage } = this;
    if (storage === null) return [];
    const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
    return keys
      .filter((key) => key.startsWith(this.#prefix))
      .sort()
      .flatMap((key) => readCommand(storage.getItem(key)) ?? []);
  }
}

/** The server judges what is in it; here it only has to be one. */
function readCommand(text: string | null): WaitingCommand | null {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return typeof value === "object" &&
      value !== null &&
      "id" in value &&
      "name" in value &&
      "payload" in value
      ? (value as WaitingCommand)
      : null;
  } catch {
    return null;
  }
}

function localStorageIfAny(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
