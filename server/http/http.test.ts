import { readFileSync } from "node:fs";
import path from "node:path";
import { readBoard } from "@carveout/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { participantOf } from "../access/access";
import { House, INSTANCE, until } from "../testing/house";

const FIXTURE = path.resolve(import.meta.dirname, "../../packages/formats/fixtures/kmsan-2g");

describe("HTTP", () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open();
  });
  afterAll(() => house.close());

  const post = (body: unknown): RequestInit => ({ method: "POST", body: JSON.stringify(body) });
  const problem = async (response: Response) => {
    const { error } = (await response.json()) as { error: { code: string; sentence: string } };
    expect(error.sentence).toMatch(/^[A-Z].*\.$/s);
    return [response.status, error.code];
  };

  test("a board is made, listed, read and linked", async () => {
    const response = await house.fetch("/api/boards", post({ title: "My board" }));
    expect(response.status).toBe(201);
    const { id, links } = (await response.json()) as { id: string; links: Record<string, string> };
    expect(Object.keys(links)).toEqual(["owner", "editor", "commenter", "viewer"]);
    expect(links.viewer).toMatch(new RegExp(`^${house.origin}/b/${id}\\?token=[\\w.-]+$`));
    const list = (await (await house.fetch("/api/boards")).json()) as { id: string; title: string }[];
    expect(list.find((board) => board.id === id)).toMatchObject({ title: "My board", here: 0 });
    const token = (role: string) => new URL(links[role] ?? "").searchParams.get("token");
    for (const role of ["owner", "editor", "commenter", "viewer"])
      expect(await (await house.fetch(`/api/boards/${id}`, {}, token(role))).json()).toEqual({
        carveout: 1,
        title: "My board",
        items: {},
      });
  });

  test("a board from each template that is offered", async () => {
    const templates = (await (await house.fetch("/api/templates")).json()) as { id: string }[];
    expect(templates.length).toBeGreaterThan(0);
    for (const { id: template } of templates) {
      const { id } = await house.board({ template });
      const board = (await (await house.fetch(`/api/boards/${id}`)).json()) as { items: object };
      expect(Object.keys(board.items).length).toBeGreaterThan(0);
    }
  });

  test("without the right there is no answer, and no difference between locked and missing boards", async () => {
    const { id, tokens } = await house.board();
    for (const token of [null, "wrong", tokens.owner])
      expect(await problem(await house.fetch("/api/boards", {}, token))).toEqual([401, "no-token"]);
    expect(await problem(await house.fetch("/api/boards", post({}), tokens.owner))).toEqual([
      401,
      "no-token",
    ]);
    const locked = await house.fetch(`/api/boards/${id}`, {}, "wrong");
    const missing = await house.fetch("/api/boards/abcdefghijkl", {}, "wrong");
    expect(await locked.text()).toBe(await missing.text());
    expect(locked.status).toBe(401);
  });

  test("a board is made from another's JSON, or not at all", async () => {
    const { id } = await house.board({ template: "kasan" });
    const board: unknown = await (await house.fetch(`/api/boards/${id}`)).json();
    const copy = await house.board({ board });
    expect(await (await house.fetch(`/api/boards/${copy.id}`)).json()).toEqual(board);
    const count = async () => ((await (await house.fetch("/api/boards")).json()) as []).length;
    const before = await count();
    expect(await problem(await house.fetch("/api/boards", post({ board: { carveout: 2 } })))).toEqual([
      422,
      "not-a-board",
    ]);
    expect(await count()).toBe(before);
  });

  test("bad bodies, methods and origins are told apart", async () => {
    expect(await problem(await house.fetch("/api/boards", { method: "POST", body: "{" }))).toEqual([
      400,
      "bad-json",
    ]);
    expect(await problem(await house.fetch("/api/boards", post({ titel: "x" })))).toEqual([400, "bad-body"]);
    expect(await problem(await house.fetch("/api/boards", post({ template: "none" })))).toEqual([
      400,
      "no-template",
    ]);
    expect(await problem(await house.fetch("/api/boards", post({ title: "x".repeat(9e6) })))).toEqual([
      413,
      "too-large",
    ]);
    const wrong = await house.fetch("/api/boards", { method: "DELETE" });
    expect(wrong.headers.get("allow")).toBe("POST, GET");
    expect(await problem(wrong)).toEqual([405, "method"]);
    const foreign = { ...post({}), headers: { origin: "http://evil.example" } };
    expect(await problem(await house.fetch("/api/boards", foreign))).toEqual([403, "foreign-origin"]);
    expect(await problem(await house.fetch("/nothing"))).toEqual([404, "not-found"]);
  });

  test("a link's token becomes a cookie and leaves the address", async () => {
    const { id, tokens } = await house.board();
    const response = await house.fetch(`/b/${id}?token=${tokens.editor}&at=3`, {}, null);
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(`/b/${id}?at=3`);
    const cookies = response.headers.getSetCookie();
    const hidden = "Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax";
    expect(cookies.map((cookie) => cookie.replace(/=[^;]*/, ""))).toEqual([
      `carveout_me; ${hidden}`,
      // For the page's scripts: who that is to the others, and not the secret behind it.
      "carveout_who; Path=/; Max-Age=31536000; SameSite=Lax",
      `carveout_b_${id}; ${hidden}`,
    ]);
    const [secret, who] = cookies.map((each) => /=([^;]*)/.exec(each)?.[1] ?? "");
    expect(who).toBe(participantOf(secret ?? ""));
    const cookie = cookies.map((c) => c.split(";")[0]).join("; ");
    expect((await house.fetch(`/api/boards/${id}`, { headers: { cookie } }, null)).status).toBe(200);
    expect((await house.fetch(`/api/boards/${id}/links`, { headers: { cookie } }, null)).status).toBe(403);
    const instance = await house.fetch(`/?token=${INSTANCE}`, {}, null);
    expect([instance.status, instance.headers.get("location")]).toEqual([303, "/"]);
    for (const address of [`/b/${id}?token=wrong`, "/?token=wrong", `/?token=${tokens.owner}`])
      expect((await house.fetch(address, {}, null)).status).toBe(401);
  });

  test("a browser keeps the tokens of so many boards that its cookies pass through proxies", async () => {
    const { id, tokens } = await house.board();
    const many = Array.from({ length: 45 }, (_, n) => `carveout_b_board${n}=${tokens.commenter}`);
    const headers = { cookie: many.join("; ") };
    const response = await house.fetch(`/b/${id}?token=${tokens.commenter}`, { headers }, null);
    expect(response.status).toBe(303);
    const ended = response.headers.getSetCookie().filter((set) => set.includes("=; Path=/; Max-Age=0;"));
    expect(ended.map((set) => set.split("=")[0])).toEqual(
      [0, 1, 2, 3, 4, 5].map((n) => `carveout_b_board${n}`),
    );
    expect(many.slice(0, 40).join("; ").length).toBeLessThan(8 * 1024 - 500);
  });

  test("who tries tokens has to wait, while others behind the same address go on", async () => {
    const own = await House.open();
    const { id, tokens } = await own.board();
    const status = async (token: string) => (await own.fetch(`/api/boards/${id}`, {}, token)).status;
    expect(await status(tokens.viewer)).toBe(200);
    let tried = 0;
    for (; tried < 100 && (await status(`guess-${tried}`)) === 401; tried++);
    expect(tried).toBe(60);
    const barred = await own.fetch(`/b/${id}?token=another`, {}, null);
    expect([barred.headers.get("retry-after"), ...(await problem(barred))]).toEqual(["60", 429, "guesses"]);
    expect((await own.fetch("/api/boards", {}, "guess-at-the-instance")).status).toBe(429);
    expect(await status(tokens.editor)).toBe(429);
    expect(await status(tokens.viewer)).toBe(200);
    expect((await own.fetch("/api/boards")).status).toBe(200);
    await own.close();
  });

  test("headers have a limit of their own, before anything is read", async () => {
    const headers = { cookie: "x".repeat(17 * 1024) };
    expect((await house.fetch("/healthz", { headers }, null)).status).toBe(431);
  });

  test("a machine's files become a profile, and nothing is written", async () => {
    const { id, tokens } = await house.board();
    const names = ["iomem.txt", "zoneinfo.txt", "meminfo.txt", "dmesg.txt"];
    const files = Object.fromEntries(
      names.map((name) => [name, readFileSync(path.join(FIXTURE, name), "utf8")]),
    );
    const address = `/api/boards/${id}/import-profile`;
    const response = await house.fetch(address, post({ files }), tokens.editor);
    expect(response.status).toBe(200);
    const { fields, notes } = (await response.json()) as { fields: { banks: object }; notes: string[] };
    expect(Object.keys(fields.banks).length).toBeGreaterThan(0);
    expect(Array.isArray(notes)).toBe(true);
    expect(
      await problem(await house.fetch(address, post({ files: { "x.txt": "no such file" } }), tokens.editor)),
    ).toEqual([422, "unreadable"]);
    expect(await problem(await house.fetch(address, post({ files }), tokens.commenter))).toEqual([
      403,
      "role",
    ]);
    expect(await (await house.fetch(`/api/boards/${id}`)).json()).toMatchObject({ items: {} });
  });

  test("an exported board is imported into another: equal, live for who is there, and refused where it is no board", async () => {
    const from = await house.board({ template: "kmsan" });
    const to = await house.board({ template: "mte" });
    const watcher = await house.guest(to.id, to.tokens.viewer).synced();
    const file = await (await house.fetch(`/api/boards/${from.id}`)).text();
    const put = (body: string, token = to.tokens.editor) =>
      house.fetch(`/api/boards/${to.id}/import`, { method: "PUT", body }, token);
    const { title, items } = JSON.parse(file) as { title: string; items: object };
    const answer = await put(file);
    expect([answer.status, await answer.json()]).toEqual([200, { title, items: Object.keys(items).length }]);
    expect(await (await house.fetch(`/api/boards/${to.id}`)).json()).toEqual(JSON.parse(file));
    await until(() => watcher.doc.getMap("meta").get("title") === title, "the watcher sees the import");
    expect(readBoard(watcher.doc)).toEqual(JSON.parse(file));
    // What the gate knows goes on from there: the next edit is judged against the imported board.
    const editor = await house.guest(to.id, to.tokens.editor).synced();
    editor.doc.getMap("meta").set("title", "After the import");
    await until(() => watcher.doc.getMap("meta").get("title") === "After the import", "an edit after it");
    for (const token of [to.tokens.commenter, to.tokens.viewer])
      expect(await problem(await put(file, token))).toEqual([403, "role"]);
    expect(await problem(await put("{"))).toEqual([400, "bad-json"]);
    for (const body of ["{}", '{"carveout":1,"title":"","items":{"a":{"kind":"none"}}}'])
      expect(await problem(await put(body))).toEqual([422, "not-a-board"]);
    expect(await problem(await put(" ".repeat(9e6)))).toEqual([413, "too-large"]);
    expect(await (await house.fetch(`/api/boards/${to.id}`)).json()).toMatchObject({
      title: "After the import",
    });
  });

  test("every answer carries the security headers", async () => {
    for (const address of ["/healthz", "/api/boards", "/nothing", "/?token=wrong"]) {
      const { headers } = await house.fetch(address);
      expect([headers.get("x-content-type-options"), headers.get("referrer-policy")]).toEqual([
        "nosniff",
        "no-referrer",
      ]);
      expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
      for (const of of ["opener", "resource"])
        expect(headers.get(`cross-origin-${of}-policy`)).toBe("same-origin");
      expect(headers.get("permissions-policy")).toContain("camera=()");
    }
  });

  test("health and figures", async () => {
    const health = await house.fetch("/healthz", {}, null);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ ok: true, store: "writable" });
    const text = await (await house.fetch("/metrics", {}, null)).text();
    for (const name of [
      "rooms",
      "sockets",
      "runs_waiting",
      "store_waiting",
      "commit_seconds_count",
      "run_seconds_count",
    ])
      expect(text).toMatch(new RegExp(`^carveout_${name} \\d+$`, "m"));
    expect(text).not.toContain(INSTANCE);
  });
});
