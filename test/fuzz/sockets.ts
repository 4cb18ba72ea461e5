import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { BoardEdits, checkBoard, readBoard } from "@carveout/model";
import { encodeMessage } from "@carveout/wire";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { SYNC, syncFrame } from "../../server/socket/frames";
import { rawJson } from "../../server/testing/bench";
import { Guest, INSTANCE, until } from "../../server/testing/house";
import { Killable } from "../../server/testing/killable";
import { pause } from "../bench/figures";
import { Chance } from "./chance";
import { BAD, Moves, type Player } from "./moves";

const PEOPLE = 8;
const OPERATIONS = 400;
/** In a hundred operations. Fewer are invalid than in the games without sockets: who is refused all the time is slowed down, which is another test's. */
const INVALID = 3;
const HOSTILE = 2;
const UNDO = 8;
const COMMANDS = 8;
const DISCONNECTS = 2;
/** After so many operations the server is stopped, and started again some operations later: people work on meanwhile. */
const STOP_EVERY = 250;
const STOPPED_FOR = 40;
/** In every so many updates the watcher looks at the whole board. */
const LOOKS = 5;
/** Operations between two breaths, in which the network gets its turn: as long as a link within a house takes there and back. */
const AT_ONCE = 4;
const BREATH_MS = 10;
/** Until everybody has everything. */
const SETTLE_MS = 30_000;

export interface SocketsOutcome {
  operations: number;
  refusals: number;
  answers: number;
  hostile: number;
  disconnects: number;
  restarts: number;
  looks: number;
}

/**
 * A game of eight people as `convergence` plays it, with the stock client over real sockets, a server process that is stopped and started again over the same file, and
 * connections cut in the middle. A viewer watches all the time. Throws where anybody but its author ever saw a refused value, the board was invalid, somebody
 * honest was turned away, or a document differs in the end. What follows from the seed is what people do, not how it meets in time.
 */
