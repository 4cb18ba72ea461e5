import { PULSE_MS } from "@carveout/wire";
import type { WebSocket } from "ws";
import type { Connection } from "./connection";
import { framed } from "./framed";
import { wireFrame } from "./frames";

interface Beat {
  /** Has not been heard of since the last beat. */
  isSilent: boolean;
  /** Bytes that were on their way at the last beat. */
  buffered: number;
}

/** A beat that comes later than this after the one before says nothing of the others: their answers may have come and lie unread. */
const LATE_MS = 1.5 * PULSE_MS;

const PULSE = framed(wireFrame({ type: "pulse" }));

/** Notices links that are dead, and lets the other side notice. */
export class Heartbeat {
  private readonly links = new Map<Connection, Beat & { ws: WebSocket }>();
  private readonly timer = setInterval(() => this.beat(), PULSE_MS);
  private last = performance.now();

  watch(ws: WebSocket, connection: Connection): void {
    const beat = { ws, isSilent: false, buffered: 0 };
    this.links.set(connection, beat);
    const heard = () => {
      beat.isSilent = false;
    };
    ws.on("pong", heard);
    ws.on("message", heard);
    ws.on("close", () => this.links.delete(connection));
  }

  /** Who has neither said nor read anything since the last beat is gone, whatever the network says. */
  private beat(): void {
    const now = performance.now();
    const isLate = now - this.last > LATE_MS;
    this.last = now;
    for (const [connection, beat] of this.links) {
      const { buffered } = connection;
      // Who is read more slowly on purpose can't be heard meanwhile.
      const isReading = buffered < beat.buffered || beat.ws.isPaused;
      beat.buffered = buffered;
      if (beat.isSilent && !isReading && !isLate) {
        beat.ws.terminate();
        continue;
      }
      beat.isSilent = true;
      beat.ws.ping();
      connection.hear(PULSE);
    }
  }

  /** Bytes on their way to all of them. */
  get buffered(): number {
    let bytes = 0;
    for (const connection of this.links.keys()) bytes += connection.buffered;
    return bytes;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
