import { TEMPLATES } from "@carveout/model";
import type { RunFrame } from "@carveout/wire";
import { expect, test } from "vitest";
import type { Moment } from "../history/moment";
import { changesOf, type Milestone } from "./changes";

const board = TEMPLATES.find(({ id }) => id === "kmsan")?.board();
if (board === undefined) throw new Error("there is no such template");
const [experiment = "", item] =
  Object.entries(board.items).find(([, each]) => each.kind === "experiment") ?? [];
if (item?.kind !== "experiment") throw new Error("the template has no experiment");
const [variant = ""] = Object.keys(item.fields.variants ?? {});

function frame(usablePages: number, failures: number): RunFrame {
  const result = { memory: { usablePages }, failures: [{ count: failures }] };
  const status = { state: "result", result, resultHash: "", wallMs: 1, warnings: 0 } as RunFrame["status"];
  return { type: "run", experiment, variant, run: "r", seed: 42, serial: 1, changed: "", status };
}

function moment(number: number, did: string[], count = did.length): Moment {
  const changes = did.map((each) => ({ item: null, field: "", author: "p:1", did: each }));
  return { number, beganAt: number, at: number, bytes: 1, authors: ["p:1"], count, changes };
}

const stop = (name: string, frames: RunFrame[], moments: Moment[] = []): Milestone => ({
  name,
  at: 0,
  moments,
  board,
  frames,
});

test("from state to state: who changed what, and the figures that became others", () => {
  const changes = changesOf(
    [
      stop("the beginning", [frame(100, 3)]),
      stop(
        "before the call",
        [frame(90, 3)],
        [moment(2, ["set Bank size 2 GiB → 1 GiB"]), moment(3, ["moved a card"], 4)],
      ),
      stop("now", [frame(90, 3)]),
    ],
    () => "A. Reviewer",
  );
  expect(changes.map(({ until, changes: told, more }) => [until, told, more])).toEqual([
    ["before the call", ["A. Reviewer set Bank size 2 GiB → 1 GiB", "A. Reviewer moved a card"], 3],
    ["now", [], 0],
  ]);
  expect(changes[0]?.outcome).toEqual([expect.stringMatching(/A .*: usable pages 100 to 90$/)]);
  expect(changes[1]?.outcome).toEqual([]);
});

test("figures that were never computed are not told", () => {
  expect(changesOf([stop("the beginning", []), stop("now", [])], () => "")[0]?.outcome).toEqual([]);
  expect(changesOf([stop("the beginning", []), stop("now", [frame(7, 0)])], () => "")[0]?.outcome).toEqual([
    expect.stringMatching(/: 7 usable pages, 0 failures$/),
  ]);
  expect(changesOf([], () => "")).toEqual([]);
});
