import type { Duplex } from "node:stream";
import { CloseCode, type Role, type WireMessage } from "@carveout/wire";
import type { WebSocket } from "ws";
import type { Identity } from "../access/access";
import { type Framed, framed } from "./framed";
import { wireFrame } from "./frames";
import { Missed } from "./missed";
import { Pace } from "./pace";

/**
 * A reader with more than this on its way is behind: it gets no more steps but, once it has read, the state. Two seconds of a line of 1 Mbit/s, and a
 * thousand times the frame of a turn.
 */
const BEHIND_BYTES = 256 * 1024;
/** What must arrive (greeting, states, answers) goes out to those who are behind as well; who lets this much pile up is cut off, and gets the state when it is back. */
const MAX_BUFFERED_BYTES = 8 * 1024 * 1024;

/** Codes that nobody honest is let go with. */
const OFFENCES: ReadonlySet<number> = new Set([CloseCode.Rejected, CloseCode.TooLarge, CloseCode.TooMany]);

/** What somebody who was behind has to be brought up to. */
export interface Behind {
  document: Missed;
  /** Clients whose presence has changed. */
  presence: ReadonlySet<number>;
}

/** One socket of one participant on one board. */
export class Connection {
  readonly role: Role;
  readonly participant: string;
  /** Their name by the sign-in provider; null = not signed in. */
  readonly verifiedName: string | null;
  /** Somebody who was behind has read everything. */
  onCaughtUp: (behind: Behind) => void = () => {};
  /** Updates that must not arrive before the state they build on; null = none has to wait. */
  private held: Framed[] | null = null;
  private isFollowing = false;
  private behind: (Behind & { presence: Set<number> }) | null = null;
  /** Waits for a complete answer (SyncStep2); single updates until then are contained in it. */
  awaitsState = false;
  /** Update frames received. */
  updates = 0;
  /** It was let go for what it sent. */
  hasOffended = false;
  /** How fast its frames are read. */
  readonly pace = new Pace();

  constructor(
    private readonly ws: WebSocket,
    /** The socket below: what goes to many is framed once and written here. */
    private readonly socket: Duplex,
    identity: Identity,
    /** Speaks our messages, not only those of y-websocket. */
    private readonly isWire: boolean,
  ) {
    this.role = identity.role;
    this.participant = identity.participant;
    this.verifiedName = identity.verifiedName;
    socket.on("drain", () => this.catchUp());
  }

  /** Bytes on their way. */
  get buffered(): number {
    return this.socket.writableLength;
  }

  /** Something that must arrive. */
  send(payload: Uint8Array): void {
    this.write(framed(payload));
  }

  write(frame: Framed): void {
    if (this.ws.readyState !== this.ws.OPEN) return;
    if (this.socket.writableLength > MAX_BUFFERED_BYTES) this.ws.terminate();
    else this.socket.write(frame);
  }

  /** From now on every update concerns this client; they wait for release(). */
  hold(): void {
    this.isFollowing = true;
    this.held ??= [];
  }

  /** Sends the state, then the updates that came since it was taken. */
  release(state: readonly Framed[]): void {
    for (const frame of state) this.write(frame);
    for (const frame of this.held ?? []) this.write(frame);
    this.held = null;
  }

  /** An update of the document. Who has not asked for the state yet needs none. */
  follow(frame: Framed, update: Uint8Array): void {
    if (!this.isFollowing) return;
    if (this.held !== null) this.held.push(frame);
    else if (this.keepsUp()) this.write(frame);
    else this.behind?.document.note(update);
  }

  /** Where these clients point. */
  point(frame: Framed, clients: Iterable<number>): void {
    if (this.keepsUp()) this.write(frame);
    else for (const client of clients) this.behind?.presence.add(client);
  }

  /** A message for this participant alone. */
  tell(message: WireMessage): void {
    if (this.isWire) this.send(wireFrame(message));
  }

  /** One of our messages to everybody, of which the newest counts. */
  hear(frame: Framed): void {
    if (this.isWire && this.keepsUp()) this.write(frame);
  }

  private keepsUp(): boolean {
    if (this.behind === null && this.socket.writableLength > BEHIND_BYTES)
      this.behind = { document: new Missed(), presence: new Set() };
    return this.behind === null;
  }

  private catchUp(): void {
    const { behind } = this;
    this.behind = null;
    if (behind !== null && this.ws.readyState === this.ws.OPEN) this.onCaughtUp(behind);
  }

  /** An edit or a command of theirs met with so many refusals; closes when there are too many. */
  countRefusals(count: number, now: number): void {
    if (!this.pace.refuse(count, now)) this.close(CloseCode.TooMany, "Too many refused edits in a row.");
  }

  get isOpen(): boolean {
    return this.ws.readyState === this.ws.OPEN;
  }

  /** `reason` is one sentence; what is longer than the protocol allows is cut. */
  close(code: number, reason: string): void {
    if (OFFENCES.has(code)) this.hasOffended = true;
    this.ws.close(code, cutToBytes(reason, 123));
  }
}

function cutToBytes(text: string, bytes: number): string {
  const encoded = new TextEncoder().encode(text);
  return encoded.length <= bytes
    ? text
    : new TextDecoder().decode(encoded.slice(0, bytes)).replace(/\uFFFD$/, "");
}
