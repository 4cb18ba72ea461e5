import {
  BoardEdits,
  contentHash,
  type ItemJson,
  planExperiment,
  readBoard,
  runHash,
  viewOf,
} from "@carveout/model";
import { CORE_VERSION } from "@carveout/sim";
import type { RunFrame } from "@carveout/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Guest, House, until } from "../testing/house";

const card = { geo: { x: 0, y: 0, w: 300 }, z: "a0" };
const MIB = 1024 ** 2;

/** A small machine with a load, an experiment and one variant. */
function lay(edits: BoardEdits, seed: number, more: Record<string, number> = {}): void {
  const items: Record<string, ItemJson> = {
    p: { kind: "profile", ...card, fields: { banks: { b0: { sizeBytes: 64 * MIB } } } },
    w: { kind: "workload", ...card, fields: { durationMs: 2000, allocationsPerSecond: 1000, ...more } },
    e: { kind: "experiment", ...card, fields: { seed, variants: { v1: { order: "a0" } } } },
    pw: { kind: "connector", from: { item: "p" }, to: { item: "e", port: "profile" } },
    ww: { kind: "connector", from: { item: "w" }, to: { item: "e", port: "workload" } },
  };
  edits.together(() => {
    for (const [id, item] of Object.entries(items)) edits.add(item, id);
  });
}

const stateOf = (frame: RunFrame | undefined) => frame?.status.state;
const states = (guest: Guest) => guest.of("run").map(stateOf);
const last = (guest: Guest) => guest.of("run").at(-1);
const isDone = (guest: Guest) => () => stateOf(last(guest)) === "result";

describe("runs", () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open();
  });
  afterAll(() => house.close());

  async function pair() {
    const { id, tokens } = await house.board();
    const ann = await house.guest(id, tokens.editor).synced();
    const ben = await house.guest(id, tokens.viewer).synced();
    return { id, tokens, ann, ben, edits: new BoardEdits(ann.doc, null) };
  }

  test("an edit makes an estimate at once, then a result that is the same for everybody", async () => {
    const { id, tokens, ann, ben, edits } = await pair();
    lay(edits, 7);
    await until(isDone(ann), "a result for Ann");
    await until(isDone(ben), "a result for Ben");
    expect(states(ann)[0]).toBe("queued");
    expect(ann.of("run")[0]?.status).toMatchObject({ estimate: { memory: { presentPages: 16_384 } } });
    expect(states(ann)).toContain("running");
    expect(last(ben)).toEqual(last(ann));
    const status = last(ann)?.status;
    if (status?.state !== "result") throw new Error("No result.");
    expect(status.resultHash).toBe(contentHash(status.result));
    const [plan] = planExperiment(viewOf(readBoard(ben.doc).items), "e");
    if (plan === undefined || !("input" in plan.run)) throw new Error("The plan is incomplete.");
    expect(last(ben)?.run).toBe(runHash(plan.run.input, CORE_VERSION));
    const serials = ann.of("run").map((frame) => frame.serial);
    expect(serials).toEqual([...serials].sort((a, b) => a - b));
    const late = await house.guest(id, tokens.viewer).synced();
    await until(isDone(late), "the result for who comes late");
    expect(late.of("run")).toEqual([last(ann)]);
    expect(JSON.stringify(readBoard(ann.doc))).not.toContain(status.resultHash);
  });

  test("a known run is answered without computing, on another board too", async () => {
    const first = await pair();
    lay(first.edits, 11);
    await until(isDone(first.ann), "the first result");
    const second = await pair();
    lay(second.edits, 11);
    await until(isDone(second.ann), "the second result");
    expect(states(second.ann)).toEqual(["queued", "result"]);
    expect(last(second.ann)?.status).toEqual(last(first.ann)?.status);
  });

  test("moving a card runs nothing again", async () => {
    const { ann, edits } = await pair();
    lay(edits, 13);
    await until(isDone(ann), "a result");
    const before = ann.of("run").length;
    edits.move([{ id: "p", geo: { x: 50, y: 50, w: 300 } }]);
    const acks = ann.of("ack").length;
    await until(() => ann.of("ack").length > acks, "the move is durable");
    expect(ann.of("run")).toHaveLength(before);
  });

  test("a changed input supersedes the run; the old one is never shown again", async () => {
    const { ann, edits } = await pair();
    lay(edits, 17, { durationMs: 600_000, allocationsPerSecond: 100_000 });
    await until(() => states(ann).includes("running"), "the long run runs");
    const long = last(ann)?.run;
    edits.setField("w", ["durationMs"], 1000);
    edits.setField("w", ["allocationsPerSecond"], 100);
    await until(isDone(ann), "the short run's result");
    const change = ann.of("run").findIndex((frame) => frame.run !== long);
    expect(
      ann
        .of("run")
        .slice(change)
        .map((frame) => frame.run),
    ).not.toContain(long);
  });

  test("what is infeasible says why on its field and does not run", async () => {
    const { ann, edits } = await pair();
    lay(edits, 19);
    await until(isDone(ann), "a result");
    // One section more than 16 TiB.
    edits.setField("p", ["banks", "b0", "baseBytes"], 4096);
    edits.setField("p", ["banks", "b0", "sizeBytes"], 16 * 1024 ** 4);
    await until(() => stateOf(last(ann)) === "no run", "the finding");
    expect(last(ann)?.status).toMatchObject({ state: "no run", item: "p", field: "banks" });
    expect(ann.of("diagnostics").at(-1)?.findings).toMatchObject([
      { item: "p", field: "banks", severity: "error" },
    ]);
    edits.setField("p", ["banks", "b0", "sizeBytes"], 64 * MIB);
    await until(isDone(ann), "the result again");
    expect(ann.of("diagnostics").at(-1)?.findings).toEqual([]);
  });

  test("a profile that feeds nothing is diagnosed all the same, until it is gone", async () => {
    const { ann, edits } = await pair();
    edits.add(
      { kind: "profile", ...card, fields: { banks: { b0: { baseBytes: 4096, sizeBytes: 16 * 1024 ** 4 } } } },
      "big",
    );
    await until(() => ann.of("diagnostics").at(-1)?.findings[0]?.item === "big", "the finding");
    edits.remove(["big"]);
    await until(() => ann.of("diagnostics").at(-1)?.findings.length === 0, "the finding is gone");
  });

  test("an unwired experiment says what it lacks", async () => {
    const { ann, edits } = await pair();
    edits.add({ kind: "experiment", ...card, fields: { variants: { v1: { order: "a0" } } } }, "e");
    await until(() => states(ann).includes("incomplete"), "the sentence");
    expect(last(ann)).toMatchObject({ run: "", status: { missing: "Wire a profile to this experiment." } });
  });
});
