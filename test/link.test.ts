import { connect as connectTo, createServer, type Socket } from "node:net";
import { MessageType } from "@carveout/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { Link } from "../app/board/session/link";
import { House, until } from "../server/testing/house";

/** A network that can be cut as a cable is: nothing arrives any more, and nobody is told. */
class Cable {
  isCut = false;
  port = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((near) => {
    const far = connectTo(Number(new URL(this.origin).port), "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      // What comes while it is cut is lost, and so is the connection, without a word.
      from.on("data", (bytes) => {
        if (this.isCut) this.lost.add(near).add(far);
        if (!this.lost.has(from)) to.write(bytes);
      });
      from.on("close", () => this.lost.has(from) || to.destroy());
      from.on("error", () => {});
    }
    if (this.isCut) this.lost.add(near).add(far);
  });
  private readonly lost = new Set<Socket>();

  constructor(private readonly origin: string) {}

  async lay(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    this.port = (this.server.address() as { port: number }).port;
  }

  remove(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}

describe("a link that dies without a word", () => {
  let house: House;
  let cable: Cable;
  beforeAll(async () => {
    house = await House.open();
    cable = new Cable(house.origin);
    await cable.lay();
  });
  afterAll(async () => {
    cable.remove();
    await house.close();
  });

  test("is noticed on both sides within 10 s, and made anew within 2 s of the network's return", async () => {
    const { id, tokens } = await house.board();
    const origin = `127.0.0.1:${cable.port}`;
    const doc = new Y.Doc();
    const provider = new WebsocketProvider(`ws://${origin}/ws`, id, doc, {
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
      params: { token: tokens.editor, wire: "1" },
      disableBc: true,
      maxBackoffTime: 1000,
    });
    // The app reads them, and other than by their arrival it does nothing with pulses.
    for (const type of Object.values(MessageType)) provider.messageHandlers[type] = () => {};
    const link = new Link(provider, (signal) => fetch(`http://${origin}/healthz`, { signal }));
    const sockets = async () =>
      Number(/^carveout_sockets (\d+)$/m.exec(await (await house.fetch("/metrics")).text())?.[1]);
    try {
      await until(() => provider.synced, "the board is open");
      expect(await sockets()).toBe(1);
      cable.isCut = true;
      const cutAt = performance.now();
      await until(() => !provider.wsconnected, "the app has noticed", 10_000);
      while ((await sockets()) > 0 && performance.now() - cutAt < 12_000)
        await new Promise((done) => setTimeout(done, 50));
      expect(performance.now() - cutAt).toBeLessThan(10_000);
      // In the middle of an attempt that goes nowhere.
      await until(() => provider.wsconnecting, "the app tries again");
      await new Promise((done) => setTimeout(done, 500));
      cable.isCut = false;
      const backAt = performance.now();
      await until(() => provider.synced, "the app is back", 2000);
      expect(performance.now() - backAt).toBeLessThan(2000);
    } finally {
      link.stop();
      provider.destroy();
    }
  }, 20_000);
});
