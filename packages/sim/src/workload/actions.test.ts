import { describe, expect, test } from "vitest";
import type { ActionInput } from "../input";
import { ActionQueue } from "./actions";

const action = (over: Partial<ActionInput>): ActionInput => ({
  kind: "kpageflags",
  startMs: 0,
  times: 1,
  everyMs: 0,
  pages: 0,
  ...over,
});

function played(actions: ActionInput[], durationMs = 100): [number, string][] {
  const queue = new ActionQueue(actions, durationMs);
  const list: [number, string][] = [];
  while (queue.timeMs !== Number.POSITIVE_INFINITY) list.push([queue.timeMs, queue.next().kind]);
  return list;
}

describe("actions come in the order of their times", () => {
  test("each as often as it says, at its distance", () =>
    expect(
      played([action({ startMs: 5, times: 3, everyMs: 10 }), action({ kind: "compact", startMs: 7 })]),
    ).toEqual([
      [5, "kpageflags"],
      [7, "compact"],
      [15, "kpageflags"],
      [25, "kpageflags"],
    ]));

  test("at one time the one that stands first", () =>
    expect(played([action({ kind: "compact" }), action({ times: 2 })])).toEqual([
      [0, "compact"],
      [0, "kpageflags"],
      [0, "kpageflags"],
    ]));

  test("none after the end", () =>
    expect(played([action({ startMs: 90, times: 9, everyMs: 10 })])).toEqual([
      [90, "kpageflags"],
      [100, "kpageflags"],
    ]));

  test("none at all", () => {
    const queue = new ActionQueue([], 100);
    expect(queue.timeMs).toBe(Number.POSITIVE_INFINITY);
    expect(() => queue.next()).toThrow(RangeError);
  });
});
