import { BoardEdits, type ItemJson } from "@carveout/model";
import { encodeMessage } from "@carveout/wire";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { awarenessFrame, SYNC, syncFrame, Y_MESSAGE } from "../../server/socket/frames";
import { wiredBoard } from "../../server/testing/bench";
import { pause } from "../bench/figures";
import type { Chance } from "./chance";

/** Frames of an honest session, of every kind that a server takes: what is mutated. */
export function corpus(chance: Chance): Uint8Array[] {
  const doc = new Y.Doc();
  doc.clientID = 2 + chance.below(2 ** 31);
  const frames: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => frames.push(syncFrame(SYNC.update, update)));
  const edits = new BoardEdits(doc, "corpus");
  for (const [id, item] of Object.entries(wiredBoard())) edits.add(item, id);
  edits.text("note-1")?.insert(2, "more of it ");
  edits.addRow("profile-1", ["banks"], { sizeBytes: 8192 });
  edits.setField("workload-1", ["durationMs"], 9);
  edits.text("note-1")?.delete(1, 4);
  edits.move([{ id: "note-1", geo: { x: 5, y: 5, w: 500 } }]);
  edits.setTitle("Title");
  edits.remove(["profile-1"]);
  frames.push(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(doc)));
  for (const vector of [new Uint8Array([0]), Y.encodeStateVector(doc)])
    frames.push(syncFrame(SYNC.step1, vector));
  frames.push(awarenessFrame(stateOf(doc.clientID, 1, { user: { id: "x" }, cursor: { x: 1, y: 2 } })));
  frames.push(new Uint8Array([Y_MESSAGE.queryAwareness]));
  const command = (name: string, payload: unknown) =>
    encodeMessage({ type: "command", id: "command-0001", name, payload });
  frames.push(
    command("thread.start", {
      thread: "t1",
      comment: "c1",
      anchor: { at: "canvas", x: 1, y: 2 },
      label: "",
      text: "Why?",
      mentions: [],
    }),
    command("verdict.give", { target: { item: "note-1" }, tag: "Acked-by", run: "" }),
    command("timer.start", { lengthMs: 60_000 }),
    encodeMessage({ type: "introduce", name: "Eve" }),
    encodeMessage({ type: "study request", experiment: "experiment-1", study: "comparison", action: "run" }),
    encodeMessage({
      type: "look",
      view: 0,
      serial: 1,
      experiment: "experiment-1",
      variant: "v1",
      run: "0".repeat(64),
      tMs: 1,
      windows: [],
      pfn: -1,
    }),
    encodeMessage({ type: "look away", view: 0 }),
  );
  return frames;
}

function stateOf(client: number, clock: number, state: unknown): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const n of [1, client, clock]) encoding.writeVarUint(encoder, n);
  encoding.writeVarString(encoder, JSON.stringify(state));
  return encoding.toUint8Array(encoder);
}

/** A frame with some of its bytes changed, cut off, put in, taken out, or joined with another one's. One in twenty stays as it is. */
export function mutated(chance: Chance, frames: readonly Uint8Array[]): Uint8Array {
  let bytes = [...chance.pick(frames)];
  if (chance.percent(5)) return Uint8Array.from(bytes);
  for (let n = 1 + chance.below(4); n > 0; n--) {
    const at = chance.below(bytes.length + 1);
    switch (chance.below(7)) {
      case 0:
        bytes[at] = chance.below(256);
        break;
      case 1:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8));
        break;
      case 2:
        bytes = bytes.slice(0, at);
        break;
      case 3:
        bytes.splice(
          at,
          0,
          ...Array.from({ length: 1 + chance.below(9) }, () =>
            chance.pick([0, 1, 127, 128, 255, chance.below(256)]),
          ),
        );
        break;
      case 4:
        bytes.splice(at, 1 + chance.below(4));
        break;
      case 5: {
        const other = chance.pick(frames);
        bytes = [...bytes.slice(0, at), ...other.slice(chance.below(other.length))];
        break;
      }
      default:
        bytes.push(...bytes.slice(at, at + chance.below(64)));
    }
  }
  return Uint8Array.from(bytes.slice(0, 100_000));
}

/** An update with a byte or two of it changed, mostly in place, and whole around it: so it gets past those who only read. */
function mangled(chance: Chance, update: Uint8Array): Uint8Array {
  const bytes = [...update];
  for (let n = 1 + chance.below(2); n > 0; n--) {
    const at = chance.below(bytes.length);
    const byte = bytes[at] ?? 0;
    if (chance.percent(15)) bytes.splice(at, chance.below(3), ...bytes.slice(0, chance.below(3)));
    else
      bytes[at] = chance.pick([byte + 1, byte - 1, byte ^ (1 << chance.below(8)), chance.below(256)]) & 255;
  }
  return Uint8Array.from(bytes);
}

/** In a hundred frames: of any kind, changed anywhere. The others are edits that are whole but for what they say. */
const ANY_FRAME = 40;

const AT = { geo: { x: 0, y: 0, w: 100 }, z: "a0" };
/** What an attacker has on the board: no experiment, for what is besieged is the gate and not the simulation. */
const ITEMS: Readonly<Record<string, ItemJson>> = {
  "hostile-note": { kind: "note", ...AT, text: "Mine." },
  "hostile-profile": { kind: "profile", ...AT, fields: { banks: { b0: {} } } },
  "hostile-workload": { kind: "workload", ...AT, fields: {} },
};

