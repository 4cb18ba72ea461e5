import {
  BoardEdits,
  type BoardJson,
  becomeBoard,
  completeBoard,
  type ItemId,
  type ProposalJson,
  titleOf,
} from "@carveout/model";
import { CORE_VERSION } from "@carveout/sim";
import {
  CloseCode,
  type Command,
  type Look,
  type RunFrame,
  type StudyRequest,
  WIRE_VERSION,
  type WireMessage,
} from "@carveout/wire";
import * as Y from "yjs";
import { canEdit } from "../access/access";
import { CommandDesk } from "../commands/desk";
import { SERVER_CLIENT } from "../gate/decode";
import { Gate, type Judged } from "../gate/gate";
import { refusedRole } from "../gate/refusal";
import { Gap, Rejected } from "../gate/rejected";
import { Recorder } from "../history/recorder";
import type { Operations } from "../operations/operations";
import { BoardRuns } from "../runs/board-runs";
import type { RunServices } from "../runs/column";
import { type Behind, Connection } from "../socket/connection";
import { type Framed, framed } from "../socket/framed";
import { awarenessFrame, SYNC, syncFrame, wireFrame } from "../socket/frames";
import { StoreError } from "../store/error";
import type { Store, StoredBoard } from "../store/store";
import { BoardLog } from "./log";
import { Outgoing } from "./outgoing";
import { People } from "./people";
import { Presence } from "./presence";
import { Receipts } from "./receipts";
import { WholeState } from "./whole-state";

/** The origin of a change that came over REST: whose it is in the history. */
class Asked {
  constructor(readonly participant: string) {}
}

/** Close code on which clients come back by themselves (service restart). */
export const RESTART = 1012;
/** How often somebody who waits for results looks. */
const SETTLE_EVERY_MS = 50;
/** The state vector of an empty document. */
const EMPTY_VECTOR_LENGTH = 1;

/**
 * A board with people on it. Edits come in, pass the gate and go out to everybody; they are written some milliseconds later, several together, and
 * acknowledged once they are durable.
 */
export class Room {
  readonly doc = new Y.Doc();
  readonly gate: Gate;
  readonly people: People;
  readonly history: Recorder;
  private readonly connections = new Set<Connection>();
  private readonly presence: Presence;
  private readonly log: BoardLog;
  private readonly runs: BoardRuns;
  private readonly desk: CommandDesk;
  private readonly outgoing = new Outgoing(
    (update) => this.log.keepTurn(update),
    (update) => this.broadcast(update),
  );
  private readonly receipts: Receipts;
  /** Answers to joiners that wait until what they hold is durable: one each, however often they ask. */
  private readonly expected = new Map<Connection, () => void>();
  private isTurnOpen = false;
  private later: NodeJS.Timeout | null = null;
  private readonly whole = new WholeState(this.doc);
  private trouble: string | null = null;
  private hasFailed = false;
  /** Nothing is taken in any more: the server stops, or nobody is here. */
  private isClosing = false;

  constructor(
    stored: StoredBoard,
    store: Store,
    private readonly operations: Operations,
    private readonly services: RunServices,
    /** Called once if the room must not be used any more. */
    private readonly onFailed: () => void,
  ) {
    this.id = stored.record.id;
    this.lineage = stored.lineage;
    for (const update of stored.updates) Y.applyUpdate(this.doc, update);
    const storedState = Y.encodeStateVector(this.doc);
    this.doc.clientID = SERVER_CLIENT;
    const isOlder = completeBoard(this.doc);
    this.gate = new Gate(this.doc, stored.clients);
    this.people = new People(this.id, store, stored.participants);
    this.presence = new Presence(
      (client) => this.gate.owners.get(client),
      (participant) => this.people.find(participant),
    );
    this.runs = new BoardRuns(this.gate.mirror, services, (message) => this.tellAll(message));
    this.log = new BoardLog(this.id, this.lineage, this.doc, store, stored.updates, () => titleOf(this.doc), {
      trouble: (sentence) => this.setTrouble(sentence),
    });
    this.receipts = new Receipts(this.doc, this.log, this.outgoing);
    if (isOlder) {
      this.log.add(Y.encodeStateAsUpdate(this.doc, storedState));
      void this.log.flush();
    }
    this.history = new Recorder(
      this.id,
      this.doc,
      store,
      {
        durable: async () => !this.log.isInTrouble && (await this.log.flush()),
        authorOf: (origin) =>
          origin instanceof Connection || origin instanceof Asked ? origin.participant : null,
        ownerOf: (client) => this.gate.owners.get(client),
        recorded: ({ number }) => this.tellAll({ type: "moment", number }),
      },
      stored,
    );
    this.desk = new CommandDesk(this.doc, this.people, this.history);
    this.doc.on("update", (update: Uint8Array, origin: unknown, _: Y.Doc, transaction: Y.Transaction) => {
      this.whole.add(update);
      this.log.add(update);
      this.outgoing.add(update);
      if (!(origin instanceof Connection) || hasOwnWrites(transaction)) this.outgoing.hold();
      this.openTurn();
    });
  }

