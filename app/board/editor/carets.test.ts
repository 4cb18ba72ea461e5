import { seedBoard } from "@carveout/model";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { type BoardSession, type Person, Signal } from "../session";
import { Carets } from "./carets";

function aText() {
  const doc = new Y.Doc();
  const geo = { x: 0, y: 0, w: 196 };
  const note = (text: string) => ({ kind: "note", geo, z: "a0", text }) as const;
  seedBoard(doc, { carveout: 1, title: "", items: { "note-1": note("lazy"), "note-2": note("boot") } });
  const textOf = (id: string) => (doc.getMap("items").get(id) as Y.Map<unknown>).get("text") as Y.Text;
  const people = new Signal<readonly Person[]>([]);
  const told: unknown[] = [];
  const presence = { people, set: (part: unknown) => told.push(part) };
  const session = { doc, presence } as unknown as BoardSession;
  const at = (text: Y.Text, index: number): unknown =>
    JSON.parse(JSON.stringify(Y.createRelativePositionFromTypeIndex(text, index)));
  const ben = (anchor: unknown, given: Partial<Person> = {}): Person => ({
    clientId: 7,
    id: "ben",
    name: "Ben",
    colour: 2,
    isMe: false,
    isVerified: false,
    cursor: null,
    selection: [],
    field: { item: "note-1", field: "text" },
    drag: null,
    view: null,
    open: null,
    following: null,
    trace: null,
    caret: { anchor, head: anchor },
    ...given,
  });
  return { doc, textOf, people, told, at, ben, carets: new Carets(session, "note-1", textOf("note-1")) };
}

test("who is in this text has a caret in it, in their colour and with their name", () => {
  const { carets, people, ben, at, textOf } = aText();
  people.set([ben(at(textOf("note-1"), 2))]);
  expect(carets.getStates().get(7)?.user).toMatchObject({ name: "Ben", color: "var(--p-2)" });
});

test("one's own caret, one in another text and one that points nowhere are left out", () => {
  const { doc, carets, people, ben, at, textOf } = aText();
  const here = at(textOf("note-1"), 2);
  const gone = { type: { client: 99, clock: 5 }, tname: null, item: null, assoc: 0 };
  for (const person of [
    ben(here, { isMe: true }),
    ben(here, { field: { item: "note-2", field: "text" } }),
    ben(at(textOf("note-2"), 1)),
    ben(gone),
  ]) {
    people.set([person]);
    expect(carets.getStates().size).toBe(0);
  }
  expect([...doc.share.keys()].sort()).not.toContain("undefined");
});

test("the own caret is told, and taken back when the editor goes", () => {
  const { carets, told } = aText();
  carets.setLocalStateField("cursor", { anchor: 1, head: 2 });
  carets.leave();
  expect(told).toEqual([{ caret: { anchor: 1, head: 2 } }, { caret: null }]);
});
