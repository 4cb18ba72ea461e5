import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { describeStore } from "./contract";
import { StoreError } from "./error";
import { openDatabase } from "./open";
import { BOARD_TABLES, MIGRATIONS } from "./schema";
import { SqliteStore } from "./sqlite";

function inNewFolder(): { file: string; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), "carveout-store-"));
  return {
    file: path.join(folder, "carveout.sqlite"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

describeStore("SQLite in memory", async () => {
  const store = new SqliteStore(":memory:");
  return { store, reopen: null, end: () => store.close() };
});

describeStore("SQLite file", async () => {
  const { file, remove } = inNewFolder();
  let store = new SqliteStore(file);
  return {
    store,
    async reopen() {
      await store.close();
      store = new SqliteStore(file);
      return store;
    },
    async end() {
      await store.close();
      remove();
    },
  };
});

test("a file of a newer version is left alone, with a sentence", async () => {
  const { file, remove } = inNewFolder();
  const future = new Database(file);
  future.pragma("user_version = 99");
  future.close();
  await expect(new SqliteStore(file).boards()).rejects.toThrow("written by a newer Carveout");
  remove();
});

test("a file that is no database any more is left alone, with what to do", async () => {
  const { file, remove } = inNewFolder();
  writeFileSync(file, new Uint8Array(8192).fill(0x5a));
  await expect(new SqliteStore(file).boards()).rejects.toThrow("put a backup in its place: carveout restore");
  remove();
});

test("every table with rows of boards is known as one", () => {
  const { file, remove } = inNewFolder();
  const db = openDatabase(file);
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[];
  const ofBoards = tables.filter((table) =>
    (db.pragma(`table_info(${table})`) as { name: string }[]).some(({ name }) => name === "board"),
  );
  expect(ofBoards.sort()).toEqual([...BOARD_TABLES].sort());
  db.close();
  remove();
});

test("a damaged board is named by the next backup, which has the others, and comes back from the last one", async () => {
  const { file, remove } = inNewFolder();
  const made = (id: string) => ({
    board: { id, title: id, createdAt: 1, updatedAt: 1 },
    links: [],
    seed: new Uint8Array([1, 2, 3]),
  });
  const first = new SqliteStore(file);
  for (const id of ["a", "b"]) await first.createBoard(made(id));
  expect(await first.backUp(`${file}-1`)).toEqual([]);
  await first.close();
  const raw = new Database(file);
  raw.exec("UPDATE updates SET bytes = x'010204' WHERE board = 'a'");
  raw.close();
  const store = new SqliteStore(file);
  await expect(store.open("a")).rejects.toMatchObject({ fault: "damaged" });
  expect(await store.backUp(`${file}-2`)).toEqual(["a"]);
  await store.takeBack(`${file}-1`, "a", true);
  expect((await store.open("a"))?.updates).toEqual([made("a").seed]);
  await store.takeBack(`${file}-2`, "b", true);
  expect((await store.open("b"))?.updates).toEqual([made("b").seed]);
  await store.close();
  remove();
});

test("after it is closed a store says so", async () => {
  const store = new SqliteStore(":memory:");
  await store.close();
  for (let i = 0; i < 2; i++) await expect(store.boards()).rejects.toThrow(StoreError);
});

test("a file belongs to one store at a time; whoever comes second is told, and the first goes on", async () => {
  const { file, remove } = inNewFolder();
  const first = new SqliteStore(file);
  await first.boards();
  await expect(new SqliteStore(file).boards()).rejects.toThrow("Another Carveout uses this data");
  expect(await first.boards()).toEqual([]);
  await first.close();
  const next = new SqliteStore(file);
  expect(await next.boards()).toEqual([]);
  await next.close();
  remove();
});

test("links from before they were signed keep their tokens, each as a link of its own", async () => {
  const { file, remove } = inNewFolder();
  const older = new Database(file);
  for (const step of MIGRATIONS.slice(0, 4)) older.exec(step);
  older.exec(`
    INSERT INTO boards VALUES ('b', 'Older', 5, 6, NULL), ('c', 'Other', 7, 8, NULL);
    INSERT INTO links VALUES ('b', 'viewer', 'v'), ('b', 'owner', 'o'), ('c', 'owner', 'p');
  `);
  older.pragma("user_version = 4");
  older.close();
  const store = new SqliteStore(file);
  const links = await store.links("b");
  expect(links).toMatchObject([
    { role: "owner", token: "o", name: "", madeBy: null, madeAt: 5, expiresAt: null, withdrawnAt: null },
    { role: "viewer", token: "v" },
  ]);
  expect(new Set(links?.map(({ id }) => id)).size).toBe(2);
  expect(await store.links("c")).toMatchObject([{ role: "owner", token: "p", madeAt: 7 }]);
  await store.close();
  remove();
});
