import type { Glance } from "@carveout/wire";
import { encodeMessage } from "@carveout/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { House, until } from "../testing/house";

describe("the list of boards", () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open();
  });
  afterAll(() => house.close());

  const send = async (method: string, path: string, token?: string, body?: unknown) =>
    (await house.fetch(path, { method, ...(body ? { body: JSON.stringify(body) } : {}) }, token)).status;
  const titles = async () =>
    ((await (await house.fetch("/api/boards")).json()) as { title: string }[]).map(({ title }) => title);

  test("a board gets another title, which who is on it sees at once; readers can't give it one", async () => {
    const { id, tokens } = await house.board({ title: "Old" });
    const watcher = await house.guest(id, tokens.viewer).synced();
    expect(await send("PATCH", `/api/boards/${id}`, tokens.editor, { title: " New " })).toBe(200);
    await until(() => watcher.doc.getMap("meta").get("title") === "New", "the new title");
    expect(await titles()).toContain("New");
    for (const role of ["commenter", "viewer"] as const)
      expect(await send("PATCH", `/api/boards/${id}`, tokens[role], { title: "Mine" })).toBe(403);
    for (const title of ["", " ", "x".repeat(201), 5])
      expect(await send("PATCH", `/api/boards/${id}`, tokens.owner, { title })).toBe(400);
    expect(watcher.doc.getMap("meta").get("title")).toBe("New");
  });

  test("a deleted board is gone for everybody, those on it learn why, and it comes back as it was", async () => {
    const { id, tokens } = await house.board({ template: "kmsan" });
    const before: unknown = await (await house.fetch(`/api/boards/${id}`)).json();
    const watcher = await house.guest(id, tokens.viewer).synced();
    for (const role of ["editor", "commenter", "viewer"] as const)
      expect(await send("DELETE", `/api/boards/${id}`, tokens[role])).toBe(403);
    expect(await send("DELETE", `/api/boards/${id}`, tokens.owner)).toBe(200);
    await until(() => watcher.closed?.code === 4410, "the watcher is sent away");
    expect((await house.fetch(`/api/boards/${id}`, {}, tokens.owner)).status).toBe(401);
    expect(
      ((await (await house.fetch("/api/boards")).json()) as { id: string }[]).map((b) => b.id),
    ).not.toContain(id);
    expect(await send("POST", `/api/boards/${id}/restore`, tokens.owner)).toBe(401);
    expect(await send("POST", `/api/boards/${id}/restore`)).toBe(200);
    expect(await send("POST", `/api/boards/${id}/restore`)).toBe(404);
    expect(await (await house.fetch(`/api/boards/${id}`, {}, tokens.viewer)).json()).toEqual(before);
  });

  test("a glance shows what lies where, what it is called and what was said, and is made anew after a change", async () => {
    const { id, tokens } = await house.board({ template: "kmsan" });
    const glance = async () =>
      (await (await house.fetch(`/api/boards/${id}/glance`, {}, tokens.viewer)).json()) as Glance;
    const first = await glance();
    const { items } = (await (await house.fetch(`/api/boards/${id}`)).json()) as {
      items: Record<string, { kind: string; geo?: { x: number; w: number } }>;
    };
    const placed = Object.values(items).filter(({ geo }) => geo !== undefined);
    expect(first.shapes.map(({ kind, x, w }) => `${kind} ${x} ${w}`).sort()).toEqual(
      placed.map(({ kind, geo }) => `${kind} ${geo?.x} ${geo?.w}`).sort(),
    );
    expect(first.wires).toHaveLength(Object.keys(items).length - placed.length);
    expect(first).toMatchObject({ items: placed.length, openThreads: 0, comments: [] });
    expect(first.names).toContain("Lazy");
    const ann = await house.guest(id, tokens.commenter).synced();
    ann.send(encodeMessage({ type: "introduce", name: "Ann" }));
    const words = {
      thread: "thread-aaaaaaaaaa",
      comment: "comment-aaaaaaaaaa",
      text: "Why order 9?",
      mentions: [],
    };
    expect(
      await ann.say("thread.start", { ...words, anchor: { at: "canvas", x: 0, y: 0 }, label: "The board" }),
    ).toBeNull();
    expect(await glance()).toMatchObject({ openThreads: 1, comments: [{ by: "Ann", text: "Why order 9?" }] });
    expect((await house.fetch(`/api/boards/${id}/glance`, {}, "wrong")).status).toBe(401);
  });
});
