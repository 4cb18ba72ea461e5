import {
  boardSchema,
  type CommandPayloads,
  emptyBoard,
  type ItemJson,
  readBoard,
  readThreads,
  readVerdicts,
  seedBoard,
  THREAD_PAYLOADS,
  VERDICT_PAYLOADS,
} from "@carveout/model";
import type { Role } from "@carveout/wire";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import * as Y from "yjs";
import { People } from "../room/people";
import { SqliteStore } from "../store/sqlite";
import { CommandDesk } from "./desk";

const PEOPLE = ["p-ann", "p-ben", "p-cleo"];
const ROLES: readonly Role[] = ["owner", "editor", "commenter", "viewer"];
const NOTE: ItemJson = { kind: "note", geo: { x: 0, y: 0, w: 196 }, z: "a0", text: "hi" };
const EXPERIMENT: ItemJson = {
  kind: "experiment",
  geo: { x: 0, y: 0, w: 428 },
  z: "a1",
  fields: { variants: { v1: { order: "a0" } } },
};

const store = new SqliteStore(":memory:");
afterAll(() => store.close());

function aDesk(): { doc: Y.Doc; desk: CommandDesk } {
  const doc = new Y.Doc();
  doc.clientID = 1;
  seedBoard(doc, { ...emptyBoard("Bench"), items: { "note-1": NOTE, "experiment-1": EXPERIMENT } });
  const people = new People(
    "bench",
    store,
    PEOPLE.map((id, index) => ({ id, name: id.slice(2), colour: index + 1 })),
  );
  return { doc, desk: new CommandDesk(doc, people, { last: 0, mark: () => 1 }) };
}

const few = (kind: string) => fc.constantFrom(...["a", "b"].map((letter) => `${kind}-${letter.repeat(10)}`));
const at = { thread: few("thread"), comment: few("comment") };
const text = fc.constantFrom("Why?", "Because.", "**Markdown** `here`", " ", "");
const mentions = fc.subarray([...PEOPLE, "p-nobody"]);
const anchor = fc.constantFrom(
  { at: "canvas" as const, x: 1, y: 2 },
  { at: "item" as const, item: "note-1" },
  { at: "item" as const, item: "gone" },
  { at: "chart" as const, item: "experiment-1", variant: "v1", chart: "Free memory", tMs: 6214 },
  { at: "page" as const, item: "experiment-1", variant: "v1", pfn: 0x2a800, tMs: 0 },
);
const target = fc.constantFrom(
  { item: "note-1" },
  { item: "experiment-1", variant: "v1" },
  { item: "experiment-1", variant: "gone" },
);
const run = fc.constantFrom("", "ab".repeat(32), "no hash");

/** Anything that could be sent of each command, honest and not. */
const PAYLOADS: {
  [Name in keyof CommandPayloads & `${"thread" | "comment" | "verdict"}.${string}`]: fc.Arbitrary<unknown>;
} = {
  "thread.start": fc.record({
    ...at,
    anchor,
    label: fc.constantFrom("A note", "two\nlines"),
    text,
    mentions,
  }),
  "thread.reply": fc.record({ ...at, text, mentions }),
  "thread.resolve": fc.record({ thread: at.thread, resolved: fc.boolean() }),
  "comment.edit": fc.record({ ...at, text, mentions }),
  "comment.delete": fc.record(at),
  "comment.react": fc.record({ ...at, reaction: fc.constantFrom("👍", "🎯", "x"), on: fc.boolean() }),
  "verdict.give": fc.record({ target, tag: fc.constantFrom("Acked-by", "Nacked-by", "Merged-by"), run }),
  "verdict.withdraw": fc.record({ target }),
};

const step = fc.record({
  name: fc.constantFrom(...Object.keys(PAYLOADS)),
  who: fc.constantFrom(...PEOPLE),
  role: fc.constantFrom(...ROLES, "owner", "editor"),
  id: fc.constantFrom(...Array.from({ length: 60 }, (_, n) => `command-${n}`)),
});
const said = step.chain((head) =>
  fc
    .record({
      payload: fc.oneof(
        { weight: 20, arbitrary: PAYLOADS[head.name as keyof typeof PAYLOADS] },
        { weight: 1, arbitrary: fc.anything() },
      ),
    })
    .map(({ payload }) => ({ ...head, payload })),
);

