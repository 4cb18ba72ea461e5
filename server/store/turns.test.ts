import {
  appendFileSync,
  existsSync,
  fdatasync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterAll, expect, test, vi } from "vitest";
import { BoardDatabase } from "./database";
import { readTurns, type Turn, Turns, turnFiles } from "./turns";

vi.mock("node:fs", async (actual) => {
  const fs = await actual<typeof import("node:fs")>();
  return { ...fs, fdatasync: vi.fn(fs.fdatasync) };
});

const folder = mkdtempSync(path.join(tmpdir(), "carveout-turns-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => path.join(folder, `${files++}.sqlite`);

const turn = (n: number, length = 10): Turn => ({
  board: "a",
  lineage: "",
  title: `Title ${n}`,
  at: n,
  update: new Uint8Array(length).fill(n),
});
const left = (database: string) => turnFiles(database).flatMap(readTurns);

test("turns stand in the file until each is settled, and then take no room", () => {
  const file = newFile();
  const turns = new Turns(file);
  const settle = [turn(1), turn(2), turn(3)].map((one) => turns.keep(one));
  expect(left(file)).toEqual([turn(1), turn(2), turn(3)]);
  settle[0]?.();
  settle[2]?.();
  expect(left(file).length).toBe(3);
  settle[1]?.();
  expect(turnFiles(file).map((one) => statSync(one).size)).toEqual([0]);
  turns.keep(turn(4))();
  turns.close();
  expect(turnFiles(file)).toEqual([]);
});

test("turns that never all are settled at once do not grow one file for ever", () => {
  const file = newFile();
  const turns = new Turns(file);
  let before = () => {};
  for (let n = 0; n < 200; n++) {
    const settle = turns.keep(turn(n, 50_000));
    before();
    before = settle;
    const bytes = turnFiles(file).reduce((sum, one) => sum + statSync(one).size, 0);
    expect(bytes).toBeLessThan(2.2 * 1024 ** 2);
  }
  expect(left(file).at(-1)).toEqual(turn(199, 50_000));
  before();
  turns.close();
  expect(turnFiles(file)).toEqual([]);
});

test("what a power cut has left of a turn is passed over, and what came before it is read", () => {
  const file = newFile();
  const turns = new Turns(file);
  for (const n of [1, 2, 3]) turns.keep(turn(n));
  const [name = ""] = turnFiles(file);
  const whole = readFileSync(name);
  const third = whole.length / 3;
  for (let bytes = 0; bytes <= whole.length; bytes++) {
    writeFileSync(name, whole.subarray(0, bytes));
    expect(left(file).length).toBe(Math.floor(bytes / third));
    // Of a file's end that was never written, zeros may be there.
    appendFileSync(name, Buffer.alloc(third));
    expect(left(file).length).toBe(Math.floor(bytes / third));
  }
  writeFileSync(name, whole);
  truncateSync(name, 2 * third + 9);
  expect(left(file)).toEqual([turn(1), turn(2)]);
});

test("a sync is everybody's who asks while another is on its way, and leaves nothing to the next", async () => {
  const under: (() => void)[] = [];
  const go = async (already: number) => {
    await vi.waitFor(() => expect(under.length).toBe(already));
    under.at(-1)?.();
  };
  vi.mocked(fdatasync).mockImplementation((_, done) => void under.push(() => done(null)));
  const turns = new Turns(newFile());
  turns.keep(turn(1));
  let order = "";
  const first = turns.sync().then(() => (order += "first "));
  turns.keep(turn(2));
  const later = [turns.sync(), turns.sync()].map((sync) => sync.then(() => (order += "later ")));
  await go(1);
  await first;
  expect(order).toBe("first ");
  await go(2);
  await Promise.all(later);
  await turns.sync();
  expect([order, under.length]).toEqual(["first later later ", 2]);
  vi.mocked(fdatasync).mockReset();
  turns.keep(turn(3))();
  turns.close();
});

test("a sync that fails says so, and what comes after it stands in another file", async () => {
  const file = newFile();
  vi.mocked(fdatasync)
    .mockImplementationOnce((_, done) => done(new Error("EIO")))
    .mockImplementationOnce((_, done) => done(null));
  const turns = new Turns(file);
  const settle = turns.keep(turn(1));
  await expect(turns.sync()).rejects.toThrow("EIO");
  turns.keep(turn(2));
  expect(turnFiles(file).map((one) => readTurns(one))).toEqual([[turn(1)], [turn(2)]]);
  await turns.sync();
  settle();
  expect(turnFiles(file).map((one) => readTurns(one))).toEqual([[turn(2)]]);
});

test("what came into a file while its sync failed is not durable by a later one", async () => {
  const file = newFile();
  let fail = () => {};
  vi.mocked(fdatasync).mockImplementationOnce((_, done) => {
    fail = () => done(new Error("EIO"));
  });
  const turns = new Turns(file);
  const settle = turns.keep(turn(1));
  const failing = expect(turns.sync()).rejects.toThrow("EIO");
  const other = turns.keep(turn(2));
  const later = expect(turns.sync()).rejects.toThrow("EIO");
  fail();
  await failing;
  await later;
  for (const done of [settle, other]) done();
  expect(turnFiles(file)).toEqual([]);
});

test("the next process appends what was left, once, to the board it is of and to no other's", () => {
  const file = newFile();
  const before = new BoardDatabase(file);
  before.begin();
  for (const id of ["a", "b"])
    before.createBoard({
      board: { id, title: id, createdAt: 0, updatedAt: 0 },
      links: [],
      seed: new Uint8Array([9]),
    });
  before.commit();
  before.close();
  const turns = new Turns(file);
  turns.keep(turn(1));
  turns.keep({ ...turn(2), board: "gone" });
  turns.keep({ ...turn(3), board: "b", lineage: "another board of this id" });
  turns.keep(turn(4));
  for (let start = 0; start < 2; start++) {
    const after = new BoardDatabase(file);
    expect(after.open("a")?.updates).toEqual([new Uint8Array([9]), turn(1).update, turn(4).update]);
    expect(after.open("a")?.record).toMatchObject({ title: "Title 4", updatedAt: 4 });
    expect(after.open("b")?.updates).toEqual([new Uint8Array([9])]);
    after.close();
    expect(turnFiles(file)).toEqual([]);
  }
});

test("a start that can't write what was left says so and keeps it", () => {
  const file = newFile();
  const before = new BoardDatabase(file);
  before.begin();
  before.createBoard({
    board: { id: "a", title: "a", createdAt: 0, updatedAt: 0 },
    links: [],
    seed: new Uint8Array([9]),
  });
  before.commit();
  before.close();
  new Turns(file).keep(turn(1));
  const db = new Database(file);
  db.exec("CREATE TRIGGER refuse BEFORE INSERT ON updates BEGIN SELECT RAISE(ABORT, 'no room'); END");
  db.close();
  expect(() => new BoardDatabase(file)).toThrow(/what people did last.*can't be written \(no room\)/i);
  expect(left(file)).toEqual([turn(1)]);
});

test.skipIf(!existsSync("/dev/full"))(
  "where nothing can be written, a turn is not kept, and the next one is",
  () => {
    const file = newFile();
    const turns = new Turns(file);
    symlinkSync("/dev/full", `${file}-turns-1`);
    expect(() => turns.keep(turn(1))).toThrow(/no space|full/i);
    const settle = turns.keep(turn(2));
    expect(left(file)).toEqual([turn(2)]);
    settle();
    turns.close();
    expect(turnFiles(file)).toEqual([]);
  },
);
