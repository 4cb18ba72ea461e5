import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { BoardEdits, readBoard } from "@carveout/model";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { main } from "../packages/cli/src/main";
import { Guest, INSTANCE, until } from "../server/testing/house";
import { firstLine, Killable } from "../server/testing/killable";

const authorization = `Bearer ${INSTANCE}`;
const PNG = Buffer.from("89504e470d0a1a0a0000000d494844520000000100000001", "hex");
let server: Killable;
let folder: string;
let origin: string;

beforeAll(async () => {
  server = await Killable.of("server/testing/bare-server.ts");
});
afterAll(() => server.remove());
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "carveout-backup-"));
  await start("first");
});
afterEach(async () => {
  await server.kill();
  rmSync(folder, { recursive: true, force: true });
  delete process.env.CARVEOUT_DATA;
});

async function start(name: string): Promise<void> {
  await server.kill();
  const data = path.join(folder, name);
  mkdirSync(data, { recursive: true });
  origin = `http://127.0.0.1:${await firstLine(server.start([path.join(data, "carveout.sqlite"), INSTANCE]))}`;
}

const api = (address: string, init: RequestInit = {}) =>
  fetch(`${origin}/api/${address}`, { ...init, headers: { authorization } });

async function newBoard(): Promise<{ id: string; link: string }> {
  const { id, links } = (await (await api("boards", { method: "POST" })).json()) as {
    id: string;
    links: { editor: string };
  };
  return { id, link: new URL(links.editor).searchParams.get("token") ?? "" };
}

const guest = (board: string, token = INSTANCE) =>
  new Guest(origin.replace("http", "ws"), board, token, {}).synced();

/** The command line, with what it says. */
async function carveout(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const status = await main(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { status, out, err };
}

const here = () => ["--server", origin, "--token", INSTANCE];

test("a backup under load, on another machine: everything that was acknowledged before it, links, pictures and history too", async () => {
  const boards = [await newBoard(), await newBoard(), await newBoard()];
  const [first] = boards;
  if (first === undefined) throw new Error("There are three boards.");
  const put = await api(`boards/${first.id}/images`, { method: "POST", body: new Uint8Array(PNG) });
  const { hash } = (await put.json()) as { hash: string };
  const writers = await Promise.all(boards.map(({ id }) => guest(id)));
  let isOver = false;
  const written = writers.map(async ({ doc }) => {
    const edits = new BoardEdits(doc, null);
    for (let n = 0; !isOver; n++) {
      edits.add({ kind: "note", geo: { x: 0, y: 0, w: 100 }, z: "a0", text: "x".repeat(2000) }, `note-${n}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
  for (const writer of writers)
    await until(() => (writer.of("ack").at(-1)?.updates ?? 0) > 30, "some edits are acknowledged");
  const acknowledged = writers.map((writer) => writer.of("ack").at(-1)?.updates ?? 0);
  const file = path.join(folder, "all.backup");
  expect(await carveout("backup", file, ...here())).toEqual({
    status: 0,
    out: expect.stringMatching(/all\.backup: 3 boards, \d+\.\d MiB\.\n/),
    err: "",
  });
  isOver = true;
  await Promise.all(written);
  for (const writer of writers) writer.leave();
  process.env.CARVEOUT_DATA = path.join(folder, "second");
  expect((await carveout("restore", file)).status).toBe(0);
  const again = await carveout("restore", file);
  expect([again.status, again.err]).toEqual([2, expect.stringContaining("overwrites nothing")]);
  await start("second");
  for (const [index, { id, link }] of boards.entries()) {
    const reader = await guest(id, link);
    const { items } = readBoard(reader.doc);
    for (let n = 0; n < (acknowledged[index] ?? 0); n++) expect(items).toHaveProperty(`note-${n}`);
    expect(reader.doc.store.pendingStructs).toBeNull();
    reader.leave();
    expect(await (await api(`boards/${id}/history`)).json()).toMatchObject({ moments: [expect.anything()] });
  }
  const picture = await api(`boards/${first.id}/images/${hash}`);
  expect(Buffer.from(await picture.arrayBuffer())).toEqual(PNG);
});

test("single boards come back into a running server, and nothing is overwritten unasked", async () => {
  const { id } = await newBoard();
  const ann = await guest(id);
  const edits = new BoardEdits(ann.doc, null);
  edits.setTitle("As it was");
  await until(() => ann.of("ack").at(-1)?.updates === 1, "it is saved");
  const file = path.join(folder, "one.backup");
  expect((await carveout("backup", file, ...here())).status).toBe(0);
  edits.setTitle("Spoilt");
  await until(() => ann.of("ack").at(-1)?.updates === 2, "it is saved");
  ann.leave();
  const there = await carveout("restore", file, "--board", id, ...here());
  expect([there.status, there.err]).toEqual([2, expect.stringMatching(/There is a board .* already/)]);
  expect(await (await api(`boards/${id}`)).json()).toMatchObject({ title: "Spoilt" });
  const replaced = await carveout("restore", file, "--board", id, "--replace", ...here());
  expect(replaced).toEqual({ status: 0, out: `Restored: ${id}.\n`, err: "" });
  expect(await (await api(`boards/${id}`)).json()).toMatchObject({ title: "As it was" });
  const none = await carveout("restore", file, "--board", "nowhere", ...here());
  expect([none.status, none.err]).toEqual([2, expect.stringContaining("no board nowhere")]);
});

test("what is no backup, or not all of one, is refused by the command line and by the server", async () => {
  const { id } = await newBoard();
  const file = path.join(folder, "whole.backup");
  await carveout("backup", file, ...here());
  const whole = readFileSync(file);
  const middle = Math.floor(whole.length / 2);
  const spoilt: [string, Uint8Array, RegExp][] = [
    ["short", whole.subarray(0, middle), /cut off/],
    ["changed", Buffer.from(whole).fill(1, middle, middle + 3), /changed or damaged/],
    ["other", Buffer.from("Something else\nentirely."), /no backup/],
    ["empty", new Uint8Array(), /no backup/],
  ];
  for (const [name, bytes, says] of spoilt) {
    const bad = path.join(folder, name);
    writeFileSync(bad, bytes);
    process.env.CARVEOUT_DATA = path.join(folder, `data-${name}`);
    const refused = await carveout("restore", bad);
    expect([refused.status, refused.err]).toEqual([2, expect.stringMatching(says)]);
    const body = new Uint8Array(bytes);
    const answer = await api(`restore?board=${id}&replace=1`, { method: "POST", body });
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringMatching(says)]);
  }
  const twice = await carveout("backup", file, ...here());
  expect([twice.status, twice.err]).toEqual([2, expect.stringContaining("is there already")]);
  const stranger = await carveout("backup", path.join(folder, "x"), "--server", origin, "--token", "guessed");
  expect([stranger.status, stranger.err]).toEqual([2, expect.stringContaining("instance's token")]);
  const nobody = await carveout(
    "backup",
    path.join(folder, "x"),
    "--server",
    "http://127.0.0.1:9",
    "--token",
    "x",
  );
  expect([nobody.status, nobody.err]).toEqual([2, expect.stringContaining("does not answer")]);
  expect(readFileSync(file)).toEqual(whole);
});
