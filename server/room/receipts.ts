import * as Y from "yjs";
import type { Connection } from "../socket/connection";
import type { BoardLog } from "./log";
import type { Outgoing } from "./outgoing";

/** An edit waits so long for others that become durable with it: a sync costs as much as a dozen deliveries. An acknowledgement comes that much later. */
const GATHER_MS = 50;

/** Who is told once what they sent is durable, and when it is written. */
export class Receipts {
  /** How many updates of each have been taken. */
  private owed = new Map<Connection, number>();
  /** Answers to commands, until what came of them is durable. */
  private answers: (() => void)[] = [];
  private gathering: NodeJS.Timeout | null = null;

  constructor(
    private readonly doc: Y.Doc,
    private readonly log: BoardLog,
    private readonly outgoing: Outgoing,
  ) {}

  owe(connection: Connection): void {
    this.owed.set(connection, connection.updates);
  }

  answerLater(answer: () => void): void {
    this.answers.push(answer);
  }

  forget(connection: Connection): void {
    this.owed.delete(connection);
  }

  /** Lets a turn out, and sees to it that it is written: at once where somebody waits to see something, together with others where not. */
  endTurn(): void {
    if (this.outgoing.endTurn() || this.answers.length > 0) this.write();
    else if (this.owed.size > 0 || this.log.waits)
      this.gathering ??= setTimeout(() => this.write(), GATHER_MS);
  }

  /** Writes what has come, and then lets out what waited for that, and tells those who sent it. */
  write(): void {
    if (this.gathering !== null) clearTimeout(this.gathering);
    this.gathering = null;
    const { owed, answers } = this;
    this.owed = new Map();
    this.answers = [];
    const { waited } = this.outgoing;
    const stateVector = owed.size === 0 ? null : Y.encodeStateVector(this.doc);
    void this.log.sync().then((isDurable) => {
      if (!isDurable) return;
      this.outgoing.release(waited);
      for (const answer of answers) answer();
      if (stateVector === null) return;
      for (const [connection, updates] of owed) connection.tell({ type: "ack", stateVector, updates });
    });
  }
}
