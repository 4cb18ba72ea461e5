import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterAll, expect, test } from "vitest";
import { BoardDatabase } from "./database";

/** As SQLite lays its files out. */
const PAGE = 4096;
const LOG_HEAD = 32;
const FRAME = 24 + PAGE;

const folder = mkdtempSync(path.join(tmpdir(), "carveout-interrupted-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => path.join(folder, name);
const bytes = (value: number, length: number) => new Uint8Array(length).fill(value);

/** What the board is by the files of that name. */
function stateOf(name: string): string {
  const database = new BoardDatabase(file(name));
  const stored = database.open("a");
  database.close();
  return JSON.stringify(stored?.updates.map((update) => [update[0], update.length]));
}

function commit(database: BoardDatabase, write: () => void): void {
  database.begin();
  write();
  database.commit();
}

/** A board that is written to, compacted and written to again, each a commit. Returns the file before, the log of the commits, and each state on the way. */
function history(): { before: Buffer; log: Buffer; states: string[] } {
  let database = new BoardDatabase(file("a"));
  const append = (value: number) =>
    database.append({
      board: "a",
      updates: [bytes(value, 9000)],
      clients: [[value, "p"]],
      title: "t",
      at: value,
    });
  const board = { id: "a", title: "a", createdAt: 1, updatedAt: 1 };
  commit(database, () => database.createBoard({ board, links: [], seed: bytes(1, 9000) }));
  for (let value = 2; value < 6; value++) commit(database, () => append(value));
  database.close();
  const before = readFileSync(file("a"));
  const states = [stateOf("a")];
  database = new BoardDatabase(file("a"));
  const steps = [() => append(6), () => database.compact("a", 6, bytes(99, 30_000)), () => append(7)];
  const current = () =>
    JSON.stringify(database.open("a")?.updates.map((update) => [update[0], update.length]));
  for (const step of steps) {
    commit(database, step);
    states.push(current());
  }
  // The log as a kill would leave it: closing would fold it in.
  const log = readFileSync(`${file("a")}-wal`);
  database.close();
  return { before, log, states };
}

const { before, log, states } = history();

test("a commit that was interrupted anywhere is not there at all, a compaction too", () => {
  const ends = Array.from({ length: (log.length - LOG_HEAD) / FRAME + 1 }, (_, n) => LOG_HEAD + n * FRAME);
  let reached = 0;
  for (const end of [0, ...ends.flatMap((at) => [at - 1, at, at + 24, at + 2000])]) {
    writeFileSync(file("cut"), before);
    writeFileSync(`${file("cut")}-wal`, log.subarray(0, Math.max(0, end)));
    const state = states.indexOf(stateOf("cut"));
    expect(state, `cut at ${end}`).toBeGreaterThanOrEqual(reached);
    reached = state;
  }
  expect(reached).toBe(states.length - 1);
});

test("a commit whose last page was torn is not there at all", () => {
  writeFileSync(file("torn"), before);
  const torn = Buffer.from(log).fill(0, log.length - 512);
  writeFileSync(`${file("torn")}-wal`, torn);
  expect(states.indexOf(stateOf("torn"))).toBe(states.length - 2);
});

test("a log that is wrong before its last commit is told, wherever; a wrong last one is as if it had been interrupted", () => {
  const frames = Array.from({ length: (log.length - LOG_HEAD) / FRAME }, (_, n) => LOG_HEAD + n * FRAME);
  const isCommit = (at: number) => log.readUInt32BE(at + 4) !== 0;
  const last = frames.filter(isCommit).at(-2) ?? 0;
  let told = 0;
  for (const at of frames)
    for (const wrong of [at + 1, at + 17, at + 24, at + FRAME - 1]) {
      const damaged = Buffer.from(log);
      damaged.writeUInt8(damaged.readUInt8(wrong) ^ 0x40, wrong);
      writeFileSync(file("gap"), before);
      writeFileSync(`${file("gap")}-wal`, damaged);
      if (at > last) expect(states.indexOf(stateOf("gap")), `at ${wrong}`).toBe(states.length - 2);
      else {
        expect(() => stateOf("gap"), `at ${wrong}`).toThrow(/damaged in the middle.*carveout restore/);
        told++;
      }
    }
  expect(told).toBeGreaterThan(20);
});

test("folding the log into the file can be interrupted after each page", () => {
  writeFileSync(file("folded"), before);
  writeFileSync(`${file("folded")}-wal`, log);
  const raw = new Database(file("folded"));
  raw.pragma("wal_checkpoint(FULL)");
  const after = readFileSync(file("folded"));
  raw.close();
  expect(after.equals(before)).toBe(false);
  for (let at = 0; at <= after.length; at += PAGE) {
    const mixed = Buffer.concat([after.subarray(0, at), before.subarray(at)]);
    writeFileSync(file("mixed"), mixed);
    writeFileSync(`${file("mixed")}-wal`, log);
    expect(states.indexOf(stateOf("mixed")), `after ${at / PAGE} pages`).toBe(states.length - 1);
  }
});

test("a compaction whose snapshot can't be written takes nothing away", () => {
  copyFileSync(file("mixed"), file("faulty"));
  const raw = new Database(file("faulty"));
  raw.exec(
    "CREATE TRIGGER fault BEFORE INSERT ON updates WHEN NEW.number = 7 BEGIN SELECT RAISE(ABORT, 'no'); END",
  );
  raw.close();
  const database = new BoardDatabase(file("faulty"));
  database.begin();
  expect(() => database.compact("a", 7, bytes(1, 10))).toThrow("no");
  database.rollback();
  database.close();
  expect(states.indexOf(stateOf("faulty"))).toBe(states.length - 1);
});
