import { BoardEdits, type ItemJson, measure, planStudy, readBoard, runHash, viewOf } from "@carveout/model";
import { CORE_VERSION, createRun } from "@carveout/sim";
import { encodeMessage, type Study, type StudyRequest } from "@carveout/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Guest, House, until } from "../testing/house";

const card = { geo: { x: 0, y: 0, w: 300 }, z: "a0" };
const MIB = 1024 ** 2;

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

/** Ann edits, Ben only looks. A machine with a load that it cannot serve, and one variant. */
async function pair(fields: object, load: Record<string, number> = {}) {
  const { id, tokens } = await house.board();
  const ann = await house.guest(id, tokens.editor).synced();
  const ben = await house.guest(id, tokens.viewer).synced();
  const edits = new BoardEdits(ann.doc, null);
  const items: Record<string, ItemJson> = {
    p: { kind: "profile", ...card, fields: { banks: { b0: { sizeBytes: 64 * MIB } } } },
    w: { kind: "workload", ...card, fields: { durationMs: 1000, allocationsPerSecond: 2000, ...load } },
    e: { kind: "experiment", ...card, fields: { variants: { v1: { order: "a0" } }, ...fields } },
    pw: { kind: "connector", from: { item: "p" }, to: { item: "e", port: "profile" } },
    ww: { kind: "connector", from: { item: "w" }, to: { item: "e", port: "workload" } },
  };
  edits.together(() => {
    for (const [item, json] of Object.entries(items)) edits.add(json, item);
  });
  await until(() => ann.of("run").at(-1)?.status.state === "result", "the column's result");
  return { id, tokens, ann, ben, edits };
}

const ask = (guest: Guest, action: StudyRequest["action"], study: StudyRequest["study"] = "sweep") =>
  guest.send(encodeMessage({ type: "study request", experiment: "e", study, action }));
const stand = (guest: Guest): Study | undefined => guest.of("study").at(-1);
const cells = (guest: Guest) => guest.of("study cells").flatMap((message) => message.cells);
const rate = (steps: number, to = 4000) => ({
  sweep: { x: { order: "a0", item: "w", field: "allocationsPerSecond", from: 1000, to, steps } },
});

test("a viewer starts the sweep that stands on the board, both see it fill, and every cell is its own run", async () => {
  const { ann, ben } = await pair({ ...rate(4), seeds: 2 });
  ask(ben, "run");
  await until(() => stand(ann)?.state === "done" && stand(ben)?.state === "done", "the sweep is done");
  expect(stand(ann)).toMatchObject({ total: 8, done: 8 });
  expect(cells(ben)).toEqual(cells(ann));
  const plan = planStudy(viewOf(readBoard(ann.doc).items), "e", "sweep");
  if ("problem" in plan) throw new Error(plan.problem);
  for (const { at, seed, run } of plan.cells) {
    if (!("input" in run)) throw new Error(run.missing);
    const simulation = createRun(run.input);
    while (simulation.step(10_000));
    const cell = cells(ann).find((one) => one.at[0] === at[0] && one.seed === seed);
    expect(cell?.run).toBe(runHash(run.input, CORE_VERSION));
    expect(cell?.measures).toEqual(measure(simulation.result()));
  }
});

test("who joins late gets all of it; run again it is answered from the store", async () => {
  const { id, tokens, ann } = await pair(rate(3));
  ask(ann, "run");
  await until(() => stand(ann)?.state === "done", "the sweep is done");
  const late = await house.guest(id, tokens.viewer).synced();
  await until(() => cells(late).length === 3, "the cells for who comes late");
  expect(new Set(cells(late).map(({ key }) => key))).toEqual(new Set(cells(ann).map(({ key }) => key)));
});

test("an edit of what it runs makes it stale; undone, it counts again", async () => {
  const { ann, edits } = await pair(rate(3));
  ask(ann, "run");
  await until(() => stand(ann)?.state === "done", "the sweep is done");
  edits.setField("w", ["durationMs"], 900);
  await until(() => stand(ann)?.state === "stale", "stale");
  edits.addRow("e", ["expectations"], { order: "a0", metric: "failed" });
  edits.setField("w", ["durationMs"], 1000);
  await until(() => stand(ann)?.state === "done", "done again");
});

test("it can be cancelled, and one study runs at a time", async () => {
  const { ann, ben } = await pair(rate(40, 60_000), { durationMs: 60_000 });
  ask(ann, "run");
  await until(() => stand(ann)?.state === "running", "it runs");
  ask(ben, "run", "comparison");
  await until(() => ben.of("study refused").length > 0, "the second one is refused");
  expect(ben.of("study refused")[0]?.reason).toContain("one study at a time");
  expect(ann.of("study refused")).toEqual([]);
  ask(ben, "cancel");
  await until(() => stand(ann)?.state === "cancelled", "cancelled");
  const had = cells(ann).length;
  ask(ben, "run", "comparison");
  await until(() => stand(ann)?.state === "done", "the comparison is done");
  expect(cells(ann).length).toBe(had + 1);
});

test("what can't be run says why, and a column is never kept waiting by a study", async () => {
  const { ann, edits } = await pair({});
  ask(ann, "run");
  await until(() => ann.of("study refused").length > 0, "no sweep is defined");
  expect(ann.of("study refused")[0]?.reason).toContain("Choose a parameter");
  edits.addRow("e", ["sweep"], {
    order: "a0",
    item: "w",
    field: "durationMs",
    from: 60_000,
    to: 70_000,
    steps: 20,
  });
  edits.setField("w", ["allocationsPerSecond"], 20_000);
  await until(() => ann.of("run").at(-1)?.status.state === "result", "the column's result");
  ask(ann, "run");
  await until(() => stand(ann)?.state === "running", "it runs");
  edits.setField("e", ["seed"], 5);
  await until(() => ann.of("run").at(-1)?.seed === 5, "the column's new run");
  await until(() => ann.of("run").at(-1)?.status.state === "result", "its result, while the study goes on");
  expect(stand(ann)?.state).toBe("stale");
});
