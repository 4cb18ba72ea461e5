import { CloseCode, type Role, type WireMessage } from "@carveout/wire";
import type { WebSocket } from "ws";
import type { Identity } from "../access/access";
import { wireFrame } from "./frames";

/** A reader that lets this much pile up is cut off; on its return it gets the state in one piece. */
const MAX_BUFFERED_BYTES = 8 * 1024 * 1024;
/** Somebody whose edits are refused more often than this per window is a program gone wrong. */
const MAX_REFUSALS = 50;
const REFUSAL_WINDOW_MS = 10_000;

/** One socket of one participant on one board. */
export class Connection {
  readonly role: Role;
  readonly participant: string;
  /** Updates that must not arrive before the state they build on; null = none has to wait. */
  private held: Uint8Array[] | null = null;
  private isFollowing = false;
  /** Waits for a complete answer (SyncStep2); single updates until then are contained in it. */
  awaitsState = false;
  /** Update frames received. */
  updates = 0;
  private refusals: number[] = [];

  constructor(
    private readonly socket: WebSocket,
    identity: Identity,
    /** Speaks our messages, not only those of y-websocket. */
    private readonly isWire: boolean,
  ) {
    this.role = identity.role;
    this.participant = identity.participant;
  }

  send(frame: Uint8Array): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > MAX_BUFFERED_BYTES) this.socket.terminate();
    else this.socket.send(frame, { binary: true });
  }

  /** From now on every update concerns this client; they wait for release(). */
  hold(): void {
    this.isFollowing = true;
    this.held ??= [];
  }

  /** Sends the state, then the updates that came since it was taken. */
  release(state: Uint8Array): void {
    this.send(state);
    for (const frame of this.held ?? []) this.send(frame);
    this.held = null;
  }

  /** An update of the document. Who has not asked for the state yet needs none. */
  follow(frame: Uint8Array): void {
    if (!this.isFollowing) return;
    if (this.held === null) this.send(frame);
    else this.held.push(frame);
  }

  tell(message: WireMessage): void {
    if (this.isWire) this.send(wireFrame(message));
  }

  /** A frame of ours, encoded once for everybody. */
  sendWire(frame: Uint8Array): void {
    if (this.isWire) this.send(frame);
  }

  /** Counts a refusal; closes when there are too many. */
  countRefusals(by: number, now: number): void {
    this.refusals = this.refusals.filter((at) => at > now - REFUSAL_WINDOW_MS);
    for (let i = 0; i < by; i++) this.refusals.push(now);
    if (this.refusals.length > MAX_REFUSALS)
      this.close(CloseCode.TooMany, "Too many refused edits in a row.");
  }

  /** `reason` is one sentence; what is longer than the protocol allows is cut. */
  close(code: number, reason: string): void {
    this.socket.close(code, cutToBytes(reason, 123));
  }
}

function cutToBytes(text: string, bytes: number): string {
  const encoded = new TextEncoder().encode(text);
  return encoded.length <= bytes
    ? text
    : new TextDecoder().decode(encoded.slice(0, bytes)).replace(/\uFFFD$/, "");
}
