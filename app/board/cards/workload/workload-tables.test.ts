import { ACTION_FIELDS, fieldProblem } from "@carveout/model";
import { expect, test } from "vitest";
import { sortedRows } from "../tables/sorted-rows";
import { ACTIONS, freshAction, freshPhase, PHASES, shownOfAction, shownOfPhase } from "./workload-tables";

test("rows stand in the order in which they happen, not in which they were added", () => {
  const rows = { a: { kind: "compact", startMs: 900 }, b: { startMs: 20, times: 10 }, c: {} };
  expect(sortedRows(ACTIONS, rows).map(({ values }) => ACTIONS.line(values))).toEqual([
    { start: "0 s", name: "read /proc/kpageflags", end: "once" },
    { start: "0.02 s", name: "read /proc/kpageflags", end: "10 times" },
    { start: "0.9 s", name: "compact memory", end: "once" },
  ]);
});

test("only what happens several times asks how far apart", () => {
  const keys = (written: Record<string, number>) => {
    const [row] = sortedRows(ACTIONS, { a: written });
    return row === undefined ? [] : shownOfAction(row).map(({ key }) => key);
  };
  expect(keys({ times: 1 })).not.toContain("everyMs");
  expect(keys({ times: 2 })).toContain("everyMs");
  expect(keys({ times: 1, everyMs: 5 })).toContain("everyMs");
});

test("a new action happens in the middle of the run and is valid", () => {
  const row = freshAction({ durationMs: 3001 });
  expect(row.startMs).toBe(1501);
  for (const spec of ACTION_FIELDS) if (spec.key in row) expect(fieldProblem(spec, row[spec.key])).toBeNull();
});

test("a new phase follows the last one", () => {
  const [last] = sortedRows(PHASES, { a: { startMs: 2000, lengthMs: 500 } });
  expect(freshPhase(last, {})).toMatchObject({ startMs: 2500 });
  expect(freshPhase(last, { durationMs: 2500 })).toMatchObject({ startMs: 0 });
});

test("a phase shows the factors of the classes that ask for something", () => {
  const [row] = sortedRows(PHASES, { a: { atomicFactor: 3 } });
  if (row === undefined) throw new Error("There is one row.");
  const keys = shownOfPhase(row, { classes: { kernel: { weight: 2 } } }).map(({ key }) => key);
  expect(keys.filter((key) => key.endsWith("Factor"))).toEqual([
    "rateFactor",
    "userFactor",
    "kernelFactor",
    "atomicFactor",
  ]);
  expect(PHASES.line(row.values)).toMatchObject({ name: "another mix" });
});
