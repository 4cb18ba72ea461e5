import { BoardEdits, type BoardJson, readVersions } from "@carveout/model";
import type { Role } from "@carveout/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { participantOf } from "../access/access";
import { House, until } from "../testing/house";

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

const ANN = "p-aaaaaaaaaaaaaaaa";
const BEN = "p-bbbbbbbbbbbbbbbb";
const NOTE = { kind: "note", geo: { x: 0, y: 0, w: 200 }, z: "a0", text: "first" } as const;

async function table(role: Role = "editor") {
  const { id, tokens } = await house.board({ title: "One" });
  const ann = await house.guest(id, tokens[role], { participant: ANN }).synced();
  const at = async (moment: number) =>
    (await (await house.fetch(`/api/boards/${id}/history/${moment}`, {}, tokens.viewer)).json()) as BoardJson;
  return { id, tokens, ann, at };
}

for (const [role, may] of [
  ["owner", true],
  ["editor", true],
  ["commenter", false],
  ["viewer", false],
] as const)
  test(`${role}s ${may ? "name versions" : "look at them and name none"}`, async () => {
    const { ann } = await table(role);
    const refusal = await ann.say("version.create", { version: "v1", name: "First" });
    if (may) expect(refusal).toBeNull();
    else expect(refusal).not.toBeNull();
    expect(Object.keys(readVersions(ann.doc))).toEqual(may ? ["v1"] : []);
  });

test("a version is the board as it was when it was named, by whom and when stamped by the server", async () => {
  const { ann, at } = await table();
  const edits = new BoardEdits(ann.doc, null);
  edits.add(NOTE, "n");
  const before = Date.now();
  expect(await ann.say("version.create", { version: "v1", name: "  With a note " })).toBeNull();
  edits.text("n")?.insert(0, "not ");
  expect(await ann.say("version.create", { version: "v2", name: "Later" })).toBeNull();
  const { v1, v2 } = readVersions(ann.doc);
  expect(v1).toMatchObject({ name: "With a note", by: participantOf(ANN) });
  expect(v1?.at).toBeGreaterThanOrEqual(before - 1000);
  expect((await at(v1?.moment ?? 0)).items.n).toMatchObject({ text: "first" });
  expect((await at(v2?.moment ?? 0)).items.n).toMatchObject({ text: "not first" });
  // An earlier moment gets a name as well, one that is not there does not.
  expect(await ann.say("version.create", { version: "v3", name: "Empty", moment: 1 })).toBeNull();
  expect((await at(1)).items).toEqual({});
  expect(await ann.say("version.create", { version: "v4", name: "No", moment: 99 })).toMatch(
    /no such moment/,
  );
  expect(await ann.say("version.create", { version: "v1", name: "Again" })).toMatch(/this id already/);
  for (const name of ["", "  ", "x".repeat(81), "a\nb", "\u202e"])
    expect(await ann.say("version.create", { version: "v5", name })).toMatch(/can't be read/);
});

test("names are changed and deleted by who gave them and by the board's owner", async () => {
  const { id, tokens, ann, at } = await table();
  const ben = await house.guest(id, tokens.editor, { participant: BEN }).synced();
  const own = await house.guest(id, tokens.owner).synced();
  for (const version of ["v1", "v2"]) await ann.say("version.create", { version, name: version });
  await until(() => readVersions(ben.doc).v2 !== undefined, "Ben sees them");
  expect(await ben.say("version.rename", { version: "v1", name: "Mine" })).toMatch(/Only who named/);
  expect(await ben.say("version.delete", { version: "v1" })).toMatch(/Only who named/);
  expect(await ann.say("version.rename", { version: "v1", name: "Better" })).toBeNull();
  expect(await own.say("version.rename", { version: "v2", name: "Owner's" })).toBeNull();
  expect(readVersions(ann.doc).v1?.name).toBe("Better");
  expect(readVersions(ann.doc).v2).toMatchObject({ name: "Owner's", by: participantOf(ANN) });
  expect(await ann.say("version.delete", { version: "v1" })).toBeNull();
  expect(await own.say("version.delete", { version: "v2" })).toBeNull();
  expect(readVersions(ann.doc)).toEqual({});
  expect(await ann.say("version.delete", { version: "v1" })).toMatch(/deleted meanwhile/);
  expect((await at(1)).title).toBe("One");
});