/** Two threads to begin with, so that what follows has something to speak of. */
const STARTS = ["a", "b"].map((letter, index) => ({
  name: "thread.start",
  who: PEOPLE[index] ?? "",
  role: "editor" as const,
  id: `start-${letter}`,
  payload: {
    thread: `thread-${letter.repeat(10)}`,
    comment: `comment-${letter.repeat(10)}`,
    anchor: { at: "canvas", x: 0, y: 0 },
    label: "Canvas",
    text: "Why?",
    mentions: [],
  },
}));

test("every family of this file has its payloads here", () => {
  expect(Object.keys(PAYLOADS).sort()).toEqual(
    Object.keys({ ...THREAD_PAYLOADS, ...VERDICT_PAYLOADS }).sort(),
  );
});

test("G23 G24 G25 whatever is said in whatever order, the board stays readable, nobody speaks for another, and a replica has the same", () => {
  const accepted = new Set<string>();
  fc.assert(
    fc.property(fc.array(said, { minLength: 10, maxLength: 40 }), (steps) => {
      const { doc, desk } = aDesk();
      const replica = new Y.Doc();
      Y.applyUpdate(replica, Y.encodeStateAsUpdate(doc));
      doc.on("update", (update: Uint8Array) => Y.applyUpdate(replica, update));
      let clock = 1000;
      for (const { name, who, role, id, payload } of [...STARTS, ...steps]) {
        const before = readBoard(doc);
        const refusal = desk.hear({ participant: who, role }, { type: "command", id, name, payload }, clock);
        // Clocks may stand still or go back; what is said does not.
        clock += (clock % 3) - 1;
        const after = readBoard(doc);
        if (refusal !== null || role === "viewer") expect(after).toEqual(before);
        if (refusal === null) accepted.add(name);
        for (const [thread, { comments }] of Object.entries(before.threads ?? {}))
          for (const comment of comments) {
            const now = after.threads?.[thread]?.comments.find((each) => each.id === comment.id);
            if (comment.by !== who) {
              // A thread goes with its only comment, which is its author's alone.
              expect(now).toMatchObject({ by: comment.by, at: comment.at, text: comment.text });
            }
          }
        for (const [key, verdict] of Object.entries(before.verdicts ?? {}))
          if (verdict.by !== who) expect(after.verdicts?.[key]).toEqual(verdict);
      }
      expect(boardSchema.safeParse(readBoard(doc)).error).toBeUndefined();
      expect(readThreads(replica)).toEqual(readThreads(doc));
      expect(readVerdicts(replica)).toEqual(readVerdicts(doc));
      const times = Object.values(readThreads(doc)).flatMap(({ comments }) =>
        comments.map((each) => each.at),
      );
      expect(new Set(times).size).toBe(times.length);
    }),
    { numRuns: 50 },
  );
  // Each command was not only refused.
  expect([...accepted].sort()).toEqual(Object.keys(PAYLOADS).sort());
});

test("G25 a command that comes again after others did nothing more", () => {
  const { doc, desk } = aDesk();
  const start = {
    thread: "thread-aaaaaaaaaa",
    comment: "comment-aaaaaaaaaa",
    anchor: { at: "canvas", x: 0, y: 0 },
    label: "Canvas",
    text: "Why?",
    mentions: [],
  };
  const from = { participant: "p-ann", role: "commenter" as const };
  const hear = (id: string, name: string, payload: unknown) =>
    desk.hear(from, { type: "command", id, name, payload }, 1);
  expect(hear("command-1", "thread.start", start)).toBeNull();
  expect(hear("command-2", "thread.resolve", { thread: start.thread, resolved: true })).toBeNull();
  expect(hear("command-3", "thread.resolve", { thread: start.thread, resolved: false })).toBeNull();
  // Its answer was lost, so it is sent once more; by now the thread is open again and stays so.
  expect(hear("command-2", "thread.resolve", { thread: start.thread, resolved: true })).toBeNull();
  expect(readThreads(doc)[start.thread]?.resolved).toBeUndefined();
});
