import { BoardEdits, emptyBoard, itemsOf, readBoard, seedBoard } from "@carveout/model";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { newLink } from "../access/links";
import { SERVER_CLIENT } from "../gate/decode";
import { SqliteStore } from "../store/sqlite";
import { House, until } from "../testing/house";

let house: House;
afterEach(() => house.close());

/** A board as it was stored before workloads had classes and phases. */
async function olderBoard(store: SqliteStore): Promise<void> {
  const doc = new Y.Doc();
  doc.clientID = SERVER_CLIENT;
  const workload = { kind: "workload" as const, geo: { x: 0, y: 0, w: 258 }, z: "a0", fields: {} };
  seedBoard(doc, { ...emptyBoard("Older"), items: { w: workload } });
  const fields = itemsOf(doc).get("w")?.get("fields") as Y.Map<unknown>;
  fields.delete("classes");
  fields.delete("phases");
  await store.createBoard({
    board: { id: "older", title: "Older", createdAt: 0, updatedAt: 0 },
    links: [newLink({ role: "editor", token: "e".repeat(43) })],
    seed: Y.encodeStateAsUpdate(doc),
  });
}

test("an older board gets the parts it lacks once, and two people fill the same ones", async () => {
  const store = new SqliteStore(":memory:");
  house = await House.open(store);
  await olderBoard(store);
  const ann = await house.guest("older", "e".repeat(43)).synced();
  const ben = await house.guest("older", "e".repeat(43)).synced();
  new BoardEdits(ann.doc, null).setField("w", ["classes", "kernel", "weight"], 3);
  new BoardEdits(ann.doc, null).addRow("w", ["phases"], { startMs: 1 });
  new BoardEdits(ben.doc, null).setField("w", ["classes", "user", "weight"], 2);
  new BoardEdits(ben.doc, null).addRow("w", ["phases"], { startMs: 2 });
  const seen = (guest: typeof ann) => {
    const item = readBoard(guest.doc).items.w;
    if (item?.kind !== "workload") return null;
    const starts = Object.values(item.fields.phases ?? {}).map(({ startMs }) => startMs);
    return [item.fields.classes?.kernel?.weight, item.fields.classes?.user?.weight, ...starts.sort()];
  };
  const all = (guest: typeof ann) => JSON.stringify(seen(guest)) === "[3,2,1,2]";
  await until(() => all(ann) && all(ben), "both see both");
  expect([ann.closed, ben.closed]).toEqual([null, null]);
  const stored = new Y.Doc();
  for (const update of (await store.open("older"))?.updates ?? []) Y.applyUpdate(stored, update);
  expect(readBoard(stored)).toEqual(readBoard(ann.doc));
});
