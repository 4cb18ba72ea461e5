import { BoardEdits, readBoard } from "@carveout/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WebSocket } from "ws";
import * as Y from "yjs";
import { House, until } from "../testing/house";

const MIB = 1024 ** 2;

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

  test("a reader that does not read costs no memory, and has everything soon after it reads again", async () => {
    const { id, tokens } = await house.board();
    const ann = await house.guest(id, tokens.editor).synced();
    const slow = await house.guest(id, tokens.viewer).synced();
    const socket = slow.provider.ws as unknown as WebSocket;
    const edits = new BoardEdits(ann.doc, null);
    let updates = 0;
    ann.doc.on("update", (_update, origin) => {
      if (origin !== ann.provider) updates++;
    });
    const notes = Array.from({ length: 40 }, (_, n) =>
      edits.add({ kind: "note", geo: { x: n, y: 0, w: 100 }, z: "a0", text: "" }),
    );
    await until(() => Object.keys(readBoard(slow.doc).items).length === notes.length, "the notes are there");
    const bufferedBytes = async () =>
      Number(
        /^carveout_socket_buffered_bytes (\d+)$/m.exec(await (await house.fetch("/metrics")).text())?.[1],
      );
    socket.pause();
    ann.provider.awareness.setLocalStateField("cursor", { x: 1, y: 1 });
    let highest = 0;
    let written = 0;
    // Far more than the system's own buffers take.
    for (let round = 0; written < 14 * MIB; round++) {
      for (const note of notes) {
        const text = edits.text(note);
        text?.delete(0, text.length);
        text?.insert(0, `${round}`.repeat(9000).slice(0, 9000));
        written += 9000;
      }
      await until(() => ann.of("ack").at(-1)?.updates === updates, "the round is durable");
      highest = Math.max(highest, await bufferedBytes());
    }
    ann.provider.awareness.setLocalStateField("cursor", { x: 2, y: 2 });
    edits.setTitle("The last edit");
    expect(highest).toBeGreaterThan(0.2 * MIB);
    expect(highest).toBeLessThan(2 * MIB);
    socket.resume();
    await until(() => readBoard(slow.doc).title === "The last edit", "the reader has the last edit");
    expect(readBoard(slow.doc)).toEqual(readBoard(ann.doc));
    await until(
      () => slow.provider.awareness.getStates().get(ann.doc.clientID)?.cursor?.x === 2,
      "the reader has the newest cursor",
    );
    expect(ann.closed).toBeNull();
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