  readonly id: string;
  private readonly lineage: string;

  get size(): number {
    return this.connections.size;
  }

  private get isOpen(): boolean {
    return !this.hasFailed && !this.isClosing;
  }

  /** How many different people are here. */
  get here(): number {
    return new Set([...this.connections].map((c) => c.participant)).size;
  }

  join(connection: Connection): void {
    if (!this.isOpen) {
      connection.close(RESTART, "The board is loaded again.");
      return;
    }
    this.runs.start();
    this.connections.add(connection);
    const { participant, role, verifiedName } = connection;
    this.people.arrive(participant);
    if (verifiedName !== null) this.people.vouch(participant, verifiedName);
    const { name, colour } = this.people.meet(participant);
    connection.tell({
      type: "hello",
      version: WIRE_VERSION,
      board: this.id,
      role,
      participant,
      name,
      isVerified: verifiedName !== null,
      colour,
      core: CORE_VERSION,
      lineage: this.lineage,
      now: Date.now(),
    });
    connection.onCaughtUp = (behind) => this.bringUp(connection, behind);
    if (this.trouble !== null) connection.tell({ type: "trouble", sentence: this.trouble });
    // Asks for what the participant did offline.
    connection.send(syncFrame(SYNC.step1, Y.encodeStateVector(this.doc)));
    const everybody = this.presence.everybody();
    if (everybody !== null) connection.send(awarenessFrame(everybody));
    for (const message of this.runs.everything()) connection.tell(message);
  }

  leave(connection: Connection): void {
    this.services.sights.leave(connection);
    if (this.connections.delete(connection)) this.people.leave(connection.participant);
    this.receipts.forget(connection);
    this.expected.delete(connection);
    if (this.size === 0) void this.log.flush();
    if (this.presence.leave(connection)) this.openTurn();
  }

  /** Somebody was too far behind for every step and gets in one what all of them came to. */
  private bringUp(connection: Connection, { document, presence }: Behind): void {
    this.operations.metrics.behind.inc();
    this.answer(connection, document.vector(this.doc));
    if (presence.size > 0) connection.send(awarenessFrame(this.presence.of(presence)));
    connection.tell({ type: "trouble", sentence: this.trouble });
    connection.tell({ type: "moment", number: this.history.last });
    for (const message of this.runs.everything()) connection.tell(message);
  }

  /** SyncStep1: what does the board have that I don't? */
  answer(connection: Connection, stateVector: Uint8Array): void {
    // What comes after the answer that waits is held back for them, and follows it.
    if (this.expected.has(connection)) return;
    const frames = this.stateSince(stateVector);
    connection.hold();
    const send = () => {
      if (this.expected.get(connection) !== send) return;
      this.expected.delete(connection);
      connection.release(frames);
    };
    this.expected.set(connection, send);
    if (this.log.isInTrouble) send();
    else void this.log.sync().then((isDurable) => isDurable && send());
  }

