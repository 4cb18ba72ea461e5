import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { BoardEdits, readBoard } from "@carveout/model";
import { CloseCode } from "@carveout/wire";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SqliteStore } from "../server/store/sqlite";
import { Guest, INSTANCE, until } from "../server/testing/house";
import { firstLine, Killable } from "../server/testing/killable";

const authorization = `Bearer ${INSTANCE}`;
let server: Killable;
let folder: string;
let file: string;
let origin: string;
let guests: Guest[];

beforeAll(async () => {
  server = await Killable.of("server/testing/bare-server.ts");
});
afterAll(() => server.remove());
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "carveout-trouble-"));
  file = path.join(folder, "boards.sqlite");
  guests = [];
});
afterEach(async () => {
  for (const guest of guests) guest.leave();
  await server.kill();
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the server, through some words of the shell if need be. */
async function start(...shell: string[]): Promise<void> {
  origin = `http://127.0.0.1:${await firstLine(server.start([file, INSTANCE], shell))}`;
}

async function newBoard(title: string, items: Record<string, unknown> = {}): Promise<string> {
  const body = JSON.stringify({ board: { carveout: 1, title, items } });
  const response = await fetch(`${origin}/api/boards`, { method: "POST", headers: { authorization }, body });
  return ((await response.json()) as { id: string }).id;
}

const get = (address: string) => fetch(`${origin}/api/boards${address}`, { headers: { authorization } });

function guest(board: string): Guest {
  const made = new Guest(origin.replace("http", "ws"), board, INSTANCE, {});
  guests.push(made);
  return made;
}

/** Adds notes until the server says that it can't save. Returns how many it had acknowledged by then. */
async function writeUntilTrouble(ann: Guest): Promise<number> {
  const edits = new BoardEdits(ann.doc, null);
  const text = "What fills the disk. ".repeat(400);
  for (let n = 0; n < 1000 && ann.of("trouble").length === 0; n++) {
    edits.add({ kind: "note", geo: { x: n, y: 0, w: 100 }, z: "a0", text }, `note-${n}`);
    await until(() => ann.of("trouble").length > 0 || ann.of("ack").at(-1)?.updates === n + 1, "an answer");
  }
  return ann.of("ack").at(-1)?.updates ?? 0;
}

const notesOf = ({ doc }: Guest) => Object.keys(readBoard(doc).items).length;
const canMount = spawnSync("unshare", ["-m", "true"]).status === 0 && process.getuid?.() === 0;

/** Ways in which writing fails, and how it is ended. */
const FULL = [
  {
    name: "a full disk",
    isHere: canMount,
    says: /disk is full: whoever runs it makes room/,
    shell: () => {
      const fill = `mount -t tmpfs -o size=3m tmpfs ${folder} && head -c 1500000 /dev/zero > ${folder}/ballast`;
      return ["unshare", "-m", "sh", "-c", `${fill} && exec "$@"`, "sh"];
    },
    end: () => rmSync(`/proc/${server.pid}/root${folder}/ballast`),
  },
  {
    name: "a file that may not grow",
    isHere: process.platform === "linux",
    says: /disk does not take what is written/,
    shell: () => ["sh", "-c", `trap "" XFSZ; exec prlimit --fsize=1000000:unlimited "$@"`, "sh"],
    end: () => execFileSync("prlimit", ["--pid", `${server.pid}`, "--fsize=unlimited"]),
  },
];

describe("a store that can't write", () => {
  for (const { name, isHere, says, shell, end } of FULL)
    test.skipIf(!isHere)(
      `${name}: everybody is told, reading goes on, and what was not saved comes with the space`,
      async () => {
        await start(...shell());
        const board = await newBoard("Before");
        const [ann, ben] = [await guest(board).synced(), await guest(board).synced()];
        const acknowledged = await writeUntilTrouble(ann);
        expect(acknowledged).toBeGreaterThan(5);
        await until(() => ben.of("trouble").length > 0, "Ben is told, too");
        for (const person of [ann, ben]) expect(person.of("trouble").at(-1)?.sentence).toMatch(says);
        const late = await guest(board).synced();
        expect(late.of("trouble").at(-1)?.sentence).toMatch(says);
        expect(notesOf(late)).toBeGreaterThanOrEqual(acknowledged);
        // One may be out that is not saved yet.
        expect([acknowledged, acknowledged + 1]).toContain(notesOf(ben));
        expect((await get(`/${board}`)).status).toBe(200);
        const note = { kind: "note", geo: { x: 0, y: 0, w: 100 }, z: "a0", text: "x".repeat(10_000) };
        const items = Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`note-${n}`, note]));
        const body = JSON.stringify({ board: { carveout: 1, title: "More than there is room for", items } });
        const refused = await fetch(`${origin}/api/boards`, {
          method: "POST",
          headers: { authorization },
          body,
        });
        expect([refused.status, await refused.text()]).toEqual([503, expect.stringMatching(says)]);
        const edits = new BoardEdits(ann.doc, null);
        edits.setTitle("While it was full");
        end();
        await until(() => readBoard(ben.doc).title === "While it was full", "Ben has what waited");
        await until(() => ann.of("trouble").at(-1)?.sentence === null, "the trouble is over");
        const written = notesOf(ann) + 1;
        await until(() => ann.of("ack").at(-1)?.updates === written, "what waited is acknowledged");
        expect(ann.closed).toBeNull();
      },
    );

  test("a server that is killed while its disk is full has all it acknowledged", async () => {
    const [way] = FULL.filter(({ name }) => name.includes("grow"));
    await start(...(way?.shell() ?? []));
    const board = await newBoard("Before");
    const acknowledged = await writeUntilTrouble(await guest(board).synced());
    await server.kill();
    await start();
    const late = await guest(board).synced();
    const { items } = readBoard(late.doc);
    for (let n = 0; n < acknowledged; n++) expect(items).toHaveProperty(`note-${n}`);
  });

  test("a read-only folder: boards are read, changes wait, everybody is told; once it is writable they come", async () => {
    await start();
    const board = await newBoard("Before");
    await server.kill();
    // Whom permissions do not bind gets a mount that does.
    if (canMount) {
      const bind = `mount --bind ${folder} ${folder} && mount -o remount,ro,bind ${folder}`;
      await start("unshare", "-m", "sh", "-c", `${bind} && exec "$@"`, "sh");
    } else {
      chmodSync(folder, 0o500);
      await start();
    }
    const [ann, ben] = [await guest(board).synced(), await guest(board).synced()];
    expect(readBoard(ben.doc).title).toBe("Before");
    new BoardEdits(ann.doc, null).setTitle("After");
    for (const person of [ann, ben])
      await until(() => /read-only/.test(person.of("trouble").at(-1)?.sentence ?? ""), "everybody is told");
    expect(readBoard(ben.doc).title).toBe("Before");
    expect(ann.of("ack").every(({ updates }) => updates === 0)).toBe(true);
    expect((await get("")).status).toBe(200);
    await server.kill();
    chmodSync(folder, 0o700);
    await start();
    const back = new Guest(origin.replace("http", "ws"), board, INSTANCE, { doc: ann.doc });
    guests.push(back);
    await until(() => back.of("ack").length > 0, "Ann's tab brings what waited");
    expect(await (await get(`/${board}`)).json()).toMatchObject({ title: "After" });
  });
});

