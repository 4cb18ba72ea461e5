import { BoardEdits, readBoard } from "@carveout/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { House, until } from "../testing/house";
import { SYNC, syncFrame } from "./frames";

describe("sockets", () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open();
  });
  afterAll(() => house.close());

  test("stock clients connect, read, write and converge, and see no message of ours", async () => {
    const { id, tokens } = await house.board({ title: "Shared" });
    const ann = await house.guest(id, tokens.editor, { wire: false }).synced();
    const ben = await house.guest(id, tokens.owner, { wire: false }).synced();
    const note = new BoardEdits(ann.doc, null).add({
      kind: "note",
      geo: { x: 1, y: 2, w: 200 },
      z: "a0",
      text: "hi",
    });
    await until(() => note in readBoard(ben.doc).items, "Ben sees Ann's note");
    new BoardEdits(ben.doc, null).text(note)?.insert(2, " Ann");
    await until(() => JSON.stringify(readBoard(ann.doc)).includes("hi Ann"), "Ann sees Ben's text");
    expect(readBoard(ann.doc)).toEqual(readBoard(ben.doc));
    expect(readBoard(ann.doc).title).toBe("Shared");
    const late = await house.guest(id, tokens.viewer, { wire: false }).synced();
    expect(readBoard(late.doc)).toEqual(readBoard(ann.doc));
    expect([...ann.frames, ...ben.frames, ...late.frames].filter((type) => type > 15)).toEqual([]);
  });

  test("a reader that does not read is cut off; the others go on", async () => {
    const { id, tokens } = await house.board();
    const ann = await house.guest(id, tokens.editor).synced();
    const stuck = new WebSocket(`${house.origin.replace("http", "ws")}/ws/${id}?token=${tokens.viewer}`);
    let isCut = false;
    stuck.on("close", () => {
      isCut = true;
    });
    stuck.on("error", () => {});
    await new Promise((resolve) => stuck.once("open", resolve));
    stuck.send(syncFrame(SYNC.step1, new Uint8Array([0])));
    await new Promise((resolve) => stuck.once("message", resolve));
    stuck.pause();
    const sockets = async () =>
      /^carveout_sockets (\d+)$/m.exec(await (await house.fetch("/metrics")).text())?.[1];
    const before = Number(await sockets());
    const edits = new BoardEdits(ann.doc, null);
    for (let page = 0; Number(await sockets()) === before; page++) {
      if (page > 100) throw new Error("The reader was never cut off.");
      for (let i = 0; i < 50; i++)
        edits.add(
          { kind: "note", geo: { x: 0, y: 0, w: 100 }, z: "a0", text: "x".repeat(9000) },
          `n-${page}-${i}`,
        );
      await until(() => ann.of("ack").at(-1)?.updates === (page + 1) * 50, "the page is durable");
    }
    expect(ann.closed).toBeNull();
    stuck.resume();
    await until(() => isCut, "the reader hears of it");
  });

  test("who comes back brings along what was done offline", async () => {
    const { id, tokens } = await house.board();
    const me = { participant: "p-bbbbbbbbbbbbbbbb" };
    const ann = await house.guest(id, tokens.editor, me).synced();
    new BoardEdits(ann.doc, null).setTitle("Online");
    await until(() => ann.of("ack").at(-1)?.updates === 1, "the title is durable");
    ann.provider.disconnect();
    new BoardEdits(ann.doc, null).setTitle("Offline");
    const ben = await house.guest(id, tokens.viewer).synced();
    expect(readBoard(ben.doc).title).toBe("Online");
    // A reload: the same document, kept in the browser, in a new connection.
    const again = await house.guest(id, tokens.editor, { ...me, doc: ann.doc }).synced();
    await until(() => readBoard(ben.doc).title === "Offline", "Ben gets the offline edit");
    expect(again.closed).toBeNull();
    // Somebody else can't bring it.
    const eve = await house.guest(id, tokens.editor, { doc: cloneOf(ann.doc) }).synced();
    eve.doc.clientID = ann.doc.clientID;
    eve.doc.getMap("meta").set("title", "Forged");
    await until(() => eve.closed !== null, "G3 the forged client id is rejected");
    expect(eve.closed?.reason).toMatch(/^G3: /);
  });
});

function cloneOf(doc: Y.Doc): Y.Doc {
  const clone = new Y.Doc();
  Y.applyUpdate(clone, Y.encodeStateAsUpdate(doc));
  return clone;
}
