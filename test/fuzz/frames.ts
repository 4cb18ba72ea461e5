import { once } from "node:events";
import { BoardEdits } from "@carveout/model";
import { encodeMessage } from "@carveout/wire";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { awarenessFrame, SYNC, syncFrame, Y_MESSAGE } from "../../server/socket/frames";
import { wiredBoard } from "../../server/testing/bench";
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

export interface Attack {
  /** Of the board's sockets, with a token. */
  address: string;
  frames: number;
  chance: Chance;
}

/** Sockets of one person, one after the other. */
const VISITS = 50;
/** Frames on their way at once. What is sent after the frame that closes a socket is not read, and does not count. */
const IN_FLIGHT = 8;

/** Sends mutated frames until so many have been read, over one socket after the other: a new one whenever it is closed. Resolves with the sockets it took. */
export async function attack({ address, frames, chance }: Attack): Promise<number> {
  const whole = corpus(chance);
  let sockets = 0;
  let cookie = "";
  for (let read = 0; read < frames; sockets++) {
    // The same person for some time: what they wrote before is theirs, and they get further into the gate.
    if (sockets % VISITS === 0) cookie = `carveout_me=p-${chance.below(1e9).toString(36).padStart(16, "0")}`;
    read += await besiege(await knock(address, cookie), frames - read, () => mutated(chance, whole));
  }
  return sockets;
}

/** Sends frames until the socket is closed, or so many have been read. Resolves with how many were: the one that closed it, too. */
function besiege(socket: WebSocket, most: number, next: () => Uint8Array): Promise<number> {
  return new Promise((done) => {
    let sent = 0;
    let read = 0;
    const send = () => {
      if (socket.readyState !== WebSocket.OPEN || sent >= most) return;
      sent++;
      socket.send(next(), () => {});
      // The server answers a ping in its turn: once the frame before it has been taken.
      socket.ping(undefined, undefined, () => {});
    };
    socket.on("pong", () => {
      if (++read >= most) socket.terminate();
      else send();
    });
    socket.on("close", () => done(Math.min(most, sent, read + 1)));
    if (socket.readyState === WebSocket.CLOSED) done(0);
    for (let i = 0; i < IN_FLIGHT; i++) send();
  });
}

async function knock(address: string, cookie: string): Promise<WebSocket> {
  const socket = new WebSocket(address, { headers: { cookie } });
  socket.on("error", () => {});
  await Promise.race([once(socket, "open"), once(socket, "close")]);
  return socket;
}
