import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, test } from "vitest";
import * as Y from "yjs";
import type { Identity } from "../identity";
import type { CopyPlace } from "./database";
import { LocalCopy } from "./local-copy";
import { dropRescued, keepRescued, rescuedAt } from "./rescued";

const PLACE: CopyPlace = { participant: "p-ann", board: "b1" };
const ANN: Identity = {
  participant: "p-ann",
  name: "Ann",
  colour: 1,
  role: "editor",
  core: "",
  isVerified: false,
};
const SERVER = "server";

/** A tab with the board open: what it holds, and the copy it adds to. */
async function tab(place = PLACE) {
  const doc = new Y.Doc();
  const copy = await LocalCopy.open(place, doc);
  const failures: unknown[] = [];
  copy.onFailed = (error) => failures.push(error);
  const kept = await copy.load();
  for (const update of kept?.updates ?? []) Y.applyUpdate(doc, update, LocalCopy);
  doc.on("update", (update, origin) => origin !== LocalCopy && copy.keep(update, origin !== SERVER));
  copy.identify({ ...ANN, participant: place.participant }, "first");
  return { doc, copy, kept, failures, items: doc.getMap<number>("items") };
}

/** What a tab that opens now would show. */
async function reopened(place = PLACE) {
  const { kept, items, copy } = await tab(place);
  await copy.close();
  return { waiting: kept?.waiting ?? null, items: items.toJSON() };
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe("the copy of a board", () => {
  test("has what was done and seen, counts what waits, and knows who it was", async () => {
    const { doc, items, copy } = await tab();
    const other = new Y.Doc();
    other.getMap("items").set("theirs", 1);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), SERVER);
    items.set("a", 1);
    items.set("b", 2);
    items.delete("a");
    await copy.close();
    const again = await tab();
    expect(again.items.toJSON()).toEqual({ theirs: 1, b: 2 });
    expect(again.kept).toMatchObject({ waiting: 3, identity: ANN, lineage: "first" });
    expect([...again.copy.writers]).toEqual([doc.clientID]);
    await again.copy.close();
  });

  test("an edit is kept at once, and says so", async () => {
    const { items, copy } = await tab();
    const told: boolean[] = [];
    copy.onKept = (isKept) => told.push(isKept);
    items.set("a", 1);
    expect(told).toEqual([false]);
    await expect.poll(() => told.at(-1)).toBe(true);
    // No farewell: the browser was killed.
    expect(await reopened()).toEqual({ waiting: 1, items: { a: 1 } });
    await copy.close();
  });

  test("what is acknowledged waits no longer, edits that an earlier visit left neither", async () => {
    const before = await tab();
    before.items.set("a", 1);
    await before.copy.close();
    const { items, copy } = await tab();
    items.set("b", 2);
    await copy.flush();
    expect((await reopened()).waiting).toBe(2);
    copy.saved();
    await copy.flush();
    expect(await reopened()).toEqual({ waiting: 0, items: { a: 1, b: 2 } });
    await copy.close();
  });

  test("two tabs add to it without losing or overwriting each other's", async () => {
    const [one, two] = [await tab(), await tab()];
    for (let i = 0; i < 50; i++) {
      one.items.set(`one${i}`, i);
      two.items.set(`two${i}`, i);
    }
    await Promise.all([one.copy.close(), two.copy.close()]);
    const { items, waiting } = await reopened();
    expect([Object.keys(items).length, waiting]).toEqual([100, 100]);
    expect([one.failures, two.failures]).toEqual([[], []]);
  });

  test("many pieces become one, without what others have added", async () => {
    const [one, two] = [await tab(), await tab()];
    two.items.set("theirs", 1);
    await two.copy.close();
    for (let i = 0; i < 450; i++) {
      one.items.set("a", i);
      await one.copy.flush();
    }
    await one.copy.close();
    const { copy, kept } = await tab();
    expect(kept?.updates.length).toBeLessThan(210);
    await copy.close();
    expect(await reopened()).toEqual({ waiting: 451, items: { a: 449, theirs: 1 } });
  });

  test("cleared by one tab, it begins anew with all that the other has", async () => {
    const [one, two] = [await tab(), await tab()];
    two.items.set("before", 1);
    await two.copy.flush();
    await one.copy.clear();
    expect(await reopened()).toEqual({ waiting: null, items: {} });
    two.items.set("after", 2);
    await two.copy.close();
    expect(await reopened()).toEqual({ waiting: 2, items: { before: 1, after: 2 } });
  });

  test("is nobody else's", async () => {
    const { items, copy } = await tab();
    items.set("a", 1);
    await copy.close();
    expect(await reopened({ ...PLACE, participant: "p-ben" })).toEqual({ waiting: null, items: {} });
    expect(await reopened({ ...PLACE, board: "b2" })).toEqual({ waiting: null, items: {} });
  });

  test("goes after 30 days, or where another board needs the room, unless something in it waits", async () => {
    const at = async (board: string, isSaved: boolean) => {
      const { items, copy } = await tab({ ...PLACE, board });
      items.set("a", 1);
      await copy.flush();
      if (isSaved) copy.saved();
      await copy.close();
    };
    await at("old", true);
    await at("waiting", false);
    const now = Date.now;
    Date.now = () => now() + 31 * 24 * 3_600_000;
    await at("b1", true);
    Date.now = now;
    const left = async (board: string) => (await reopened({ ...PLACE, board })).waiting;
    expect([await left("old"), await left("waiting"), await left("b1")]).toEqual([null, 1, 0]);
    const { items, copy, failures } = await tab({ ...PLACE, board: "new" });
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = () => {
      IDBObjectStore.prototype.add = add;
      throw new DOMException("full", "QuotaExceededError");
    };
    items.set("a", 1);
    await copy.close();
    expect(failures).toEqual([]);
    expect([await left("waiting"), await left("b1"), await left("new")]).toEqual([1, null, 1]);
  });

  test("a database that takes nothing more is told once, and edits go on", async () => {
    const { items, copy, failures } = await tab();
    items.set("a", 1);
    await copy.flush();
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    items.set("b", 2);
    await copy.flush();
    IDBObjectStore.prototype.add = add;
    items.set("c", 3);
    await copy.close();
    expect(failures).toMatchObject([{ name: "QuotaExceededError" }]);
    expect(await reopened()).toEqual({ waiting: 1, items: { a: 1 } });
  });
});

test("a rescued board stays until it is seen to", async () => {
  const rescued = { ...PLACE, title: "T", at: 7, waiting: 2, text: "{}\n" };
  await keepRescued(rescued);
  expect(await rescuedAt({ ...PLACE, board: "b2" })).toEqual([]);
  expect(await rescuedAt(PLACE)).toEqual([rescued]);
  await dropRescued(rescued);
  expect(await rescuedAt(PLACE)).toEqual([]);
});
