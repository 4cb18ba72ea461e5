import type { ExperimentJson, ProfileJson } from "@carveout/model";
import { expect, test } from "vitest";
import { portsOf } from "./ports";

const EXPERIMENT: ExperimentJson = { kind: "experiment", geo: { x: 0, y: 0, w: 428 }, z: "a0", fields: {} };
const PROFILE: ProfileJson = { kind: "profile", geo: { x: 0, y: 0, w: 362 }, z: "a0", fields: {} };
const column = (variant: string, strategies: string[]) => ({
  variant,
  letter: "A",
  name: variant,
  strategies,
  families: [],
});

test("an experiment takes profile, variants, one more variant and workload, from top to bottom", () => {
  const columns = [column("v1", ["s1"]), column("v2", [])];
  const plan = { columns, profile: "p", workload: null, profiles: ["p"], workloads: [] };
  const ports = portsOf(EXPERIMENT, plan, { out: false });
  expect(ports.map(({ id, offsetY, type, wired }) => [id, offsetY, type, wired])).toEqual([
    ["profile", 17, "profile", true],
    ["v1", 48, "strategy", true],
    ["v2", 76, "strategy", false],
    ["new", 104, "strategy", false],
    ["workload", 132, "workload", false],
  ]);
  expect(ports.every(({ side, direction }) => side === "left" && direction === "in")).toBe(true);
});

test("what an experiment is made of gives at its head's right", () => {
  expect(portsOf(PROFILE, undefined, { out: true })).toEqual([
    { id: "out", side: "right", offsetY: 17, type: "profile", direction: "out", wired: true },
  ]);
});
