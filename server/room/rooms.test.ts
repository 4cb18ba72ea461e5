import { expect, test } from "vitest";
import { SqliteStore } from "../store/sqlite";
import { House, until } from "../testing/house";

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
}, 30_000);
