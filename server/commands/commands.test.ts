import {
  BoardEdits,
  type BoardJson,
  type CommandPayloads,
  itemsOf,
  peopleOf,
  readPeople,
  readThreads,
  readVerdicts,
  type ThreadPayloads,
  threadsOf,
  type VerdictPayloads,
  verdictKey,
  verdictsOf,
} from "@carveout/model";
import { encodeMessage, type Role } from "@carveout/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { participantOf } from "../access/access";
import { SqliteStore } from "../store/sqlite";
import { type Guest, House, until } from "../testing/house";
import { COMMANDS } from "./index";

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

const ROLES: readonly Role[] = ["owner", "editor", "commenter", "viewer"];
const ANN = "p-aaaaaaaaaaaaaaaa";
const BEN = "p-bbbbbbbbbbbbbbbb";
const T = "thread-aaaaaaaaaa";
const C = "comment-aaaaaaaaaa";
const D = "comment-bbbbbbbbbb";
const RUN = "ab".repeat(32);

type Payload<Name extends keyof CommandPayloads> = CommandPayloads[Name];

const start: Payload<"thread.start"> = {
  thread: T,
  comment: C,
  anchor: { at: "item", item: "note-1", x: 10, y: 4 },
  label: "A note",
  text: "Why?",
  mentions: [],
};
const reply: Payload<"thread.reply"> = { thread: T, comment: D, text: "Because.", mentions: [] };

/** A board with a note and an experiment of one variant, Ann who has the role, and Ben, an editor who started a thread. */
async function table(
  role: Role = "editor",
): Promise<{ id: string; ann: Guest; ben: Guest; tokens: Record<Role, string> }> {
  const { id, tokens } = await house.board();
  const ben = await house.guest(id, tokens.editor, { participant: BEN }).synced();
  ben.send(encodeMessage({ type: "introduce", name: "Ben" }));
  const edits = new BoardEdits(ben.doc, null);
  edits.add({ kind: "note", geo: { x: 100, y: 200, w: 196 }, z: "a0", text: "hi" }, "note-1");
  edits.add(
    {
      kind: "experiment",
      geo: { x: 0, y: 0, w: 428 },
      z: "a1",
      fields: { variants: { v1: { order: "a0" } } },
    },
    "experiment-1",
  );
  await until(() => ben.of("ack").at(-1)?.updates === 2, "the items are durable");
  expect(await ben.say("thread.start", start)).toBeNull();
  const ann = await house.guest(id, tokens[role], { participant: ANN }).synced();
  ann.send(encodeMessage({ type: "introduce", name: "Ann" }));
  return { id, ann, ben, tokens };
}

/** One honest payload of every command, for somebody who has said nothing yet. */
const SAMPLES: ThreadPayloads & VerdictPayloads = {
  "thread.start": { ...start, thread: "thread-bbbbbbbbbb", comment: "comment-cccccccccc" },
  "thread.reply": reply,
  "thread.resolve": { thread: T, resolved: true },
  "comment.edit": { thread: T, comment: D, text: "Since 6.1.", mentions: [] },
  "comment.react": { thread: T, comment: C, reaction: "👍", on: true },
  "comment.delete": { thread: T, comment: D },
  "verdict.give": { target: { item: "experiment-1", variant: "v1" }, tag: "Acked-by", run: RUN },
  "verdict.withdraw": { target: { item: "experiment-1", variant: "v1" } },
};

