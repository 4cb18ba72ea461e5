import { BoardEdits, readBoard } from "@carveout/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { House, until } from "../testing/house";

describe("sockets", () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open();
  });
  afterAll(() => house.close());

  test("stock clients connect, read, write and converge, and see no message of ours", async () => {
    const { id, tokens } = await house.board({ title: "Shared" });
    const ann = await house.guest(id, tokens.editor, { wire: false }).synced();
    const ben = await house.guest(id, tokens.owner, { wire: false }).synced();
    const note = new BoardEdits(ann.doc, null).add({
      kind: "note",
      geo: { x: 1, y: 2, w: 200 },
      z: "a0",
      text: "hi",
    });
    await until(() => note in readBoard(ben.doc).items, "Ben sees Ann's note");
    new BoardEdits(ben.doc, null).text(note)?.insert(2, " Ann");
    await until(() => JSON.stringify(readBoard(ann.doc)).includes("hi Ann"), "Ann sees Ben's text");
    expect(readBoard(ann.doc)).toEqual(readBoard(ben.doc));
    expect(readBoard(ann.doc).title).toBe("Shared");
    const late = await house.guest(id, tokens.viewer, { wire: false }).synced();
    expect(readBoard(late.doc)).toEqual(readBoard(ann.doc));
    expect([...ann.frames, ...ben.frames, ...late.frames].filter((type) => type > 15)).toEqual([]);
  });
});
