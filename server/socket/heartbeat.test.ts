import { EventEmitter } from "node:events";
import { PULSE_MS } from "@carveout/wire";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { WebSocket } from "ws";
import type { Connection } from "./connection";
import { Heartbeat } from "./heartbeat";

/** A socket as far as a heartbeat knows one. */
class Line extends EventEmitter {
  isPaused = false;
  pings = 0;
  isCut = false;
  readonly connection = { buffered: 0, hear: () => {} };
  constructor(private readonly isAlive: boolean) {
    super();
  }
  ping(): void {
    this.pings++;
    if (this.isAlive) this.emit("pong");
  }
  terminate(): void {
    this.isCut = true;
  }
}

describe("the heartbeat", () => {
  let heartbeat: Heartbeat;
  const line = (isAlive: boolean) => {
    const made = new Line(isAlive);
    heartbeat.watch(made as unknown as WebSocket, made.connection as unknown as Connection);
    return made;
  };
  beforeEach(() => {
    vi.useFakeTimers();
    heartbeat = new Heartbeat();
  });
  afterEach(() => {
    heartbeat.stop();
    vi.useRealTimers();
  });

  test("lets go of who does not answer, and of nobody who answers, reads, or is left unread on purpose", () => {
    const [alive, dead, slow, unread] = [line(true), line(false), line(false), line(false)];
    slow.connection.buffered = 1000;
    unread.isPaused = true;
    vi.advanceTimersByTime(PULSE_MS);
    slow.connection.buffered = 900;
    expect(dead.isCut).toBe(false);
    vi.advanceTimersByTime(PULSE_MS);
    expect([alive, dead, slow, unread].map(({ isCut }) => isCut)).toEqual([false, true, false, false]);
    vi.advanceTimersByTime(PULSE_MS);
    expect([alive, slow, unread].map(({ isCut }) => isCut)).toEqual([false, true, false]);
  });

  test("after a pause of the server itself, waits for one more beat", () => {
    const dead = line(false);
    vi.advanceTimersByTime(PULSE_MS);
    const held = performance.now() + 3 * PULSE_MS;
    const clock = vi.spyOn(performance, "now").mockReturnValue(held);
    vi.advanceTimersByTime(PULSE_MS);
    expect(dead.isCut).toBe(false);
    clock.mockReturnValue(held + PULSE_MS);
    vi.advanceTimersByTime(PULSE_MS);
    expect(dead.isCut).toBe(true);
  });
});