describe("who may say what", () => {
  test("G23 every command of these families is in the matrix", () => {
    const families = /^(thread|comment|verdict)\./;
    expect([...COMMANDS.keys()].filter((name) => families.test(name)).sort()).toEqual(
      Object.keys(SAMPLES).sort(),
    );
  });

  for (const role of ROLES)
    test(`G23 a ${role}`, async () => {
      const { ann } = await table(role);
      for (const [name, payload] of Object.entries(SAMPLES)) {
        const refusal = await ann.say(name, payload);
        if (role === "viewer") expect([name, refusal]).toEqual([name, expect.stringContaining("Viewers")]);
        else expect([name, refusal]).toEqual([name, null]);
      }
      const { threads, verdicts } = { threads: readThreads(ann.doc), verdicts: readVerdicts(ann.doc) };
      expect(verdicts).toEqual({});
      if (role === "viewer") expect(threads[T]?.comments).toHaveLength(1);
      else {
        expect(threads[T]?.resolved?.by).toBe(participantOf(ANN));
        expect(threads[T]?.comments[1]).toMatchObject({ text: "", deletedAt: expect.any(Number) });
        expect(threads[T]?.comments[0]?.reactions).toEqual({ "👍": [participantOf(ANN)] });
        expect(threads["thread-bbbbbbbbbb"]?.number).toBe(2);
      }
    });

  test("G23 a command that no server knows and payloads out of shape are refused with a sentence, and nothing is written", async () => {
    const { ann } = await table();
    const before = JSON.stringify(ann.doc.getMap("threads"));
    expect(await ann.say("thread.steal", {})).toMatch(/does not know/);
    const wrong: unknown[] = [
      null,
      "text",
      {},
      { ...reply, author: participantOf(BEN) },
      { ...reply, text: " \n" },
      { ...reply, text: "\u202e" },
      { ...reply, text: "x".repeat(20_001) },
      { ...reply, comment: "comment-UPPER" },
      { ...reply, mentions: Array(21).fill(participantOf(BEN)) },
    ];
    for (const payload of wrong) expect(await ann.say("thread.reply", payload)).toMatch(/can't be read/);
    expect(await ann.say("thread.start", { ...SAMPLES["thread.start"], anchor: { at: "canvas" } })).toMatch(
      /anchor/,
    );
    expect(JSON.stringify(ann.doc.getMap("threads"))).toBe(before);
    expect(ann.closed).toBeNull();
  });
});

describe("authorship", () => {
  test("G24 author and time are the server's, later times follow earlier ones, and the name goes with them", async () => {
    const { ann, ben } = await table();
    const before = Date.now();
    expect(await ann.say("thread.reply", reply)).toBeNull();
    const thread = readThreads(ben.doc)[T];
    expect(thread?.comments.map(({ by, text }) => [by, text])).toEqual([
      [participantOf(BEN), "Why?"],
      [participantOf(ANN), "Because."],
    ]);
    expect(thread?.comments[1]?.at).toBeGreaterThanOrEqual(before - 1000);
    expect(thread?.comments[1]?.at).toBeGreaterThan(thread?.comments[0]?.at ?? 0);
    expect(readPeople(ben.doc)[participantOf(ANN)]?.name).toBe("Ann");
    ann.send(encodeMessage({ type: "introduce", name: "Ann Maintainer" }));
    await until(() => readPeople(ben.doc)[participantOf(ANN)]?.name === "Ann Maintainer", "the new name");
  });

  test("G24 nobody changes another's comment, nor writes under another's id; whoever reads an id can't come back as its owner", async () => {
    const { ann, ben, id, tokens } = await table();
    for (const [name, payload] of [
      ["comment.edit", { thread: T, comment: C, text: "Mine", mentions: [] }],
      ["comment.delete", { thread: T, comment: C }],
    ] as const)
      expect(await ann.say(name, payload)).toMatch(/Only who wrote/);
    expect(await ann.say("thread.reply", { ...reply, comment: C })).toMatch(/this id already/);
    expect(await ann.say("thread.start", start)).toMatch(/this id already/);
    expect(await ann.say("verdict.give", { ...SAMPLES["verdict.give"], by: participantOf(BEN) })).toMatch(
      /can't be read/,
    );
    expect(readThreads(ben.doc)[T]?.comments[0]?.text).toBe("Why?");
    const thief = await house.guest(id, tokens.editor, { participant: participantOf(BEN) }).synced();
    expect(thief.of("hello")[0]?.participant).not.toBe(participantOf(BEN));
    expect(await thief.say("comment.delete", { thread: T, comment: C })).toMatch(/Only who wrote/);
  });

  test("G22 a command's record can't be touched from the outside either", async () => {
    const { ann } = await table("owner");
    threadsOf(ann.doc).delete(T);
    await until(() => ann.closed !== null, "the socket closes");
    expect(ann.closed?.reason).toMatch(/^G22/);
  });
});

describe("once and for good", () => {
  test("G25 the same command twice, over another connection too, counts once", async () => {
    const { id, ann, tokens } = await table();
    expect(await ann.say("thread.reply", reply, "command-0001")).toBeNull();
    expect(
      await ann.say("thread.reply", { ...reply, comment: "comment-eeeeeeeeee" }, "command-0001"),
    ).toBeNull();
    ann.leave();
    const again = await house.guest(id, tokens.editor, { participant: ANN }).synced();
    expect(await again.say("thread.reply", reply, "command-0001")).toBeNull();
    expect(readThreads(again.doc)[T]?.comments).toHaveLength(2);
    // Another's id is not theirs.
    const ben = await house.guest(id, tokens.editor, { participant: BEN }).synced();
    expect(
      await ben.say("thread.reply", { ...reply, comment: "comment-ffffffffff" }, "command-0001"),
    ).toBeNull();
    expect(readThreads(ben.doc)[T]?.comments).toHaveLength(3);
  });

  test("G26 an answer comes when a power cut can't take back what was said", async () => {
    const store = new SqliteStore(":memory:");
    const own = await House.open(store);
    try {
      const { id, tokens } = await own.board();
      const ann = await own.guest(id, tokens.commenter, { participant: ANN }).synced();
      const canvas = { at: "canvas", x: 1, y: 2 };
      expect(await ann.say("thread.start", { ...start, anchor: canvas })).toBeNull();
      const stored = await store.open(id);
      expect(stored?.last).toBe(2);
      const { readThreads: read } = await import("@carveout/model");
      const Y = await import("yjs");
      const doc = new Y.Doc();
      for (const update of stored?.updates ?? []) Y.applyUpdate(doc, update);
      expect(read(doc)[T]?.comments[0]?.text).toBe("Why?");
    } finally {
      await own.close();
    }
  });

  test("G27 who speaks faster than people do is refused for a while", async () => {
    const { ann } = await table();
    const frames = Array.from({ length: 205 }, (_, n) =>
      encodeMessage({
        type: "command",
        id: `command-${String(n).padStart(4, "0")}`,
        name: "comment.react",
        payload: { thread: T, comment: C, reaction: "👍", on: n % 2 === 0 },
      }),
    );
    for (const frame of frames) ann.send(frame);
    await until(() => ann.of("answer").length === frames.length, "all answers");
    const refused = ann.of("answer").filter(({ refusal }) => refusal !== null);
    expect(refused).toHaveLength(5);
    expect(refused[0]?.refusal).toMatch(/Wait a little/);
  });
});

describe("threads", () => {
  test("an edited comment keeps its earlier wordings, a deleted one nothing; the only comment takes its thread along", async () => {
    const { ann, ben } = await table();
    const edit = (text: string) => ben.say("comment.edit", { thread: T, comment: C, text, mentions: [] });
    for (const text of ["Why so?", "Why so?", "Why, then?"]) expect(await edit(text)).toBeNull();
    const edited = readThreads(ann.doc)[T]?.comments[0];
    expect(edited?.text).toBe("Why, then?");
    expect(edited?.earlier?.map(({ text }) => text)).toEqual(["Why?", "Why so?"]);
    expect(await ann.say("thread.reply", reply)).toBeNull();
    expect(await ben.say("comment.delete", { thread: T, comment: C })).toBeNull();
    const deleted = readThreads(ann.doc)[T]?.comments[0];
    expect(deleted).toMatchObject({ text: "", by: participantOf(BEN), deletedAt: expect.any(Number) });
    expect(deleted?.earlier).toBeUndefined();
    expect(await edit("Again")).toMatch(/no longer/);
    expect(await ann.say("thread.start", SAMPLES["thread.start"])).toBeNull();
    const { thread, comment } = SAMPLES["thread.start"];
    expect(await ann.say("comment.delete", { thread, comment })).toBeNull();
    expect(readThreads(ann.doc)[thread]).toBeUndefined();
  });

  test("only people of the board are called, and the board learns their names", async () => {
    const { ann } = await table();
    const mentions = [participantOf(BEN), participantOf(BEN), participantOf(ANN), "p-nobody"];
    expect(await ann.say("thread.reply", { ...reply, mentions })).toBeNull();
    expect(readThreads(ann.doc)[T]?.comments[1]?.mentions).toEqual([participantOf(BEN), participantOf(ANN)]);
    expect(peopleOf(ann.doc).get(participantOf(BEN))?.name).toBe("Ben");
  });

  test("when an item goes its pins stay where they were; when it comes back they are its own again", async () => {
    const { ann, ben } = await table();
    const edits = new BoardEdits(ben.doc, null);
    edits.move([{ id: "note-1", geo: { x: -50, y: 60, w: 196 } }]);
    edits.remove(["note-1"]);
    await until(() => readThreads(ann.doc)[T]?.lost !== undefined, "the pin's last place");
    expect(readThreads(ann.doc)[T]).toMatchObject({ lost: { x: -50, y: 60, w: 196 }, label: "A note" });
    expect(await ann.say("thread.reply", reply)).toBeNull();
    expect(await ann.say("thread.start", SAMPLES["thread.start"])).toMatch(/no longer on the board/);
    edits.add({ kind: "note", geo: { x: 5, y: 5, w: 196 }, z: "a0", text: "hi" }, "note-1");
    await until(() => itemsOf(ann.doc).has("note-1"), "the note is back");
    expect(readThreads(ann.doc)[T]?.anchor).toMatchObject({ at: "item", item: "note-1" });
  });
});

describe("verdicts", () => {
  test("one of each person on each target, bound to the run that was looked at, withdrawn without a trace", async () => {
    const { ann, ben } = await table();
    const target = { item: "experiment-1", variant: "v1" };
    expect(
      await ann.say("verdict.give", { target, tag: "Question", run: "", note: "Which seed?" }),
    ).toBeNull();
    expect(
      await ann.say("verdict.give", { target, tag: "Acked-by", run: RUN, mail: "ann@example.org" }),
    ).toBeNull();
    expect(await ben.say("verdict.give", { target, tag: "Nacked-by", run: RUN })).toBeNull();
    const verdicts = readVerdicts(ben.doc);
    expect(Object.keys(verdicts)).toHaveLength(2);
    expect(verdicts[verdictKey(target, participantOf(ANN))]).toEqual({
      target,
      tag: "Acked-by",
      run: RUN,
      mail: "ann@example.org",
      by: participantOf(ANN),
      at: expect.any(Number),
    });
    expect(await ann.say("verdict.withdraw", { target })).toBeNull();
    expect([...verdictsOf(ben.doc).keys()]).toEqual([verdictKey(target, participantOf(BEN))]);
    expect(
      await ann.say("verdict.give", {
        target: { item: "experiment-1", variant: "v9" },
        tag: "Acked-by",
        run: "",
      }),
    ).toMatch(/no longer/);
    for (const mail of ["ann", "a@b>", "a b@c", "a@b\nTo: x@y"])
      expect(await ann.say("verdict.give", { target, tag: "Acked-by", run: RUN, mail })).toMatch(/mail/);
  });
});

describe("in the board's JSON", () => {
  /** What GET answers. */
  const json = async (id: string) => (await (await house.fetch(`/api/boards/${id}`)).json()) as BoardJson;
  const put = (id: string, board: BoardJson, token: string) =>
    house.fetch(`/api/boards/${id}/import`, { method: "PUT", body: JSON.stringify(board) }, token);

  test("threads, verdicts and the names of who said them go through GET and PUT without loss", async () => {
    const { id, ann } = await table();
    const target = { item: "experiment-1", variant: "v1" };
    await ann.say("thread.reply", { ...reply, mentions: [participantOf(BEN)] });
    await ann.say("comment.edit", { ...reply, text: "Because of that.", mentions: [] });
    await ann.say("comment.react", { thread: T, comment: C, reaction: "🎯", on: true });
    await ann.say("thread.resolve", { thread: T, resolved: true });
    await ann.say("verdict.give", { target, tag: "Tested-by", run: RUN, note: "On arm64." });
    const from = await json(id);
    expect(
      Object.values(from.people ?? {})
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["Ann", "Ben"]);
    const other = await house.board();
    expect((await put(other.id, from, other.tokens.owner)).status).toBe(200);
    const to = await json(other.id);
    const marked = <Record>(all: Readonly<{ [key: string]: Record }> | undefined) =>
      Object.fromEntries(
        Object.entries(all ?? {}).map(([key, record]) => [
          key,
          { ...record, imported: { by: "link:owner", at: expect.any(Number) } },
        ]),
      );
    expect(to.threads).toEqual(marked(from.threads));
    expect(to.verdicts).toEqual(marked(from.verdicts));
    expect(to.people).toMatchObject(from.people ?? {});
    // Once more changes nothing.
    expect((await put(other.id, from, other.tokens.owner)).status).toBe(200);
    expect(await json(other.id)).toEqual(to);
  });

  test("no file overwrites what somebody has said here, nor unsays it", async () => {
    const { id, tokens, ann } = await table();
    const target = { item: "experiment-1", variant: "v1" };
    await ann.say("verdict.give", { target, tag: "Nacked-by", run: RUN });
    const before = await json(id);
    const forged: BoardJson = {
      ...before,
      people: { [participantOf(ANN)]: { name: "Not Ann", colour: 1 } },
      threads: {},
      verdicts: { other: { target, tag: "Acked-by", run: RUN, by: participantOf(ANN), at: 1 } },
    };
    expect((await put(id, forged, tokens.editor)).status).toBe(200);
    const after = await json(id);
    expect([after.threads, after.verdicts, after.people?.[participantOf(ANN)]]).toEqual([
      before.threads,
      before.verdicts,
      before.people?.[participantOf(ANN)],
    ]);
  });
});
