import { BoardEdits, type BoardJson, readBoard } from "@carveout/model";
import type { RunResult } from "@carveout/sim";
import type { OutcomeChange } from "@carveout/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { participantOf } from "../access/access";
import { wiredBoard } from "../testing/bench";
import { House, until } from "../testing/house";

interface Told {
  pending: { authors: string[]; count: number; changes: { sentence: string; author: string }[] } | null;
  moments: { number: number; changes: { sentence: string }[] }[];
  hasMore: boolean;
  people: { id: string; name: string | null; colour: number }[];
}
interface Frame {
  variant: string;
  run: string;
  status: { state: string; missing?: string; resultHash?: string };
}

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

/** A board with one small experiment, as it was made. */
async function wired() {
  const { id, tokens } = await house.board();
  const file = { carveout: 1, title: "Wired", items: wiredBoard() };
  const put = { method: "PUT", body: JSON.stringify(file) };
  expect((await house.fetch(`/api/boards/${id}/import`, put, tokens.owner)).status).toBe(200);
  const get = async <T>(path: string, token: string | null = tokens.viewer) =>
    (await (await house.fetch(`/api/boards/${id}${path}`, {}, token)).json()) as T;
  return { id, tokens, get };
}

test("the timeline tells who did what, to everybody who may open the board and to nobody else", async () => {
  const { id, tokens, get } = await wired();
  const ann = await house.guest(id, tokens.editor, { participant: "p-annannannannann1" }).synced();
  const edits = new BoardEdits(ann.doc, null);
  edits.setField("profile-1", ["banks", "b0", "sizeBytes"], 1024 ** 3);
  await until(() => (ann.of("ack").at(-1)?.updates ?? 0) > 0, "the edit is acknowledged");
  const { moments, pending, people, hasMore } = await get<Told>("/history");
  expect(hasMore).toBe(false);
  expect(moments.map(({ number }) => number)).toEqual([1]);
  expect(people.map(({ id: who }) => who)).toContain(participantOf("p-annannannannann1"));
  expect(pending?.changes.at(-1)).toMatchObject({ item: expect.any(String) });
  expect(pending?.changes.map(({ sentence }) => sentence)).toContain(
    "Somebody with the owner's link added Laptop",
  );
  expect((await house.fetch(`/api/boards/${id}/history`, {}, "wrong")).status).toBe(401);
  expect((await house.fetch(`/api/boards/${id}/history/1`, {}, "wrong")).status).toBe(401);
  expect((await house.fetch(`/api/boards/${id}/history/9`, {}, tokens.viewer)).status).toBe(404);
  expect((await house.fetch(`/api/boards/${id}/history?before=x`, {}, tokens.viewer)).status).toBe(400);
});

test("a moment is the board as it was, in any later session of the server's", async () => {
  const { id, tokens, get } = await wired();
  const ann = await house.guest(id, tokens.editor).synced();
  expect(await get<BoardJson>("/history/1")).toMatchObject({ items: {} });
  new BoardEdits(ann.doc, null).setTitle("Later");
  await until(() => (ann.of("ack").at(-1)?.updates ?? 0) > 0, "the edit is acknowledged");
  expect(readBoard(ann.doc).title).toBe("Later");
  expect((await get<BoardJson>("/history/1")).title).not.toBe("Later");
});

test("the field of an item says whose it is", async () => {
  const { id, tokens, get } = await wired();
  const participant = "p-benbenbenbenben1";
  const ben = await house.guest(id, tokens.editor, { participant }).synced();
  new BoardEdits(ben.doc, null).setField("profile-1", ["cpus"], 4);
  await until(() => (ben.of("ack").at(-1)?.updates ?? 0) > 0, "the edit is acknowledged");
  const { fields } = await get<{ fields: Record<string, { author: string | null }> }>(
    "/items/profile-1/authors",
  );
  expect(fields.cpus?.author).toBe(participantOf(participant));
  expect(fields.name?.author).toBeNull();
  expect(await get("/items/nothing/authors")).toMatchObject({ fields: {} });
});

test("a moment's results are those that are kept, and where there are none it says so", async () => {
  const template = "kmsan";
  const { id, tokens } = await house.board({ template });
  const get = async () =>
    (
      (await (await house.fetch(`/api/boards/${id}/history/1/results`, {}, tokens.viewer)).json()) as {
        runs: Frame[];
      }
    ).runs;
  const before = await get();
  expect(before.length).toBeGreaterThan(0);
  expect(new Set(before.map(({ status }) => status.state))).toEqual(new Set(["incomplete"]));
  expect(before[0]?.status.missing).toContain("Not computed then");
  const ann = await house.guest(id, tokens.viewer).synced();
  const done = () => ann.of("run").filter(({ status }) => status.state === "result");
  await until(
    () => new Set(done().map(({ variant }) => variant)).size === before.length,
    "all runs end",
    60_000,
  );
  const after = await get();
  for (const { variant, run, status } of done())
    expect(after).toContainEqual(
      expect.objectContaining({
        variant,
        run,
        status: expect.objectContaining({
          state: "result",
          resultHash: (status as { resultHash?: string }).resultHash,
        }),
      }),
    );
}, 90_000);

test("what came out differently since a time, for who looked then: which column, from what to what", async () => {
  const { id, tokens, get } = await wired();
  const ann = await house.guest(id, tokens.editor).synced();
  const finished = (run: string | undefined) =>
    ann.of("run").filter(({ status, run: name }) => status.state === "result" && name !== run);
  await until(() => finished(undefined).length > 0, "the first result", 30_000);
  const first = finished(undefined).at(-1);
  expect(await ann.say("version.create", { version: "before1", name: "Before" })).toBeNull();
  const looked = Date.now();
  const usable = (result: unknown) => (result as RunResult).memory.usablePages;
  expect(await get(`/outcomes?since=${looked}`)).toEqual({ changes: [] });
  new BoardEdits(ann.doc, null).setField("profile-1", ["banks", "b0", "sizeBytes"], 1024 ** 3);
  await until(() => finished(first?.run).length > 0, "another result", 30_000);
  const { changes } = await get<{ changes: OutcomeChange[] }>(`/outcomes?since=${looked}`);
  const [now] = finished(first?.run);
  if (first?.status.state !== "result" || now?.status.state !== "result") throw new Error("No results.");
  expect(changes).toHaveLength(1);
  expect(changes[0]).toMatchObject({
    experiment: first.experiment,
    before: { usablePages: usable(first.status.result) },
    after: { usablePages: usable(now.status.result) },
  });
  expect((await house.fetch(`/api/boards/${id}/outcomes?since=x`, {}, tokens.viewer)).status).toBe(400);
  expect((await house.fetch(`/api/boards/${id}/outcomes?since=1`, {}, "wrong")).status).toBe(401);
}, 90_000);
