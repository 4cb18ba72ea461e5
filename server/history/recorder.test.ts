import { BoardEdits, type BoardJson, type ItemJson, readBoard, seedBoard, versionsOf } from "@carveout/model";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { SqliteStore } from "../store/sqlite";
import type { Store } from "../store/store";
import type { Moment } from "./moment";
import { Recorder } from "./recorder";
import { unpackState } from "./state";

const ALL = Number.MAX_SAFE_INTEGER;
const note = (text: string): ItemJson => ({ kind: "note", geo: { x: 0, y: 0, w: 100 }, z: "a0", text });

describe("a board's history", () => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    vi.useRealTimers();
    for (const end of ends.splice(0)) await end();
  });

  async function board(items: Record<string, ItemJson> = {}, store: Store = new SqliteStore(":memory:")) {
    const doc = new Y.Doc();
    seedBoard(doc, { carveout: 1, title: "T", items });
    const record = { id: "b", title: "T", createdAt: 5, updatedAt: 5 };
    await store.createBoard({ board: record, links: [], seed: Y.encodeStateAsUpdate(doc) });
    const owners = new Map<number, string>();
    const told: Moment[] = [];
    const open = (updatedAt: number, lastMoment: { number: number; at: number } | null) =>
      new Recorder(
        "b",
        doc,
        store,
        {
          durable: async () => true,
          authorOf: (origin) => (typeof origin === "string" ? origin : null),
          ownerOf: (client) => owners.get(client),
          recorded: (moment) => told.push(moment),
        },
        { record: { ...record, updatedAt }, lastMoment },
      );
    ends.push(() => store.close().catch(() => {}));
    const as = (who: string) => new BoardEdits(doc, who);
    const stateAt = async (number: number): Promise<BoardJson | null> => {
      const state = await store.momentState("b", number);
      return state === null ? null : unpackState(state);
    };
    return { doc, store, owners, told, open, as, stateAt };
  }

  test("begins with what the board was made of", async () => {
    const { open, stateAt, store, as } = await board({ n: note("first") });
    const recorder = open(5, null);
    // An edit of the very first turn is not part of it.
    as("ann").add(note("second"), "m");
    await recorder.record();
    expect(Object.keys((await stateAt(1))?.items ?? {})).toEqual(["n"]);
    expect((await store.moments("b", ALL, 9)).map(({ number, at }) => [number, at === 5])).toEqual([
      [2, false],
      [1, true],
    ]);
  });

  test("each moment's state is what was there, whatever was done between them", async () => {
    const step = fc.record({
      who: fc.constantFrom("ann", "ben"),
      what: fc.constantFrom("add", "remove", "move", "write", "title"),
      id: fc.constantFrom("a", "b", "c"),
      x: fc.integer({ min: 0, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 6 }), async (bursts) => {
        const { doc, as, open, stateAt, told } = await board();
        const recorder = open(5, null);
        const was = new Map<number, BoardJson>();
        for (const burst of bursts) {
          for (const { who, what, id, x } of burst) {
            const edits = as(who);
            if (what === "add") edits.add(note(`${x}`), id);
            else if (what === "remove") edits.remove([id]);
            else if (what === "move") edits.move([{ id, geo: { x, y: 0, w: 100 } }]);
            else if (what === "write") edits.text(id)?.insert(0, `${x}`);
            else edits.setTitle(`${x}`);
          }
          const before = readBoard(doc);
          await recorder.record();
          was.set(recorder.last, before);
        }
        for (const [number, state] of was) expect(await stateAt(number)).toEqual(state);
        expect(told.map(({ number }) => number)).toEqual(told.map((_, index) => index + 1));
      }),
      { numRuns: 25 },
    );
  });

  test("a burst ends when it is quiet, and says who did what", async () => {
    const { as, open, told } = await board({ n: note("first") });
    const recorder = open(5, null);
    await recorder.record();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    as("ann").add(note("hers"), "a");
    vi.advanceTimersByTime(9000);
    as("ben").move([{ id: "n", geo: { x: 7, y: 0, w: 100 } }]);
    as("ben").remove(["a"]);
    const ann = as("ann");
    ann.together(() => ann.text("n")?.insert(0, "x"));
    vi.advanceTimersByTime(9000);
    expect(told).toHaveLength(1);
    expect((await recorder.pending())?.count).toBe(2);
    vi.advanceTimersByTime(1001);
    await recorder.record();
    expect(told).toHaveLength(2);
    expect(new Set(told[1]?.authors)).toEqual(new Set(["ann", "ben"]));
    expect(told[1]?.changes).toEqual([
      { item: "n", field: "geo", author: "ben", did: "moved “xfirst”" },
      { item: "n", field: "text", author: "ann", did: "wrote in “xfirst”" },
    ]);
    expect(await recorder.pending()).toBeNull();
  });

  test("people who never rest get a moment every five minutes", async () => {
    const { as, open, told } = await board({ n: note("first") });
    const recorder = open(5, null);
    await recorder.record();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    for (let second = 0; second <= 305; second += 5) {
      as("ann").move([{ id: "n", geo: { x: second, y: 0, w: 100 } }]);
      vi.advanceTimersByTime(5000);
    }
    vi.useRealTimers();
    await vi.waitFor(() => expect(told).toHaveLength(2));
    await recorder.close();
  });

  test("what a killed server had kept of a burst is a moment at the next start, by whose ids stand in the document", async () => {
    const { doc, as, open, owners, stateAt } = await board({ n: note("first") });
    await open(5, null).record();
    owners.set(doc.clientID, "ann");
    as("ann").move([{ id: "n", geo: { x: 3, y: 0, w: 100 } }]);
    const again = open(50, { number: 1, at: 5 });
    const pending = await again.pending();
    expect(pending?.changes).toEqual([{ item: "n", field: "geo", author: "ann", did: "moved “first”" }]);
    await again.record();
    expect(await stateAt(again.last)).toEqual(readBoard(doc));
  });

  test("a moment that is marked is the very state it was marked at, and its number is known at once", async () => {
    const { as, open, stateAt } = await board({ n: note("first") });
    const recorder = open(5, null);
    expect(recorder.mark()).toBe(1);
    as("ann").setTitle("two");
    expect(recorder.mark()).toBe(2);
    expect(recorder.mark()).toBe(2);
    as("ann").setTitle("three");
    expect(recorder.mark()).toBe(3);
    as("ann").setTitle("four");
    await recorder.record();
    for (const [index, title] of ["T", "two", "three", "four"].entries())
      expect((await stateAt(index + 1))?.title).toBe(title);
  });

  test("a version whose moment a killed server did not come to write gets it at the next start", async () => {
    const { doc, as, open, stateAt } = await board({ n: note("first") });
    await open(5, null).settled();
    as("ann").setTitle("named");
    versionsOf(doc).set("v", { name: "V", moment: 2, by: "ann", at: 50 });
    const again = open(50, { number: 1, at: 5 });
    as("ann").setTitle("later");
    await again.settled();
    expect((await stateAt(2))?.title).toBe("named");
  });

  test("a moment that can't be written is part of the next one", async () => {
    const { as, open, store, told } = await board({ n: note("first") });
    const recorder = open(5, null);
    await recorder.record();
    const { keepMoment } = store;
    store.keepMoment = () => Promise.reject(new Error("disk full"));
    as("ann").move([{ id: "n", geo: { x: 3, y: 0, w: 100 } }]);
    await recorder.record();
    expect([told.length, recorder.last]).toEqual([1, 1]);
    store.keepMoment = keepMoment;
    as("ben").add(note("more"), "m");
    await recorder.record();
    expect(recorder.last).toBe(2);
    expect(told[1]?.changes.map(({ author, did }) => `${author} ${did}`)).toEqual([
      "ann moved “first”",
      "ben added “more”",
    ]);
  });
});
