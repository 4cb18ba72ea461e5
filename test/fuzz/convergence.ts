import { isDeepStrictEqual } from "node:util";
import { BoardEdits, checkBoard, readBoard, seedBoard } from "@carveout/model";
import * as Y from "yjs";
import { Gap, Rejected } from "../../server/gate/rejected";
import { rawJson, wiredBoard } from "../../server/testing/bench";
import { Chance } from "./chance";
import { Host } from "./host";
import { BAD, Moves } from "./moves";

const PEOPLE = ["ann", "ben", "cleo", "dan", "eva", "finn", "gil", "hana"];
const OPERATIONS = 2000;
/** In a hundred operations. */
const INVALID = 5;
const HOSTILE = 2;
const UNDO = 8;
const COMMANDS = 10;
const DISCONNECTS = 1;
/** In a thousand. */
const RESTARTS = 2;
/** In every so many updates a reader looks at the whole board. */
const LOOKS = 40;

export interface ConvergenceOutcome {
  operations: number;
  refusals: number;
  rejected: number;
  commands: number;
  restarts: number;
  looks: number;
  /** Kinds of items that the looks have met. */
  kinds: number;
}

/** Somebody with a document of their own, whose messages are under way until they are delivered. */
class Person {
  readonly doc = new Y.Doc();
  readonly edits: BoardEdits;
  readonly undo: Y.UndoManager;
  outbox: Uint8Array[] = [];
  inbox: Uint8Array[] = [];
  isConnected = false;

  constructor(
    readonly name: string,
    client: number,
  ) {
    this.doc.clientID = client;
    this.edits = new BoardEdits(this.doc, name);
    this.undo = new Y.UndoManager([this.doc.getMap("items"), this.doc.getMap("meta")], {
      trackedOrigins: new Set([name]),
      captureTimeout: 0,
      ignoreRemoteMapChanges: true,
    });
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "server" && this.isConnected) this.outbox.push(update);
    });
  }
}

/**
 * One game of eight people on a board: all kinds of items, texts, wires, comments, verdicts and undo, messages that are late, connections that break with what was
 * under way, a server that starts again from its log, invalid edits by everybody and hostile bytes by a ninth. Throws where anybody ever saw an invalid state,
 * an honest edit was rejected, or a document differs in the end.
 */
export function convergence(seed: number): ConvergenceOutcome {
  return new Game(new Chance(seed)).play();
}

class Game {
  private readonly outcome = {
    operations: 0,
    refusals: 0,
    rejected: 0,
    commands: 0,
    restarts: 0,
    looks: 0,
    kinds: 0,
  };
  private readonly host: Host;
  private readonly moves: Moves;
  private readonly people: Person[];
  private readonly sent: Uint8Array[] = [];
  private readonly kinds = new Set<string>();
  private updates = 0;

  constructor(private readonly chance: Chance) {
    this.moves = new Moves(chance);
    const doc = new Y.Doc();
    doc.clientID = 1;
    seedBoard(doc, { carveout: 1, title: "Game", items: wiredBoard() });
    this.host = new Host(Y.encodeStateAsUpdate(doc));
    this.host.onUpdate = (update) => this.broadcast(update);
    this.people = PEOPLE.map((name, i) => new Person(`p-${name}`, 100 + ((i * 37) % 800)));
    for (const person of this.people) this.connect(person);
  }

  play(): ConvergenceOutcome {
    const { chance, people, outcome } = this;
    for (; outcome.operations < OPERATIONS; outcome.operations++) {
      const person = chance.pick(people);
      if (chance.percent(HOSTILE)) this.hostile();
      else if (chance.percent(INVALID)) this.moves.invalid(person);
      else if (chance.percent(UNDO)) chance.percent(35) ? person.undo.redo() : person.undo.undo();
      else if (chance.percent(COMMANDS)) this.command(person);
      else this.moves.honest(person);
      if (chance.percent(60)) this.up(chance.pick(people));
      if (chance.percent(80)) this.down(chance.pick(people), 1 + chance.below(4));
      if (chance.percent(DISCONNECTS)) this.disconnect(chance.pick(people));
      if (chance.percent(5)) this.connect(chance.pick(people));
      if (chance.percent(RESTARTS / 10)) this.restart();
    }
    this.settle();
    this.compare();
    return outcome;
  }

