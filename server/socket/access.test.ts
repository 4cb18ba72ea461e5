import { BoardEdits, readBoard } from "@carveout/model";
import { CloseCode, encodeMessage } from "@carveout/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { participantOf } from "../access/access";
import { House, INSTANCE, until } from "../testing/house";
import { SYNC, syncFrame } from "./frames";

const note = { kind: "note", geo: { x: 1, y: 2, w: 200 }, z: "a0", text: "hi" } as const;

describe("who gets in, and what comes of their edits", () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open();
  });
  afterAll(() => house.close());

  /** What a plain socket gets: the status that refuses it, or everything it receives in its first moments. */
  function knock(path: string, headers: Record<string, string> = {}): Promise<number | "open"> {
    return new Promise((resolve) => {
      const socket = new WebSocket(house.origin.replace("http", "ws") + path, { headers });
      socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
      socket.on("error", () => {});
      socket.on("open", () => {
        socket.close();
        resolve("open");
      });
    });
  }

  test("no token, a wrong one, another board's, or a foreign page: no socket", async () => {
    const { id, tokens } = await house.board();
    const other = await house.board();
    const own = { authorization: `Bearer ${tokens.viewer}` };
    expect(await knock(`/ws/${id}`)).toBe(401);
    expect(await knock(`/ws/${id}?token=wrong`)).toBe(401);
    expect(await knock(`/ws/${id}?token=${other.tokens.owner}`)).toBe(401);
    expect(await knock("/ws/no-such-board", { authorization: `Bearer ${INSTANCE}` })).toBe(401);
    expect(await knock(`/ws/${id}`, { ...own, origin: "http://evil.example" })).toBe(403);
    expect(await knock(`/elsewhere`, own)).toBe(404);
    expect(await knock(`/ws/${id}`, { ...own, origin: house.origin })).toBe("open");
    expect(await knock(`/ws/${id}?token=${INSTANCE}`)).toBe("open");
  });

  test("a greeting comes first, with role, name and colour that stay", async () => {
    const { id, tokens } = await house.board();
    const ann = await house.guest(id, tokens.commenter, { participant: "p-aaaaaaaaaaaaaaaa" }).synced();
    expect(ann.messages[0]).toMatchObject({
      type: "hello",
      board: id,
      role: "commenter",
      participant: participantOf("p-aaaaaaaaaaaaaaaa"),
      name: null,
      colour: 1,
    });
    ann.send(encodeMessage({ type: "introduce", name: "  Ann\n Maintainer " }));
    const ben = await house.guest(id, tokens.editor).synced();
    expect(ben.of("hello")[0]).toMatchObject({ name: null, colour: 2 });
    ann.leave();
    const again = await house.guest(id, tokens.viewer, { participant: "p-aaaaaaaaaaaaaaaa" }).synced();
    expect(again.of("hello")[0]).toMatchObject({ role: "viewer", name: "Ann  Maintainer", colour: 1 });
  });

  test("without a cookie, people are told apart by their link only", async () => {
    const { id, tokens } = await house.board();
    const guest = await house.guest(id, tokens.editor, { participant: null }).synced();
    expect(guest.of("hello")[0]?.participant).toBe("link:editor");
  });

  for (const role of ["viewer", "commenter"] as const)
    test(`G9 a ${role}'s edit goes nowhere, and is explained`, async () => {
      const { id, tokens } = await house.board();
      const ben = await house.guest(id, tokens.editor).synced();
      const eve = await house.guest(id, tokens[role]).synced();
      new BoardEdits(eve.doc, null).add(note, "note-1");
      await until(() => eve.closed !== null, "the socket closes");
      expect(eve.closed?.code).toBe(CloseCode.Rejected);
      expect(eve.of("refusal").map((r) => r.rule)).toEqual(["G9"]);
      expect(readBoard(ben.doc).items).toEqual({});
    });

  test("G10 a refusal reaches the sender only, and the sender is repaired", async () => {
    const { id, tokens } = await house.board();
    const ann = await house.guest(id, tokens.editor).synced();
    const ben = await house.guest(id, tokens.editor).synced();
    const seen: unknown[] = [];
    ben.doc.getMap("items").observeDeep(() => seen.push(ben.doc.getMap("items").toJSON()));
    const edits = new BoardEdits(ann.doc, null);
    edits.add(note, "note-1");
    edits.together(() => (ann.doc.getMap("items").get("note-1") as Y.Map<unknown>).set("geo", "BAD"));
    await until(() => ann.of("refusal").length === 1, "the refusal");
    await until(() => JSON.stringify(readBoard(ben.doc)).includes("note-1"), "Ben has the note");
    await until(
      () => JSON.stringify(readBoard(ann.doc)) === JSON.stringify(readBoard(ben.doc)),
      "Ann is repaired",
    );
    expect(ben.of("refusal")).toEqual([]);
    expect(JSON.stringify(seen)).not.toContain("BAD");
  });

  test("G2 an edit that builds on something unknown asks for the state instead of closing", async () => {
    const { id, tokens } = await house.board();
    const ann = await house.guest(id, tokens.editor).synced();
    // As if these had gone through another tab that has lost its connection.
    Y.transact(ann.doc, () => ann.doc.getMap("meta").set("title", "first"), ann.provider);
    ann.doc.getMap("meta").set("title", "second");
    const ben = await house.guest(id, tokens.editor).synced();
    await until(() => readBoard(ben.doc).title === "second", "both edits arrive");
    expect(ann.closed).toBeNull();
  });

  test("G8 what no honest client sends closes the socket with a code that says why", async () => {
    const { id, tokens } = await house.board();
    const eve = await house.guest(id, tokens.editor).synced();
    eve.doc.getMap("meta").set("carveout", 2);
    await until(() => eve.closed !== null, "the socket closes");
    expect(eve.closed).toEqual({
      code: CloseCode.Rejected,
      reason: "G8: Version can't be replaced or deleted.",
    });
  });

  test("G21 a program that is refused again and again is read more slowly", async () => {
    const { id, tokens } = await house.board();
    const eve = await house.guest(id, tokens.editor).synced();
    const start = performance.now();
    for (let i = 0; i < 20; i++) eve.doc.getMap("meta").set("title", i);
    await until(() => eve.of("ack").at(-1)?.updates === 20, "the last one is read");
    // 25 ms after the eleventh, and 25 more after each further one; the last one's own is still to come.
    expect(performance.now() - start).toBeGreaterThan((25 * 9 * 10) / 2);
    expect(eve.closed).toBeNull();
  });

  test("G21 a thousand refusals at once close the socket, and nothing that comes after them counts", async () => {
    const { id, tokens } = await house.board();
    const eve = await house.guest(id, tokens.editor).synced();
    eve.doc.transact(() => {
      for (let i = 0; i < 1100; i++) eve.doc.getMap("meta").set(`key-${i}`, i);
    });
    eve.doc.getMap("meta").set("title", "After");
    await until(() => eve.closed !== null, "the socket closes");
    expect(eve.closed?.code).toBe(CloseCode.TooMany);
    const ben = await house.guest(id, tokens.viewer).synced();
    expect(readBoard(ben.doc).title).not.toBe("After");
  });

  test("G28 who asks for the state a thousand times in a row gets one answer", async () => {
    const { id, tokens } = await house.board();
    const eve = await house.guest(id, tokens.viewer).synced();
    const steps = () => eve.frames.filter((type) => type === 0).length;
    const before = steps();
    for (let i = 0; i < 1000; i++) eve.send(syncFrame(SYNC.step1, new Uint8Array([0])));
    await house.fetch("/healthz");
    await until(() => steps() > before, "an answer");
    expect(steps() - before).toBeLessThan(100);
  });

  test("G24 a name that changes all the time is passed over after some of them", async () => {
    const { id, tokens } = await house.board();
    const eve = await house.guest(id, tokens.commenter, { participant: "p-eeeeeeeeeeeeeeee" }).synced();
    for (let i = 0; i < 50; i++) eve.send(encodeMessage({ type: "introduce", name: `Name ${i}` }));
    await eve.say("no such command", {});
    eve.leave();
    const again = await house.guest(id, tokens.commenter, { participant: "p-eeeeeeeeeeeeeeee" }).synced();
    expect(again.of("hello")[0]?.name).toMatch(/^Name [5-7]$/);
  });

  test("broken and oversize frames close the socket", async () => {
    const { id, tokens } = await house.board();
    const send = async (data: Uint8Array | string) => {
      const guest = await house.guest(id, tokens.editor).synced();
      guest.send(data);
      await until(() => guest.closed !== null, "the socket closes");
      return guest.closed?.code;
    };
    expect(await send("text")).toBe(CloseCode.Rejected);
    expect(await send(new Uint8Array([0]))).toBe(CloseCode.Rejected);
    expect(await send(new Uint8Array([77, 1, 2]))).toBe(CloseCode.Rejected);
    expect(await send(syncFrame(SYNC.step1, new Uint8Array([200, 1])))).toBe(CloseCode.Rejected);
    expect(await send(syncFrame(9, new Uint8Array([0])))).toBe(CloseCode.Rejected);
    expect(await send(new Uint8Array(2 * 1024 * 1024))).toBe(CloseCode.TooLarge);
  });

  test("an acknowledgement covers what was sent, deletions too", async () => {
    const { id, tokens } = await house.board();
    const ann = await house.guest(id, tokens.editor).synced();
    const edits = new BoardEdits(ann.doc, null);
    edits.add(note, "note-1");
    await until(() => ann.of("ack").at(-1)?.updates === 1, "the note is durable");
    edits.remove(["note-1"]);
    await until(() => ann.of("ack").at(-1)?.updates === 2, "the deletion is durable");
    const vector = Y.decodeStateVector(ann.of("ack").at(-1)?.stateVector ?? new Uint8Array([0]));
    expect(vector.get(ann.doc.clientID)).toBe(Y.getState(ann.doc.store, ann.doc.clientID));
    // The database gets it a little later than the file beside it.
    const stored = async () => {
      const doc = new Y.Doc();
      for (const update of (await house.store.open(id))?.updates ?? []) Y.applyUpdate(doc, update);
      return Y.encodeStateAsUpdate(doc);
    };
    await expect.poll(stored).toEqual(Y.encodeStateAsUpdate(ann.doc));
  });
});
