import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { House } from "../testing/house";

/** The smallest picture there is: one pixel. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const HASH = createHash("sha256").update(PIXEL).digest("hex");

describe("pictures over HTTP", () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open();
  });
  afterAll(() => house.close());

  const put = (id: string, token: string, body: Uint8Array<ArrayBuffer> = new Uint8Array(PIXEL)) =>
    house.fetch(`/api/boards/${id}/images`, { method: "POST", body }, token);
  const get = (id: string, token: string | null, hash = HASH) =>
    house.fetch(`/api/boards/${id}/images/${hash}`, {}, token);

  test("what an editor puts there, everybody with a link of the board sees, and nobody else", async () => {
    const { id, tokens } = await house.board();
    const answer = await put(id, tokens.editor);
    expect([answer.status, await answer.json()]).toEqual([201, { hash: HASH, w: 1, h: 1 }]);
    const seen = await get(id, tokens.viewer);
    expect(Buffer.from(await seen.arrayBuffer())).toEqual(PIXEL);
    expect(seen.headers.get("content-type")).toBe("image/png");
    expect(seen.headers.get("x-content-type-options")).toBe("nosniff");
    expect(seen.headers.get("cache-control")).toMatch(/^private, .*immutable$/);
    expect(seen.headers.get("content-security-policy")).toContain("default-src 'none'");
    const other = await house.board();
    expect((await get(id, other.tokens.owner)).status).toBe(401);
    expect((await get(id, null)).status).toBe(401);
    expect((await get(other.id, other.tokens.owner)).status).toBe(404);
  });

  test("a copy of the board shows its pictures", async () => {
    const { id, tokens } = await house.board();
    await put(id, tokens.editor);
    const image = {
      kind: "image",
      geo: { x: 0, y: 0, w: 10, h: 10 },
      z: "a0",
      hash: HASH,
      natural: { w: 1, h: 1 },
      fields: {},
    };
    const copy = await house.board({ board: { carveout: 1, title: "Copy", items: { "image-1": image } } });
    expect((await get(copy.id, copy.tokens.viewer)).status).toBe(200);
    // Who has shown it keeps it: it goes with the last board that does.
    const purge = async (board: string) => {
      await house.store.deleteBoard(board, 1);
      await house.store.purgeBoards(2);
    };
    await purge(id);
    expect((await get(copy.id, copy.tokens.viewer)).status).toBe(200);
    for (const board of await house.store.boards()) await purge(board.id);
    expect(await house.store.image(HASH)).toBeNull();
  });

  const shown = (hash: string) => ({
    kind: "image",
    geo: { x: 0, y: 0, w: 10, h: 10 },
    z: "a0",
    hash,
    natural: { w: 1, h: 1 },
    fields: {},
  });

  test("a board's file has its pictures, and takes them to a server that has never seen them", async () => {
    const { id, tokens } = await house.board({
      board: { carveout: 1, title: "With", items: { "image-1": shown(HASH), "image-2": shown(HASH) } },
    });
    await put(id, tokens.editor);
    const file = await (await house.fetch(`/api/boards/${id}`, {}, tokens.viewer)).text();
    expect(JSON.parse(file)).toMatchObject({ images: { [HASH]: PIXEL.toString("base64") } });
    const head = await house.fetch(`/api/boards/${id}`, { method: "HEAD" }, tokens.viewer);
    expect([head.status, await head.text()]).toEqual([200, ""]);
    const other = await House.open();
    const made = await other.board({ board: JSON.parse(file) });
    const live = await other.board();
    expect((await other.fetch(`/api/boards/${live.id}/import`, { method: "PUT", body: file })).status).toBe(
      200,
    );
    for (const board of [made.id, live.id]) {
      const seen = await other.fetch(`/api/boards/${board}/images/${HASH}`);
      expect([seen.headers.get("content-type"), Buffer.from(await seen.arrayBuffer())]).toEqual([
        "image/png",
        PIXEL,
      ]);
      expect(await (await other.fetch(`/api/boards/${board}`)).text()).toBe(file);
      expect(await other.store.imageBytes(board)).toBe(PIXEL.length);
    }
    // Nothing is left of what waited, and what no item shows was not kept.
    expect(readdirSync(other.dataFolder).filter((name) => name.startsWith("import-"))).toEqual([]);
    const unshown = { ...JSON.parse(file), items: {} };
    const bare = await other.board({ board: unshown });
    expect(await other.store.imageBytes(bare.id)).toBe(0);
    await other.close();
  });

  test("a file whose pictures are not what they say is refused, and changes nothing", async () => {
    const { id, tokens } = await house.board({ title: "As it was" });
    const send = async (images: unknown) => {
      const board = { carveout: 1, title: "Forged", items: { "image-1": shown(HASH) }, images };
      const answer = await house.fetch(
        `/api/boards/${id}/import`,
        { method: "PUT", body: JSON.stringify(board) },
        tokens.editor,
      );
      const { error } = (await answer.json()) as { error: { sentence: string } };
      return [answer.status, error.sentence];
    };
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    const svg = "<svg onload='alert(1)'/>";
    const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");
    for (const [images, status, why] of [
      [{ [HASH]: base64("other bytes") }, 422, /images\.[0-9a-f]+: the bytes are not those of this hash/],
      [{ [HASH]: "?" }, 422, /not those of this hash/],
      [{ [hashOf(svg)]: base64(svg) }, 422, /no PNG, JPEG/],
      [{ "../../evil": PIXEL.toString("base64") }, 422, /images/],
      [{ [HASH]: 5 }, 422, /images/],
      [{ [HASH]: "A".repeat(14_000_000) }, 413, /larger than .* 10 MiB for a picture/],
    ] as const)
      expect(await send(images)).toEqual([status, expect.stringMatching(why)]);
    expect(await (await house.fetch(`/api/boards/${id}`)).json()).toMatchObject({ title: "As it was" });
    expect(await house.store.imageBytes(id)).toBe(0);
  });

  test("who may not edit puts nothing there", async () => {
    const { id, tokens } = await house.board();
    for (const role of ["commenter", "viewer"] as const)
      expect((await put(id, tokens[role])).status).toBe(403);
    expect((await get(id, tokens.owner, "0".repeat(64))).status).toBe(404);
  });

  test("what is no picture, or too large, is turned away with a sentence", async () => {
    const { id, tokens } = await house.board();
    const svg = await put(id, tokens.editor, new TextEncoder().encode("<svg onload='alert(1)'/>"));
    expect(svg.status).toBe(415);
    expect(((await svg.json()) as { error: { sentence: string } }).error.sentence).toMatch(/no PNG, JPEG/);
    expect((await put(id, tokens.editor, new Uint8Array(10 * 1024 ** 2 + 1))).status).toBe(413);
    const wide = Uint8Array.from(PIXEL);
    wide.set([0, 1, 0, 0], 16);
    expect((await put(id, tokens.editor, wide)).status).toBe(413);
  });
});