  private broadcast(update: Uint8Array): void {
    if (Buffer.from(update).includes(BAD)) throw new Error("A refused value left the server.");
    for (const person of this.people) if (person.isConnected) person.inbox.push(update);
    if (++this.updates % LOOKS === 0) this.look();
  }

  /** Whatever state the server is in after an update is a valid board: a file of it would be taken. */
  private look(): void {
    this.outcome.looks++;
    const board = readBoard(this.host.doc);
    checkBoard(JSON.parse(JSON.stringify(board)));
    for (const { kind } of Object.values(board.items)) this.kinds.add(kind);
    this.outcome.kinds = this.kinds.size;
    for (const [id, item] of Object.entries(board.items))
      if (item.kind === "connector" && !(item.from.item in board.items && item.to.item in board.items))
        throw new Error(`Wire ${id} dangles.`);
  }

  private connect(person: Person): void {
    if (person.isConnected) return;
    person.isConnected = true;
    const { doc } = this.host;
    person.inbox = [Y.encodeStateAsUpdate(doc, Y.encodeStateVector(person.doc))];
    person.outbox = [Y.encodeStateAsUpdate(person.doc, Y.encodeStateVector(doc))];
  }

  /** What is under way in both directions is lost. */
  private disconnect(person: Person): void {
    person.isConnected = false;
    person.inbox = [];
    person.outbox = [];
  }

  private restart(): void {
    this.outcome.restarts++;
    for (const person of this.people) this.disconnect(person);
    this.host.restart();
    for (const person of this.people) this.connect(person);
  }

  private up(person: Person): void {
    for (const update of person.outbox.splice(0)) {
      if (this.chance.percent(20)) this.sent.push(update);
      try {
        this.outcome.refusals += this.host.edit(update, person.name).refusals.length;
      } catch (error) {
        // A tab asks for the state and gets it; nothing else is ever rejected of what honest people do.
        if (!(error instanceof Gap)) throw error;
        person.outbox = [Y.encodeStateAsUpdate(person.doc, Y.encodeStateVector(this.host.doc))];
        return;
      }
    }
  }

  private down(person: Person, count: number): void {
    for (const update of person.inbox.splice(0, count)) Y.applyUpdate(person.doc, update, "server");
  }

  private settle(): void {
    for (const person of this.people) this.connect(person);
    while (this.people.some(({ inbox, outbox }) => inbox.length + outbox.length > 0))
      for (const person of this.people) {
        this.up(person);
        this.down(person, Number.POSITIVE_INFINITY);
      }
  }

  private compare(): void {
    const { doc, gate } = this.host;
    const board = rawJson(doc);
    const late = new Y.Doc();
    Y.applyUpdate(late, Y.encodeStateAsUpdate(doc));
    for (const other of [late, ...this.people.map((person) => person.doc)]) {
      if (!isDeepStrictEqual(rawJson(other), board)) throw new Error("A replica differs from the server.");
      if (!isDeepStrictEqual(vectorOf(other), vectorOf(doc)))
        throw new Error("A replica knows more or less.");
    }
    const { items } = readBoard(doc);
    if (!isDeepStrictEqual(Object.fromEntries(gate.mirror.items), items))
      throw new Error("The mirror differs.");
    if (Buffer.from(Y.encodeStateAsUpdate(doc)).includes(BAD)) throw new Error("A refused value is stored.");
    if (doc.clientID !== 1) throw new Error("The server has lost its client id.");
    this.look();
  }

  private hostile(): void {
    try {
      this.host.edit(this.moves.mangled(this.sent), "p-eve");
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      this.outcome.rejected++;
    }
  }

  private command(person: Person): void {
    this.outcome.commands++;
    const [name, payload] = this.moves.command(person.doc);
    this.host.command(person.name, name, payload);
  }
}

function vectorOf(doc: Y.Doc): Map<number, number> {
  return Y.decodeStateVector(Y.encodeStateVector(doc));
}
