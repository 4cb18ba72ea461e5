import { randomKey } from "@carveout/model";
import { decodeMessage, MessageType, type WireMessage } from "@carveout/wire";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import type { Dialect } from "./peers";

const SYNC = 0;
const AUTH = 2;
/** Hocuspocus' answer to step 1. */
const SYNC_REPLY = 4;
const STEP1 = 0;
const STEP2 = 1;
const UPDATE = 2;
const DOCUMENT = "bench";

/** One client on a plain socket: what it costs is the protocol, not a provider. */
export class LoadClient {
  readonly opened = performance.now();
  /** The server's whole document is here. */
  readonly synced: Promise<Uint8Array>;
  onUpdate: (update: Uint8Array) => void = () => {};
  onMessage: ((message: WireMessage) => void) | null = null;
  /** Why the server let this client go, if it did. */
  closed: string | null = null;
  framesIn = 0;
  bytesIn = 0;
  private readonly socket: WebSocket;
  private resolveSync: (state: Uint8Array) => void = () => {};

  constructor(
    address: string,
    private readonly dialect: Dialect,
  ) {
    this.socket = new WebSocket(address, {
      perMessageDeflate: false,
      headers: { cookie: `carveout_me=p-${randomKey(16)}` },
    });
    this.synced = new Promise((resolve, reject) => {
      this.resolveSync = resolve;
      this.socket.once("error", reject);
      this.socket.on("close", (code, reason) => {
        this.closed = `${code} ${reason.toString()}`;
        reject(new Error(`The server closed the socket: ${this.closed}.`));
      });
    });
    this.synced.catch(() => {});
    this.socket.on("open", () => this.greet());
    this.socket.on("message", (data: Buffer) => this.receive(data));
  }

  sendUpdate(update: Uint8Array): void {
    this.sync(UPDATE, update);
  }

  close(): void {
    this.socket.terminate();
  }

  private greet(): void {
    // A relay has no document: who is connected is there.
    if (this.dialect === "relay") {
      this.resolveSync(new Uint8Array());
      return;
    }
    if (this.dialect === "hocuspocus") this.authenticate();
    this.sync(STEP1, Y.encodeStateVector(new Y.Doc()));
  }

  private authenticate(): void {
    const encoder = this.encoder();
    encoding.writeVarUint(encoder, AUTH);
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarString(encoder, "no secret");
    this.socket.send(encoding.toUint8Array(encoder));
  }

  private sync(step: number, payload: Uint8Array): void {
    const encoder = this.encoder();
    encoding.writeVarUint(encoder, SYNC);
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, payload);
    this.socket.send(encoding.toUint8Array(encoder));
  }

  /** Hocuspocus wants the document's name before every message. */
  private encoder(): encoding.Encoder {
    const encoder = encoding.createEncoder();
    if (this.dialect === "hocuspocus") encoding.writeVarString(encoder, DOCUMENT);
    return encoder;
  }

  private receive(data: Buffer): void {
    this.framesIn++;
    this.bytesIn += data.length;
    const decoder = decoding.createDecoder(data);
    if (this.dialect === "hocuspocus") decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    if (type === SYNC || type === SYNC_REPLY) {
      const step = decoding.readVarUint(decoder);
      if (step === STEP2) this.resolveSync(decoding.readVarUint8Array(decoder));
      else if (step === UPDATE) this.onUpdate(decoding.readVarUint8Array(decoder));
    } else if (this.onMessage !== null && (type === MessageType.Ack || type === MessageType.Refusal))
      this.onMessage(decodeMessage(type, decoder));
  }
}
