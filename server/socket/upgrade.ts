import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { CloseCode } from "@carveout/wire";
import { type WebSocket, WebSocketServer } from "ws";
import type { Access, Identity } from "../access/access";
import { TooManyGuesses } from "../access/guesses";
import type { LinkHolders } from "../access/holders";
import { addressOf } from "../access/reach";
import { isSameOrigin } from "../http/origin";
import type { Operations } from "../operations/operations";
import type { Room } from "../room/room";
import { NoRoom, type Rooms } from "../room/rooms";
import { StoreError } from "../store/error";
import { Connection } from "./connection";
import { Crowd } from "./crowd";
import { Heartbeat } from "./heartbeat";
import { Offenders } from "./offenders";
import { serve } from "./serve";

/** ws gives up on frames beyond this without reading them; ours are judged by their own, smaller limit. */
const MAX_PAYLOAD_BYTES = 4 * 1024 * 1024;

/** Time for the last frames and the close handshake, when the server stops. */
const GOODBYE_MS = 1000;
const LOOK_MS = 10;

/** Sockets at /ws/<board>. Who has no right to the board never gets one. */
export class Sockets {
  private readonly server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_PAYLOAD_BYTES,
    perMessageDeflate: false,
  });
  private readonly heartbeat = new Heartbeat();
  private readonly crowd = new Crowd();
  private readonly offenders = new Offenders();
  private isStopping = false;

  constructor(
    private readonly access: Access,
    private readonly holders: LinkHolders,
    private readonly rooms: Rooms,
    private readonly operations: Operations,
  ) {
    const { metrics } = operations;
    metrics.gauge("sockets", "Open sockets", () => this.server.clients.size);
    metrics.gauge(
      "socket_buffered_bytes",
      "Bytes on their way to all sockets",
      () => this.heartbeat.buffered,
    );
  }

  attach(http: Server): void {
    http.on("upgrade", (request, socket, head) => {
      socket.on("error", () => socket.destroy());
      this.upgrade(request, socket, head).catch((error: unknown) => {
        this.operations.log.error({ err: error }, "no socket");
        socket.destroy();
      });
    });
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    if (this.isStopping) return refuse(socket, 503);
    const url = new URL(request.url ?? "/", "http://host");
    // Next's own sockets, in development.
    if (url.pathname.startsWith("/_next/")) return;
    const board = /^\/ws\/([\w-]{1,64})$/.exec(url.pathname)?.[1];
    if (board === undefined) return refuse(socket, 404);
    if (!isSameOrigin(request)) return refuse(socket, 403);
    const address = addressOf(request);
    if (this.offenders.isBarred(address, performance.now())) return refuse(socket, 429);
    const identity = await this.access.identify(request, board).catch(unlessGuessed);
    if (identity === null) return refuse(socket, 401);
    if (identity instanceof TooManyGuesses) return refuse(socket, 429);
    const { participant } = identity;
    const arrival = { address, board, participant };
    const isFull = this.crowd.refusal(arrival);
    if (isFull !== null) return this.turnAway(request, socket, head, CloseCode.Full, isFull);
    const room = await this.rooms.open(board).catch(unlessKnown);
    if (room === null) return refuse(socket, 404);
    if (room instanceof NoRoom) return this.turnAway(request, socket, head, CloseCode.Full, room.message);
    if (room instanceof StoreError) {
      const sentence = "The board can't be read: a part of its data is damaged.";
      return this.turnAway(request, socket, head, CloseCode.Damaged, sentence);
    }
    this.server.handleUpgrade(request, socket, head, (ws) => {
      this.operations.metrics.socketsOpened.inc();
      const connection = new Connection(ws, socket, identity, url.searchParams.get("wire") === "1");
      ws.on("close", this.crowd.enter(arrival));
      ws.on("close", () => connection.hasOffended && this.offenders.note(address, performance.now()));
      this.welcome(ws, connection, identity, room);
    });
  }

  /** Over the socket, for a browser tells nobody why it got none. */
  private turnAway(request: IncomingMessage, socket: Duplex, head: Buffer, code: number, why: string): void {
    this.server.handleUpgrade(request, socket, head, (ws) => ws.close(code, why));
  }

  private welcome(ws: WebSocket, connection: Connection, { link }: Identity, room: Room): void {
    this.heartbeat.watch(ws, connection);
    serve(ws, connection, room);
    if (link !== null)
      ws.on(
        "close",
        this.holders.hold(link, (code, sentence) => connection.close(code, sentence)),
      );
  }

  /** Nobody gets in any more. */
  stop(): void {
    this.isStopping = true;
    this.heartbeat.stop();
  }

  /** Who has been told to go has a moment to hear it. */
  async end(): Promise<void> {
    const { clients } = this.server;
    for (const end = Date.now() + GOODBYE_MS; clients.size > 0 && Date.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    for (const ws of clients) ws.terminate();
    this.server.close();
  }
}

function unlessGuessed(error: unknown): TooManyGuesses {
  if (error instanceof TooManyGuesses) return error;
  throw error;
}

function unlessKnown(error: unknown): StoreError | NoRoom {
  if (error instanceof NoRoom) return error;
  if (error instanceof StoreError && error.fault === "damaged") return error;
  throw error;
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
