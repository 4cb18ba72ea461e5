import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { randomKey } from "@carveout/model";
import { decodeMessage, encodeMessage, MessageType, type Role, type WireMessage } from "@carveout/wire";
import type * as decoding from "lib0/decoding";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { Signer } from "../access/signer";
import { createLog } from "../operations/log";
import { WorkerPool } from "../runs/pool";
import { createServer, type ServerParts } from "../server";
import { SqliteStore } from "../store/sqlite";
import type { Store } from "../store/store";

// Each stock client listens for the end of the process.
process.setMaxListeners(0);

export const SIGNER = new Signer(new Uint8Array(32).fill(7));
export const INSTANCE = "instance-token-for-the-tests-0123456789";

/** A whole server on a free port, without pages, and what a test does with it. */
export class House {
  private readonly guests: Guest[] = [];

  private constructor(
    readonly store: Store,
    readonly origin: string,
    readonly dataFolder: string,
    private readonly stop: () => Promise<void>,
  ) {}

  static async open(
    store: Store = new SqliteStore(":memory:"),
    parts: Partial<Pick<ServerParts, "log" | "base" | "signIn">> = {},
  ): Promise<House> {
    const dataFolder = mkdtempSync(path.join(tmpdir(), "carveout-house-"));
    const server = createServer({
      store,
      queue: new WorkerPool(),
      log: createLog("silent"),
      instanceToken: INSTANCE,
      signer: SIGNER,
      dataFolder,
      ...parts,
    });
    await new Promise<void>((resolve) => server.http.listen(0, "127.0.0.1", resolve));
    const { port } = server.http.address() as AddressInfo;
    return new House(store, `http://127.0.0.1:${port}`, dataFolder, async () => {
      await server.close();
      rmSync(dataFolder, { recursive: true });
    });
  }

  async close(): Promise<void> {
    for (const guest of this.guests) guest.leave();
    await this.stop();
  }

  fetch(path: string, init: RequestInit = {}, token: string | null = INSTANCE): Promise<Response> {
    const headers = new Headers(init.headers);
    if (token !== null) headers.set("Authorization", `Bearer ${token}`);
    return fetch(this.origin + path, { redirect: "manual", ...init, headers });
  }

  async board(body: unknown = {}): Promise<{ id: string; tokens: Record<Role, string> }> {
    const response = await this.fetch("/api/boards", { method: "POST", body: JSON.stringify(body) });
    if (response.status !== 201) throw new Error(await response.text());
    const { id, links } = (await response.json()) as { id: string; links: Record<Role, string> };
    const token = (link: string) => new URL(link).searchParams.get("token") ?? "";
    const tokens = Object.fromEntries(Object.entries(links).map(([role, link]) => [role, token(link)]));
    return { id, tokens: tokens as Record<Role, string> };
  }

  /** Somebody at the board with the stock client. `participant` null: without a cookie. */
  guest(board: string, token: string, options: GuestOptions = {}): Guest {
    const guest = new Guest(this.origin.replace("http", "ws"), board, token, options);
    this.guests.push(guest);
    return guest;
  }
}

export interface GuestOptions {
  wire?: boolean;
  participant?: string | null;
  /** All cookies, in the place of the participant's. */
  cookie?: string;
  doc?: Y.Doc;
}

/** The y-websocket client as it is published, in a browser of its own. */
export class Guest {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
  /** Our messages, in the order they came. */
  readonly messages: WireMessage[] = [];
  /** Numbers of all frames that came. */
  readonly frames: number[] = [];
  closed: { code: number; reason: string } | null = null;

  constructor(origin: string, board: string, token: string, options: GuestOptions) {
    const participant = options.participant === undefined ? `p-${randomKey(16)}` : options.participant;
    this.doc = options.doc ?? new Y.Doc();
    const { frames } = this;
    class Socket extends WebSocket {
      constructor(address: string) {
        const cookie = options.cookie ?? (participant === null ? null : `carveout_me=${participant}`);
        super(address, cookie === null ? {} : { headers: { cookie } });
        // An ArrayBuffer: the stock client asks for that.
        this.on("message", (data: ArrayBuffer | Buffer) => frames.push(new Uint8Array(data)[0] ?? -1));
      }
    }
    this.provider = new WebsocketProvider(`${origin}/ws`, board, this.doc, {
      params: { token, ...(options.wire === false ? {} : { wire: "1" }) },
      WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket,
      disableBc: true,
    });
    for (const type of Object.values(MessageType))
      this.provider.messageHandlers[type] = (_encoder: unknown, decoder: unknown) =>
        void this.messages.push(decodeMessage(type, decoder as decoding.Decoder));
    this.provider.on("connection-close", (event) => {
      if (event !== null) this.closed = { code: event.code, reason: event.reason };
    });
  }

  of<T extends WireMessage["type"]>(type: T): Extract<WireMessage, { type: T }>[] {
    return this.messages.filter((m): m is Extract<WireMessage, { type: T }> => m.type === type);
  }

  async synced(): Promise<this> {
    try {
      await until(() => this.provider.synced, "the guest is synced");
    } catch (error) {
      // Who is let go again and again never is.
      if (this.closed === null) throw error;
      throw new Error(`The guest is let go: ${this.closed.code} ${this.closed.reason}`);
    }
    return this;
  }

  /** Sends a frame as it is. */
  send(frame: Uint8Array | string): void {
    this.provider.ws?.send(frame as Uint8Array<ArrayBuffer>);
  }

  /** Says something and waits for the answer: null, or why not. */
  async say(name: string, payload: unknown, id = randomKey(12)): Promise<string | null> {
    const before = this.of("answer").length;
    this.send(encodeMessage({ type: "command", id, name, payload }));
    const answer = () =>
      this.of("answer")
        .slice(before)
        .find((message) => message.id === id);
    await until(() => answer() !== undefined, `the answer to ${name}`);
    return answer()?.refusal ?? null;
  }

  leave(): void {
    this.provider.destroy();
    // Its clock would go on, and with it the document would stay for as long as the process.
    this.provider.awareness.destroy();
  }
}

/** Waits for something that comes by itself. The limit is there to name what never came. */
export async function until(isThere: () => boolean, what: string, limitMs = 10_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!isThere()) {
    if (Date.now() > end) throw new Error(`Waited in vain: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