  private stateSince(stateVector: Uint8Array): readonly Framed[] {
    if (stateVector.length === EMPTY_VECTOR_LENGTH) return this.whole.frames();
    return [framed(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(this.doc, stateVector)))];
  }

  /** An edit, or the complete answer to our state vector. */
  edit(connection: Connection, update: Uint8Array, isState: boolean): void {
    if (!isState) connection.updates++;
    if (isState) connection.awaitsState = false;
    if (connection.awaitsState || !this.isOpen) return;
    if (this.log.isInTrouble) {
      connection.awaitsState = true;
      return;
    }
    try {
      if (!canEdit(connection.role)) this.checkSilent(connection, update);
      else this.report(connection, this.gate.apply(update, connection.participant, connection));
      this.receipts.owe(connection);
      this.openTurn();
    } catch (error) {
      if (error instanceof Gap && !isState) this.askForState(connection);
      else this.reject(connection, error);
    } finally {
      const fresh = this.gate.owners.takeFresh();
      this.log.bind(fresh);
      if (fresh.length > 0) this.outgoing.hold();
    }
  }

  /**
   * Makes the board what `board` says, as a change of the server's own. What has been said stays as it is; what else the file's people have said comes
   * beside it, marked as brought by `participant`. True when it is durable, false if the board can't be written now.
   */
  become(board: BoardJson, participant: string): Promise<boolean> {
    return this.write(() => {
      becomeBoard(this.doc, board);
      this.desk.adopt(board, participant, Date.now());
    }, participant);
  }

  /** Puts an item on top of the board for somebody who has no document of it. True when it is durable, false if the board can't be written now. */
  add(id: ItemId, item: Omit<ProposalJson, "z">, participant: string): Promise<boolean> {
    return this.write(() => {
      const edits = new BoardEdits(this.doc, this);
      edits.add({ ...item, z: edits.topOrder() }, id);
    }, participant);
  }

  /** True when it is durable, false if the board can't be written now. */
  rename(title: string, participant: string): Promise<boolean> {
    return this.write(() => new BoardEdits(this.doc, this).setTitle(title), participant);
  }

  /** A change of the server's own, for somebody who asked for it. */
  private async write(change: () => void, participant: string): Promise<boolean> {
    if (!this.isOpen || this.log.isInTrouble) return false;
    try {
      const { items, rewired } = this.gate.write(change, new Asked(participant));
      this.runs.note(items, rewired);
    } catch (error) {
      this.fail(error);
      throw error;
    }
    this.openTurn();
    return this.log.flush();
  }

  /** Something one person says: the server writes it itself, and answers once it is durable. Without an answer it comes again. */
  command(connection: Connection, message: Command): void {
    if (!this.isOpen || this.log.isInTrouble) return;
    try {
      const refusal = this.desk.hear(connection, message, Date.now());
      const { commands, commandsRefused } = this.operations.metrics;
      (refusal === null ? commands : commandsRefused).inc();
      if (refusal === null) this.people.keep(connection.participant);
      else connection.countRefusals(1, performance.now());
      this.receipts.answerLater(() => connection.tell({ type: "answer", id: message.id, refusal }));
      this.openTurn();
    } catch (error) {
      this.fail(error);
    }
  }

  /** The name a participant goes by. */
  introduce({ participant }: Connection, name: string): void {
    if (!this.people.introduce(participant, name, Date.now())) return;
    this.desk.renamed(participant);
    if (this.presence.renamed(participant)) this.openTurn();
  }

  private checkSilent(connection: Connection, update: Uint8Array): void {
    if (this.isKnown(update)) return;
    const refusal = refusedRole(connection.role);
    connection.tell(refusal);
    throw new Rejected(refusal.rule, refusal.headline);
  }

  private isKnown(update: Uint8Array): boolean {
    try {
      return this.gate.isKnown(update);
    } catch (error) {
      if (error instanceof Gap) return false;
      throw error;
    }
  }

  private report(connection: Connection, judged: Judged): void {
    const { metrics } = this.operations;
    if (judged.isNew) {
      metrics.updates.inc();
      this.people.keep(connection.participant);
    }
    this.runs.note(judged.items, judged.rewired);
    this.desk.keepPins(judged.removed);
    for (const refusal of judged.refusals) {
      metrics.refusals.inc({ rule: refusal.rule });
      connection.tell(refusal);
    }
    if (judged.refusals.length > 0) connection.countRefusals(judged.refusals.length, performance.now());
    if (judged.rejected !== null) throw judged.rejected;
  }

  private reject(connection: Connection, error: unknown): void {
    if (!(error instanceof Rejected)) {
      connection.close(CloseCode.Rejected, "The edit could not be taken.");
      this.fail(error);
      return;
    }
    const { metrics, log } = this.operations;
    metrics.rejected.inc({ rule: error.rule });
    log.info({ board: this.id, participant: connection.participant, rule: error.rule }, "update rejected");
    connection.close(CloseCode.Rejected, `${error.rule}: ${error.message}`);
  }

  /** A fault of ours in the middle of an edit: what is in memory is not to be trusted. Everybody comes back to the board as it is stored. */
  private fail(error: unknown): void {
    this.operations.log.error({ board: this.id, err: error }, "room given up");
    this.operations.metrics.roomsFailed.inc();
    this.hasFailed = true;
    void this.log.abandon().then(this.onFailed);
    this.runs.stop();
    for (const connection of this.connections) connection.close(RESTART, "The board is loaded again.");
  }

  /** Something is missing between the board and this client: its complete state brings it. */
  private askForState(connection: Connection): void {
    connection.awaitsState = true;
    connection.send(syncFrame(SYNC.step1, Y.encodeStateVector(this.doc)));
  }

  /** Somebody wants a study run or stopped; anybody may, for what it runs is the editors' to say. */
  study(connection: Connection, request: StudyRequest): void {
    const { experiment, study } = request;
    const reason = this.runs.studies.request(request);
    if (reason !== null) connection.tell({ type: "study refused", experiment, study, reason });
  }

  /** Somebody looks at the pages of a run. */
  look(connection: Connection, look: Look): void {
    const { view, serial, experiment, variant, run } = look;
    const input = this.runs.inputOf(experiment, variant, run);
    const sentence = "The board has changed: this variant has another run by now.";
    if (input !== null) this.services.sights.look(connection, look, input);
    else connection.tell({ type: "look state", view, serial, status: { state: "refused", sentence } });
  }

  lookAway(connection: Connection, view: number): void {
    this.services.sights.lookAway(connection, view);
  }

  /** Awareness: where somebody points. */
  point(connection: Connection, update: Uint8Array): void {
    if (this.presence.receive(update, connection, connection)) this.openTurn();
  }

  /** Everybody's awareness, for a client that asks. */
  tellWhoIsHere(connection: Connection): void {
    const everybody = this.presence.everybody();
    if (everybody !== null) connection.send(awarenessFrame(everybody));
  }

  /** What comes in one turn of the event loop goes out together: sending is what costs. */
  private openTurn(): void {
    if (this.isTurnOpen) return;
    this.isTurnOpen = true;
    setImmediate(() => this.endTurn());
  }

  /** What somebody says of themselves faster than it goes out. */
  private openLater(): void {
    this.later = null;
    this.openTurn();
  }

  private endTurn(): void {
    this.isTurnOpen = false;
    if (this.isClosing) return;
    this.runs.update();
    const now = performance.now();
    const presence = this.presence.takeChanges(now);
    const wait = this.presence.wait(now);
    if (wait !== null) this.later ??= setTimeout(() => this.openLater(), wait);
    if (presence !== null) {
      const frame = framed(awarenessFrame(this.presence.of(presence)));
      for (const connection of this.connections) connection.point(frame, presence);
    }
    this.receipts.endTurn();
  }

  private broadcast(update: Uint8Array): void {
    const frame = framed(syncFrame(SYNC.update, update));
    for (const connection of this.connections) connection.follow(frame, update);
  }

  /** One of our messages to everybody, encoded once. */
  tellAll(message: WireMessage): void {
    const frame = framed(wireFrame(message));
    for (const connection of this.connections) connection.hear(frame);
  }

  private setTrouble(sentence: string | null): void {
    this.trouble = sentence;
    const { log } = this.operations;
    if (sentence === null) log.info({ board: this.id }, "the store can write again");
    else log.error({ board: this.id, sentence }, "the store can't write");
    this.tellAll({ type: "trouble", sentence });
    // While the store can't write, reading goes on; what waits to be written is in this server's memory and will be.
    if (sentence !== null) for (const send of [...this.expected.values()]) send();
    if (sentence === null)
      for (const connection of this.connections) if (connection.awaitsState) this.askForState(connection);
  }

  /** The newest frame of each variant, once none of them is on its way any more, or after `waitMs`. */
  async settledFrames(waitMs: number): Promise<RunFrame[]> {
    this.runs.start();
    const until = Date.now() + waitMs;
    for (;;) {
      const frames = [...this.runs.everything()].filter((message) => message.type === "run");
      const isSettled = frames.every(({ status: { state } }) => state !== "queued" && state !== "running");
      if (isSettled || Date.now() >= until || this.hasFailed) return frames;
      await new Promise((resolve) => setTimeout(resolve, SETTLE_EVERY_MS));
    }
  }

  /** Brings the database up to what has come. Rejects while it can't be written. */
  async flush(): Promise<void> {
    if (this.trouble !== null) throw new StoreError(this.trouble);
    await this.log.flush();
  }

  /** Takes in nothing more, writes what has come, tells those who sent it, and then lets everybody go. */
  async close(
    code = RESTART,
    reason = "The server stops, and your browser comes back to it.",
  ): Promise<void> {
    this.isClosing = true;
    this.runs.stop();
    this.outgoing.endTurn();
    if (this.log.isInTrouble) void this.log.abandon();
    else this.receipts.write();
    await this.log.flush();
    for (const connection of this.connections) connection.close(code, reason);
    await this.history.close();
    this.doc.destroy();
  }
}

/** The server wrote something itself in there: a repair, or what somebody has said. */
function hasOwnWrites({ beforeState, afterState }: Y.Transaction): boolean {
  return afterState.get(SERVER_CLIENT) !== beforeState.get(SERVER_CLIENT);
}
