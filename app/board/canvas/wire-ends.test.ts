import { BoardEdits, defineRoots, seedBoard, TEMPLATES } from "@carveout/model";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { ItemStore } from "../session/items";
import { wireEnds } from "./wire-ends";

const place = { geo: { x: 0, y: 0, w: 428 }, z: "a0" };

test("a strategy can go to each column without its family, and to a new one", () => {
  const doc = new Y.Doc();
  const board = TEMPLATES.find(({ id }) => id === "kmsan")?.board();
  if (board === undefined) throw new Error("There is such a template.");
  seedBoard(doc, board);
  const items = new ItemStore(doc);
  const [strategy = ""] = items.ids.get().get("strategy") ?? [];
  const { wires } = wireEnds(items, strategy);
  // Every column has a KMSAN strategy already.
  expect(wires.map(({ to }) => to.port)).toEqual(["new"]);
  const [profile = ""] = items.ids.get().get("profile") ?? [];
  expect(wireEnds(items, profile)).toMatchObject({
    wires: [],
    refusal: expect.stringContaining("already"),
  });
});

test("an experiment can be wired from all that fits; every wire offered is one the board takes", () => {
  const doc = new Y.Doc();
  defineRoots(doc);
  const edits = new BoardEdits(doc, "test");
  const experiment = edits.add({ ...place, kind: "experiment", name: "E", fields: {} });
  edits.add({ ...place, kind: "profile", name: "P", fields: { banks: {} } });
  edits.add({ ...place, kind: "workload", name: "W", fields: {} });
  edits.add({ kind: "note", text: "", geo: { x: 0, y: 0, w: 196 }, z: "a0" });
  const items = new ItemStore(doc);
  const { wires } = wireEnds(items, experiment);
  expect(wires.map(({ label }) => label)).toEqual(["P · to profile", "W · to workload"]);
  for (const { from, to } of wires) edits.connect(from.item, to);
  expect(wireEnds(items, experiment).wires).toEqual([]);
  expect([...items.wiresInto(experiment)]).toHaveLength(2);
});
