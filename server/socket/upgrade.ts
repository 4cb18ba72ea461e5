import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Access, Identity } from "../access/access";
import type { LinkHolders } from "../access/holders";
import { isSameOrigin } from "../http/origin";
import type { Metrics } from "../metrics";
import type { Room } from "../room/room";
import type { Rooms } from "../room/rooms";
import { Connection } from "./connection";
import { Heartbeat } from "./heartbeat";
import { serve } from "./serve";

/** ws gives up on frames beyond this without reading them; ours are judged by their own, smaller limit. */
const MAX_PAYLOAD_BYTES = 4 * 1024 * 1024;

/** Sockets at /ws/<board>. Who has no right to the board never gets one. */
export class Sockets {
  private readonly server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_PAYLOAD_BYTES,
    perMessageDeflate: false,
  });
  private readonly heartbeat = new Heartbeat();

  constructor(
    private readonly access: Access,
    private readonly holders: LinkHolders,
    private readonly rooms: Rooms,
    private readonly metrics: Metrics,
  ) {
    metrics.gauge("sockets", () => this.server.clients.size);
    metrics.gauge("socket_buffered_bytes", () => this.heartbeat.buffered);
  }

  attach(http: Server): void {
    http.on("upgrade", (request, socket, head) => {
      socket.on("error", () => socket.destroy());
      this.upgrade(request, socket, head).catch((error: unknown) => {
        console.error(`upgrade: ${String(error)}`);
        socket.destroy();
      });
    });
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const url = new URL(request.url ?? "/", "http://host");
    // Next's own sockets, in development.
    if (url.pathname.startsWith("/_next/")) return;
    const board = /^\/ws\/([\w-]{1,64})$/.exec(url.pathname)?.[1];
    if (board === undefined) return refuse(socket, 404);
    if (!isSameOrigin(request)) return refuse(socket, 403);
    const identity = await this.access.identify(request, board);
    if (identity === null) return refuse(socket, 401);
    const room = await this.rooms.open(board);
    if (room === null) return refuse(socket, 404);
    this.server.handleUpgrade(request, socket, head, (ws) => {
      this.metrics.add("sockets_opened_total");
      const connection = new Connection(ws, socket, identity, url.searchParams.get("wire") === "1");
      this.welcome(ws, connection, identity, room);
    });
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

  close(): void {
    this.heartbeat.stop();
    for (const ws of this.server.clients) ws.close(1001, "The server stops.");
    this.server.close();
  }
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
