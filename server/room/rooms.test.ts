import { emptyBoard, seedBoard, titleOf } from "@carveout/model";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { createBoard } from "../boards/boards";
import { createLog } from "../operations/log";
import { Metrics } from "../operations/metrics";
import type { RunServices } from "../runs/column";
import { SqliteStore } from "../store/sqlite";
import { House, until } from "../testing/house";
import { Rooms } from "./rooms";

test("so many boards are in memory at once; whoever opens one more is told, and those that are open go on", async () => {
  const store = new SqliteStore(":memory:");
  const house = await House.open(store);
  const boards = await Promise.all(Array.from({ length: 501 }, () => house.board()));
  const get = async (n: number) => house.fetch(`/api/boards/${boards[n]?.id}`);
  for (let n = 0; n < 500; n++) expect((await get(n)).status).toBe(200);
  const full = await get(500);
  expect(full.status).toBe(503);
  const { error } = (await full.json()) as { error: { code: string; sentence: string } };
  expect(error).toEqual({
    code: "full",
    sentence: "The server has 500 boards open, which is the most. Try again in a minute.",
  });
  const late = house.guest(boards[500]?.id ?? "", boards[500]?.tokens.editor ?? "");
  await until(() => late.closed !== null, "the socket is turned away");
  expect(late.closed).toEqual({ code: 4423, reason: error.sentence });
  expect((await get(0)).status).toBe(200);
  await house.close();
});

test("who comes back while a board is replaced waits, and nothing of what was there goes into what has come", async () => {
  const store = new SqliteStore(":memory:");
  const operations = { metrics: new Metrics(), log: createLog("silent") };
  const rooms = new Rooms(store, operations, {} as RunServices);
  const { id } = await createBoard(store, emptyBoard("Before"));
  const before = await rooms.open(id);
  if (before === null) throw new Error("The board is there.");
  expect(await before.rename("Changed", "ann")).toBe(true);
  let begin = () => {};
  let end = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const replaced = rooms.replace(id, 1012, "Replaced.", async () => {
    begin();
    await ended;
    const other = new Y.Doc();
    other.clientID = 1;
    seedBoard(other, emptyBoard("After"));
    const stored = await store.open(id);
    await store.compact(id, stored?.last ?? 0, Y.encodeStateAsUpdate(other));
  });
  await begun;
  let isIn = false;
  const quick = rooms.open(id).then((room) => {
    isIn = true;
    return room;
  });
  // Who has held on to the room that was is not heard any more.
  expect(await before.rename("Too late", "ann")).toBe(false);
  expect(isIn).toBe(false);
  end();
  await replaced;
  expect(titleOf((await quick)?.doc ?? new Y.Doc())).toBe("After");
  expect((await rooms.open(id)) === (await quick)).toBe(true);
  const stored = new Y.Doc();
  for (const update of (await store.open(id))?.updates ?? []) Y.applyUpdate(stored, update);
  expect(titleOf(stored)).toBe("After");

  await expect(rooms.replace(id, 1012, "Replaced.", () => Promise.reject(new Error("No.")))).rejects.toThrow(
    "No.",
  );
  expect(titleOf((await rooms.open(id))?.doc ?? new Y.Doc())).toBe("After");
  await rooms.close();
  await store.close();
});