/** Somebody hostile, in step with the board until they turn on it: what they wrote is theirs, so they get as far into the gate as one can. */
class Attacker {
  readonly cookie: string;
  private readonly doc = new Y.Doc();
  private readonly edits = new BoardEdits(this.doc, this);
  private update: Uint8Array = new Uint8Array();

  constructor(
    private readonly chance: Chance,
    private readonly frames: readonly Uint8Array[],
  ) {
    this.cookie = `carveout_me=p-${chance.below(1e9).toString(36).padStart(16, "0")}`;
    this.doc.clientID = 2 + chance.below(2 ** 31);
    for (const id of Object.keys(ITEMS)) this.put(id);
    this.doc.on("update", (update: Uint8Array) => {
      this.update = update;
    });
  }

  /** All that they ever wrote, as a client sends it first. */
  greeting(): Uint8Array {
    return syncFrame(SYNC.step2, Y.encodeStateAsUpdate(this.doc));
  }

  frame(): Uint8Array {
    const { chance } = this;
    if (chance.percent(ANY_FRAME)) return mutated(chance, this.frames);
    this.edit();
    return syncFrame(SYNC.update, mangled(chance, this.update));
  }

  private edit(): void {
    const { chance, edits } = this;
    const number = chance.below(1000);
    const text = edits.text("hostile-note");
    chance.pick([
      () => edits.move([{ id: "hostile-note", geo: { x: number, y: 0, w: 100 } }]),
      () => edits.setTitle(`Title ${number}`),
      () => edits.setField("hostile-workload", ["durationMs"], 1 + number),
      () => edits.addRow("hostile-profile", ["banks"], { sizeBytes: 4096 }),
      () => text?.insert(chance.below(text.length + 1), "abc"),
      () => text !== undefined && text.length > 4 && text.delete(0, 1),
      () => this.put(chance.pick(Object.keys(ITEMS))),
    ])();
  }

  private put(id: string): void {
    const item = ITEMS[id];
    if (item !== undefined) this.edits.add(item, id);
  }
}

export interface Attack {
  /** Of the board's sockets, with a token. */
  address: string;
  /** Where it comes from: an address that goes on sending what closes its sockets is kept out for a while. */
  from: string;
  /** Of an editor or owner: who begins with a complete state, as clients do. From others that would be an attack itself. */
  mayWrite: boolean;
  frames: number;
  chance: Chance;
}

/** Sockets of one person, one after the other. */
const VISITS = 50;
/** Between two attempts of somebody who is kept out for a while. */
const BARRED_MS = 10;
/** Frames on their way at once. What is sent after the frame that closes a socket is not read, and does not count. */
const IN_FLIGHT = 8;

/** Sends mutated frames until so many have been read, over one socket after the other: a new one whenever it is closed. Resolves with the sockets it took. */
export async function attack({ address, from, mayWrite, frames, chance }: Attack): Promise<number> {
  const whole = corpus(chance);
  let attacker = new Attacker(chance, whole);
  let sockets = 0;
  for (let read = 0; read < frames; sockets++) {
    const socket = await knock(address, from, attacker.cookie);
    const more = await besiege(socket, attacker, mayWrite, frames - read);
    read += more;
    // Something of theirs got in that their document knows nothing of: nothing honest can follow it.
    if (more === 0 || sockets % VISITS === VISITS - 1) attacker = new Attacker(chance, whole);
  }
  return sockets;
}

/** Sends frames until the socket is closed, or so many have been read. Resolves with how many were, besides the greeting: the one that closed it, too. */
function besiege(socket: WebSocket, attacker: Attacker, greets: boolean, most: number): Promise<number> {
  return new Promise((done) => {
    let sent = 0;
    let pongs = 0;
    const send = (frame: Uint8Array) => {
      socket.send(frame, () => {});
      // The server answers a ping in its turn: once the frame before it has been taken.
      socket.ping(undefined, undefined, () => {});
    };
    const next = () => {
      if (socket.readyState !== WebSocket.OPEN || sent >= most) return;
      sent++;
      send(attacker.frame());
    };
    // The answer to the greeting is none to a frame, but the frame that closes the socket gets no answer.
    const read = () => Math.min(most, sent, greets ? pongs : pongs + 1);
    socket.on("pong", () => {
      pongs++;
      if (pongs >= (greets ? most + 1 : most)) socket.terminate();
      else next();
    });
    socket.on("close", () => done(read()));
    if (socket.readyState !== WebSocket.OPEN) return done(0);
    if (greets) send(attacker.greeting());
    for (let i = 0; i < IN_FLIGHT; i++) next();
  });
}

/** Knocks until it is let in. */
async function knock(address: string, from: string, cookie: string): Promise<WebSocket> {
  for (;;) {
    const socket = new WebSocket(address, { headers: { cookie }, localAddress: from });
    let isBarred = false;
    socket.on("error", ({ message }) => {
      isBarred = message.endsWith(" 429");
    });
    await new Promise((resolve) => socket.on("open", resolve).on("close", resolve));
    if (!isBarred) return socket;
    await pause(BARRED_MS);
  }
}
