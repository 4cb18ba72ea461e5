import { readFileSync } from "node:fs";
import path from "node:path";
import type { BoardJson } from "@carveout/model";
import { mailsOf } from "@carveout/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { House } from "../testing/house";

const FIXTURES = path.resolve(import.meta.dirname, "../../packages/formats/src/mail/fixtures");
const fixture = (name: string) => readFileSync(path.join(FIXTURES, name));

describe("POST /api/boards/:id/proposals", () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open();
  });
  afterAll(() => house.close());

  const send = (id: string, token: string, type: string, body: Buffer | string) =>
    house.fetch(
      `/api/boards/${id}/proposals`,
      { method: "POST", headers: { "content-type": type }, body: new Uint8Array(Buffer.from(body)) },
      token,
    );
  const boardOf = async (id: string): Promise<BoardJson> => (await house.fetch(`/api/boards/${id}`)).json();

  test("a mail, a thread and pasted text become proposals, beside one another", async () => {
    const { id, tokens } = await house.board({ template: "kmsan" });
    const before = Object.values((await boardOf(id)).items).flatMap((item) =>
      "geo" in item ? [item.geo.x] : [],
    );
    const items: string[] = [];
    for (const [type, file, mails] of [
      ["message/rfc822", "01-patch-send-email.eml", 1],
      ["application/mbox", "05-thread-mboxrd.mbox", 3],
      ["text/plain; charset=utf-8", "26-marc.txt", 1],
    ] as const) {
      const response = await send(id, tokens.editor, type, fixture(file));
      expect(response.status).toBe(201);
      const answer = (await response.json()) as { item: string; mails: number };
      expect(answer.mails).toBe(mails);
      items.push(answer.item);
    }
    const board = await boardOf(id);
    const proposals = items.map((item) => board.items[item]);
    expect(proposals.map((item) => item?.kind)).toEqual(["proposal", "proposal", "proposal"]);
    const places = proposals.flatMap((item) => (item?.kind === "proposal" ? [item.geo.x] : []));
    expect(new Set(places).size).toBe(3);
    expect(Math.max(...places)).toBeLessThan(Math.min(...before));
    const [, thread] = proposals;
    expect(thread?.kind === "proposal" && mailsOf(thread).map(({ head }) => head.subject)).toEqual([
      "[PATCH RFC v2 0/4] mm: kmsan: lazy metadata",
      "[PATCH RFC v2 2/4] mm: kmsan: allocate metadata lazily",
      "Re: [PATCH RFC v2 2/4] mm: kmsan: allocate metadata lazily",
    ]);
  });

  test("who may not edit, what is no mail, and what is too much is told apart", async () => {
    const { id, tokens } = await house.board();
    const mail = fixture("01-patch-send-email.eml");
    for (const [token, type, body, status] of [
      [tokens.commenter, "message/rfc822", mail, 403],
      [tokens.viewer, "message/rfc822", mail, 403],
      ["wrong", "message/rfc822", mail, 401],
      [tokens.editor, "application/json", "{}", 415],
      [tokens.editor, "text/plain", " \n ", 422],
      [tokens.editor, "text/plain", "x".repeat(4 * 1024 * 1024 + 1), 413],
    ] as const) {
      const response = await send(id, token, type, body);
      expect(response.status).toBe(status);
      const { error } = (await response.json()) as { error: { sentence: string } };
      expect(error.sentence).toMatch(/^[A-Z].*\.$/s);
    }
    expect(Object.keys((await boardOf(id)).items)).toEqual([]);
  });

  test("what is broken in a mail comes back with its line", async () => {
    const { id, tokens } = await house.board();
    const response = await send(id, tokens.owner, "message/rfc822", fixture("37-multipart-no-end.eml"));
    const { problems } = (await response.json()) as { problems: { line: number; sentence: string }[] };
    expect(problems).toEqual([{ line: 12, sentence: expect.stringMatching(/cut off here/) }]);
  });
});
