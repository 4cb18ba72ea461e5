import { type CommandPayloads, randomKey } from "@carveout/model";
import type { Command, CommandAnswer } from "@carveout/wire";
import type { Outbox, WaitingCommand } from "./copy/outbox";
import type { Turns } from "./copy/turns";
import { Signal } from "./signal";

/** Characters of the time at the front of an id, base 36: enough until the year 5138, so that ids sort by age. */
const TIME_LENGTH = 9;

/**
 * What this participant says, on its way to the server. It waits in the outbox until it is answered, over reloads and restarts, and goes out in the order it was
 * said, one at a time among all tabs of the browser: the one whose turn it is sends the oldest. So an answer that got lost is about one command only, and the
 * server knows that one by its id.
 */
export class Commands {
  /** Oldest first, from all tabs. */
  readonly waiting = new Signal<readonly WaitingCommand[]>([]);
  readonly #settle = new Map<string, (isDone: boolean) => void>();
  /** Said before there was an outbox. */
  #early: WaitingCommand[] = [];
  #outbox: Outbox | null = null;
  #turns: Turns | null = null;
  /** On the line; `over` ends the wait for its answer. */
  #sent: { command: WaitingCommand; over: (answer: CommandAnswer | null) => void } | null = null;
  #isOnline = false;
  #lastTime = 0;
  /** Waits for this tab's turn, or has it. */
  #isInLine = false;

  constructor(
    /** False if there is no connection. */
    private readonly transmit: (message: Command) => boolean,
    private readonly refused: (command: WaitingCommand, sentence: string) => void,
  ) {}

  /** Who it is that speaks here: what they have said before waits with the rest. */
  belongTo(outbox: Outbox, turns: Turns): void {
    this.#outbox?.destroy();
    this.#outbox = outbox;
    this.#turns = turns;
    for (const command of this.#early.splice(0)) outbox.put(command);
    outbox.onChange = (id, answer) => {
      if (answer !== undefined) this.#close(id, answer.refusal);
      this.#look();
    };
    this.#look();
  }

  destroy(): void {
    this.disconnected();
    this.#outbox?.destroy();
    this.#outbox = null;
  }

  /** True if closing the tab loses nothing that was said. */
  get isKept(): boolean {
    return this.#outbox?.isKept ?? this.#early.length === 0;
  }

  /** Says something. True once it is durable, false if it was refused; the sentence has been shown then. */
  send<Name extends keyof CommandPayloads>(name: Name, payload: CommandPayloads[Name]): Promise<boolean> {
    this.#lastTime = Math.max(Date.now(), this.#lastTime + 1);
    const id = `${this.#lastTime.toString(36).padStart(TIME_LENGTH, "0")}-${randomKey(8)}`;
    const command = { id, name, payload } as WaitingCommand;
    if (this.#outbox === null) this.#early.push(command);
    else this.#outbox.put(command);
    const done = new Promise<boolean>((resolve) => this.#settle.set(id, resolve));
    this.#look();
    return done;
  }

  /** The server greets, or can write again: what it has not answered goes out (once more). */
  connected(): void {
    this.#isOnline = true;
    if (this.#sent === null) this.#look();
    else this.transmit({ type: "command", ...this.#sent.command });
  }

  /** What is on the line may have been heard or not; another tab may have a connection. */
  disconnected(): void {
    this.#isOnline = false;
    this.#sent?.over(null);
  }

  answered(answer: CommandAnswer): void {
    if (this.#sent?.command.id === answer.id) this.#sent.over(answer);
  }

  #look(): void {
    this.waiting.set(this.#outbox?.read() ?? [...this.#early]);
    void this.#queue();
  }

  async #queue(): Promise<void> {
    if (!this.#isOnline || this.#isInLine || this.waiting.get().length === 0) return;
    this.#isInLine = true;
    await this.#turns?.take(() => this.#sendAll());
    this.#isInLine = false;
    // Something may have been said, or the connection have come back, in just this moment.
    void this.#queue();
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      // Read anew: while this tab waited for its turn, another may have got rid of it.
      const command = this.#outbox?.read()[0];
      if (command === undefined) break;
      const answer = await this.#ask(command);
      if (answer === null) break;
      this.#outbox?.answered(command.id, answer.refusal);
      this.waiting.set(this.#outbox?.read() ?? []);
      if (answer.refusal !== null) this.refused(command, answer.refusal);
      this.#close(command.id, answer.refusal);
    }
    this.waiting.set(this.#outbox?.read() ?? []);
  }

  /** null: the connection is gone before the answer has come. */
  #ask(command: WaitingCommand): Promise<CommandAnswer | null> {
    this.#isOnline &&= this.transmit({ type: "command", ...command });
    if (!this.#isOnline) return Promise.resolve(null);
    return new Promise((resolve) => {
      const over = (answer: CommandAnswer | null) => {
        this.#sent = null;
        resolve(answer);
      };
      this.#sent = { command, over };
    });
  }

  #close(id: string, refusal: string | null): void {
    this.#settle.get(id)?.(refusal === null);
    this.#settle.delete(id);
  }
}
