import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { BoardEdits, readBoard } from "@carveout/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { Guest, INSTANCE, until } from "../testing/house";
import { firstLine, Killable } from "../testing/killable";

const WRITERS = 5;

/** Somebody who writes a note every few milliseconds. */
class Writer {
  readonly guest: Guest;
  /** Why each of its connections ended; the attempts after the first one find no server. */
  readonly endings: number[] = [];
  private written = 0;
  private readonly timer = setInterval(() => this.write(), 5);

  constructor(
    origin: string,
    board: string,
    private readonly name: string,
  ) {
    this.guest = new Guest(origin, board, INSTANCE, {});
    this.guest.provider.on("connection-close", (event) => event !== null && this.endings.push(event.code));
  }

  private write(): void {
    if (!this.guest.provider.synced) return;
    new BoardEdits(this.guest.doc, null).add(
      { kind: "note", geo: { x: 0, y: 0, w: 100 }, z: "a0", text: "" },
      `${this.name}-${this.written++}`,
    );
  }

  /** What the server has said is durable, over all its connections. */
  get acknowledged(): Map<number, number> {
    const vectors = this.guest.of("ack").map(({ stateVector }) => Y.decodeStateVector(stateVector));
    return vectors.at(-1) ?? new Map();
  }

  stop(): void {
    clearInterval(this.timer);
    this.guest.leave();
  }
}

describe("a server that is asked to stop while people write", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "carveout-stop-"));
  const args = [path.join(folder, "boards.sqlite"), INSTANCE];
  let server: Killable;
  beforeAll(async () => {
    server = await Killable.of("server/testing/bare-server.ts");
  });
  afterAll(async () => {
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test("tells them to come back, ends with status 0, and has everything that it acknowledged", async () => {
    const start = async () => `127.0.0.1:${await firstLine(server.start(args))}`;
    const first = await start();
    const made = await fetch(`http://${first}/api/boards`, {
      method: "POST",
      headers: { authorization: `Bearer ${INSTANCE}` },
    });
    const { id } = (await made.json()) as { id: string };
    const writers = Array.from({ length: WRITERS }, (_, n) => new Writer(`ws://${first}`, id, `w${n}`));
    await until(() => writers.every(({ acknowledged }) => acknowledged.size >= WRITERS), "all write");
    const asked = performance.now();
    expect(await server.end()).toBe(0);
    expect(performance.now() - asked).toBeLessThan(8000);
    await until(() => writers.every(({ endings }) => endings.length > 0), "all have heard of it");
    for (const { endings } of writers) expect(endings[0]).toBe(1012);
    for (const writer of writers) writer.stop();
    const late = await new Guest(`ws://${await start()}`, id, INSTANCE, {}).synced();
    const kept = Y.decodeStateVector(Y.encodeStateVector(late.doc));
    for (const { acknowledged } of writers)
      for (const [client, clock] of acknowledged) expect(kept.get(client)).toBeGreaterThanOrEqual(clock);
    expect(Object.keys(readBoard(late.doc).items).length).toBeGreaterThan(WRITERS);
    late.leave();
  });
});