describe("a damaged file", () => {
  const PAGE = 4096;
  const MARK = "In the middle of what takes several pages.";

  /** Two boards; a page of the first one's document is found by its words and written to. */
  async function damage(how: (at: number) => void): Promise<[string, string]> {
    await start();
    const text = `${"before ".repeat(600)}${MARK}${" after".repeat(600)}`;
    const note = { kind: "note", geo: { x: 0, y: 0, w: 100 }, z: "a0", text };
    const boards: [string, string] = [await newBoard("One", { "note-1": note }), await newBoard("Another")];
    await server.kill();
    // What is closed properly has no log beside it.
    await (await reopened()).close();
    const at = readFileSync(file).indexOf(MARK);
    expect(at).toBeGreaterThan(0);
    how(at);
    await start();
    return boards;
  }

  async function reopened(): Promise<SqliteStore> {
    const store = new SqliteStore(file);
    await store.boards();
    return store;
  }

  function overwrite(at: number, bytes: Uint8Array): void {
    const opened = openSync(file, "r+");
    writeSync(opened, bytes, 0, bytes.length, at);
  }

  const WAYS: [string, (at: number) => void][] = [
    ["a page that is none any more", (at) => overwrite(at - (at % PAGE), new Uint8Array(PAGE).fill(0xa5))],
    ["other bytes in an update", (at) => overwrite(at, new Uint8Array(4).fill(0x41))],
  ];
  for (const [name, how] of WAYS)
    test(`${name}: the board says so, the others go on, and the server too`, async () => {
      const [damaged, other] = await damage(how);
      for (let times = 0; times < 2; times++) {
        const ann = guest(damaged);
        await until(() => ann.closed !== null, "the socket is closed");
        expect(ann.closed).toEqual({ code: CloseCode.Damaged, reason: expect.stringContaining("damaged") });
      }
      const answer = await get(`/${damaged}`);
      expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining("from a backup")]);
      const ben = await guest(other).synced();
      new BoardEdits(ben.doc, null).setTitle("Goes on");
      await until(() => ben.of("ack").at(-1)?.updates === 1, "the other board is saved");
      expect(await (await get("")).json()).toHaveLength(2);
    });
});
