import { BoardEdits, type ItemJson, planExperiment, readBoard, viewOf } from "@carveout/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import { House, until } from "../testing/house";

const card = { geo: { x: 0, y: 0, w: 300 }, z: "a0" };

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

/** A board with one run, its name and what was computed. */
async function runOnBoard() {
  const { id, tokens } = await house.board();
  const ann = await house.guest(id, tokens.editor).synced();
  const edits = new BoardEdits(ann.doc, null);
  const items: Record<string, ItemJson> = {
    p: { kind: "profile", ...card, fields: { banks: { b0: { sizeBytes: 2 ** 26 } } } },
    w: { kind: "workload", ...card, fields: { durationMs: 500, allocationsPerSecond: 1000 } },
    e: { kind: "experiment", ...card, fields: { variants: { v1: { order: "a0" } } } },
    pw: { kind: "connector", from: { item: "p" }, to: { item: "e", port: "profile" } },
    ww: { kind: "connector", from: { item: "w" }, to: { item: "e", port: "workload" } },
  };
  edits.together(() => {
    for (const [item, json] of Object.entries(items)) edits.add(json, item);
  });
  const last = () => ann.of("run").at(-1);
  await until(() => last()?.status.state === "result", "the result");
  const frame = last();
  if (frame?.status.state !== "result") throw new Error("No result.");
  const [plan] = planExperiment(viewOf(readBoard(ann.doc).items), "e");
  if (plan === undefined || !("input" in plan.run)) throw new Error("No input.");
  return { id, tokens, edits, frame, result: frame.status.result, input: plan.run.input };
}

test("a permalink opens with the same numbers after the board has changed, and brings the input", async () => {
  const { edits, frame, result, input } = await runOnBoard();
  edits.remove(["p", "w", "e"]);
  const kept = await (await house.fetch(`/api/runs/${frame.run}`)).json();
  expect(kept).toMatchObject({ run: frame.run, input });
  expect(kept.result).toEqual(JSON.parse(JSON.stringify(result)));
  const file = await house.fetch(`/api/runs/${frame.run}/input`);
  expect(await file.json()).toEqual(input);
  expect(file.headers.get("content-disposition")).toContain(`run-${frame.run.slice(0, 8)}.json`);
});

test("a name that is cut short in a mail means the same run, as long as it means one", async () => {
  const { frame, result } = await runOnBoard();
  const kept = await (await house.fetch(`/api/runs/${frame.run.slice(0, 12)}`)).json();
  expect(kept.run).toBe(frame.run);
  expect(kept.result).toEqual(JSON.parse(JSON.stringify(result)));
  expect((await house.fetch(`/api/runs/${frame.run.slice(0, 11)}`)).status).toBe(404);
  const twin = `${frame.run.slice(0, 12)}${"0".repeat(52)}`;
  await house.store.keepRun(twin, new Uint8Array([1]));
  const several = await house.fetch(`/api/runs/${frame.run.slice(0, 12)}`);
  expect(several.status).toBe(409);
  expect(await several.text()).toContain("Give more digits");
  expect((await (await house.fetch(`/api/runs/${frame.run}`)).json()).run).toBe(frame.run);
});

test("it opens for whoever has a token of any board, and for nobody else", async () => {
  const { frame } = await runOnBoard();
  const other = await house.board();
  const status = async (headers: Record<string, string>, token: string | null = null, query = "") =>
    (await house.fetch(`/api/runs/${frame.run}${query}`, { headers }, token)).status;
  expect(await status({})).toBe(401);
  expect(await status({ cookie: `carveout_b_${other.id}=${other.tokens.viewer}` })).toBe(200);
  expect(await status({ cookie: `carveout_b_${other.id}=wrong` })).toBe(401);
  expect(await status({ cookie: "carveout_b_gone=x" })).toBe(401);
  expect(await status({}, other.tokens.viewer, `?board=${other.id}`)).toBe(200);
  expect(await status({}, "wrong", `?board=${other.id}`)).toBe(401);
});

test("a name that nobody has computed says so", async () => {
  const answer = await house.fetch(`/api/runs/${"0".repeat(64)}`);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain("No finished run of this name");
});