export async function sockets(seed: number): Promise<SocketsOutcome> {
  const folder = mkdtempSync(path.join(tmpdir(), "carveout-sockets-"));
  const server = await Killable.of("server/testing/bare-server.ts");
  const game = new Game(new Chance(seed), server, path.join(folder, "boards.db"));
  try {
    return await game.play();
  } finally {
    game.leave();
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

class Person implements Player {
  readonly edits: BoardEdits;
  readonly undo: Y.UndoManager;

  constructor(readonly guest: Guest) {
    const { doc } = guest;
    this.edits = new BoardEdits(doc, this);
    this.undo = new Y.UndoManager([doc.getMap("items"), doc.getMap("meta")], {
      trackedOrigins: new Set([this]),
      captureTimeout: 0,
      ignoreRemoteMapChanges: true,
    });
  }

  get doc(): Y.Doc {
    return this.guest.doc;
  }
}

class Game {
  private readonly outcome = {
    operations: 0,
    refusals: 0,
    answers: 0,
    hostile: 0,
    disconnects: 0,
    restarts: 0,
    looks: 0,
  };
  private readonly moves: Moves;
  private readonly people: Person[] = [];
  private readonly sent: Uint8Array[] = [];
  private watcher: Guest | null = null;
  private origin = "";
  private board = { id: "", editor: "", viewer: "" };
  private updates = 0;
  /** What was seen that nobody may see; thrown by the game, for an observer's throw goes nowhere. */
  private failure: Error | null = null;

  constructor(
    private readonly chance: Chance,
    private readonly server: Killable,
    private readonly file: string,
  ) {
    this.moves = new Moves(chance);
  }

  async play(): Promise<SocketsOutcome> {
    const { chance, people, outcome } = this;
    await this.start();
    await this.makeBoard();
    this.watcher = await this.enter(this.board.viewer);
    for (let i = 0; i < PEOPLE; i++) people.push(new Person(await this.enter(this.board.editor)));
    for (; outcome.operations < OPERATIONS; outcome.operations++) {
      const person = chance.pick(people);
      if (chance.percent(HOSTILE)) await this.hostile();
      else if (chance.percent(INVALID)) this.moves.invalid(person);
      else if (chance.percent(UNDO)) chance.percent(35) ? person.undo.redo() : person.undo.undo();
      else if (chance.percent(COMMANDS)) this.command(person);
      else this.moves.honest(person);
      if (chance.percent(DISCONNECTS)) this.cut(chance.pick(people).guest);
      const sinceStop = outcome.operations % STOP_EVERY;
      if (sinceStop === STOP_EVERY - STOPPED_FOR) await this.server.end();
      if (sinceStop === STOP_EVERY - 1) await this.comeBack();
      if (outcome.operations % AT_ONCE === 0) await pause(BREATH_MS);
      if (this.failure !== null) throw this.failure;
    }
    await this.settle();
    await this.server.end();
    await this.comeBack();
    await this.settle();
    for (const { guest } of people) {
      outcome.refusals += guest.of("refusal").length;
      outcome.answers += guest.of("answer").length;
    }
    return outcome;
  }

  leave(): void {
    for (const guest of this.guests) guest.leave();
  }

  private get guests(): Guest[] {
    return [...this.people.map(({ guest }) => guest), ...(this.watcher === null ? [] : [this.watcher])];
  }

  private async start(): Promise<void> {
    const [port] = (await once(this.server.start([this.file, INSTANCE]), "line")) as [string];
    this.origin = `http://127.0.0.1:${port}`;
  }

  private async makeBoard(): Promise<void> {
    const response = await fetch(`${this.origin}/api/boards`, {
      method: "POST",
      headers: { authorization: `Bearer ${INSTANCE}` },
      body: '{"title":"Game"}',
    });
    const { id, links } = (await response.json()) as { id: string; links: Record<string, string> };
    const token = (role: string) => new URL(links[role] ?? "").searchParams.get("token") ?? "";
    this.board = { id, editor: token("editor"), viewer: token("viewer") };
  }

  private async enter(token: string): Promise<Guest> {
    const guest = await new Guest(this.origin.replace("http", "ws"), this.board.id, token, {}).synced();
    guest.provider.on("connection-close", (event) => {
      // Everybody here is honest but for what they mistype.
      if (event !== null && event.code >= 4000)
        this.failure = new Error(`Somebody honest was turned away: ${event.code} ${event.reason}`);
    });
    guest.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== guest.provider) this.sent.push(update);
      else if (Buffer.from(update).includes(BAD))
        this.failure = new Error("A refused value left the server.");
      else if (guest === this.watcher && ++this.updates % LOOKS === 0) this.look(guest.doc);
    });
    return guest;
  }

  /** Whatever somebody sees who writes nothing is a valid board: a file of it would be taken. */
  private look(doc: Y.Doc): void {
    this.outcome.looks++;
    try {
      checkBoard(JSON.parse(JSON.stringify(readBoard(doc))));
    } catch (error) {
      this.failure = error as Error;
    }
  }

  private command({ doc, guest }: Person): void {
    const [name, payload] = this.moves.command(doc);
    const id = `command-${this.outcome.operations}`;
    if (guest.provider.wsconnected) guest.send(encodeMessage({ type: "command", id, name, payload }));
  }

  /** The connection breaks with what was under way; the client comes back by itself. */
  private cut(guest: Guest): void {
    this.outcome.disconnects++;
    (guest.provider.ws as unknown as WebSocket | null)?.terminate();
  }

  /** Bytes that nobody writes, over a socket of their own. */
  private async hostile(): Promise<void> {
    this.outcome.hostile++;
    const { id, editor } = this.board;
    const socket = new WebSocket(`${this.origin.replace("http", "ws")}/ws/${id}?token=${editor}`);
    socket.on("error", () => {});
    // While the server is stopped, it never opens.
    await new Promise<void>((done) => socket.once("open", done).once("close", () => done()));
    socket.send(syncFrame(SYNC.update, this.moves.mangled(this.sent)), () => {});
    socket.close();
  }

  private async comeBack(): Promise<void> {
    this.outcome.restarts++;
    await this.start();
    for (const { provider } of this.guests) {
      provider.serverUrl = `${this.origin.replace("http", "ws")}/ws`;
      // Not after the pause that the client makes of its own.
      provider.disconnect();
      provider.connect();
    }
    for (const guest of this.guests) await guest.synced();
  }

  /** Everybody is here and has the same board, the one that a newcomer gets. */
  private async settle(): Promise<void> {
    for (const guest of this.guests) await guest.synced();
    const docs = this.guests.map(({ doc }) => doc);
    const states = () => new Set(docs.map((doc) => JSON.stringify([...vectorOf(doc)].sort())));
    await until(() => this.failure !== null || states().size === 1, "all have the same", SETTLE_MS);
    if (this.failure !== null) throw this.failure;
    const late = await new Guest(
      this.origin.replace("http", "ws"),
      this.board.id,
      this.board.viewer,
      {},
    ).synced();
    late.leave();
    const board = rawJson(late.doc);
    for (const doc of docs)
      if (!isDeepStrictEqual(rawJson(doc), board)) throw new Error("A replica differs from the server.");
    if (Buffer.from(Y.encodeStateAsUpdate(late.doc)).includes(BAD))
      throw new Error("A refused value is stored.");
    this.look(late.doc);
  }
}

function vectorOf(doc: Y.Doc): Map<number, number> {
  return Y.decodeStateVector(Y.encodeStateVector(doc));
}
