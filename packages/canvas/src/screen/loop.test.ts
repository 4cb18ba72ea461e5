import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FrameLoop } from "./loop";

let waiting: ((now: number) => void) | null = null;

beforeEach(() => {
  vi.stubGlobal("requestAnimationFrame", (run: (now: number) => void) => {
    expect(waiting).toBe(null);
    waiting = run;
    return 1;
  });
  vi.stubGlobal("cancelAnimationFrame", () => {
    waiting = null;
  });
});
afterEach(() => {
  waiting = null;
  vi.unstubAllGlobals();
});

/** Returns whether there was a frame to run. */
function frame(now: number): boolean {
  const run = waiting;
  waiting = null;
  run?.(now);
  return run !== null;
}

test("any number of requests are one frame, and then there is none", () => {
  const tick = vi.fn(() => false);
  const loop = new FrameLoop(tick);
  loop.request();
  loop.request();
  expect(frame(100)).toBe(true);
  expect(frame(116)).toBe(false);
  expect(tick).toHaveBeenCalledTimes(1);
});

test("frames go on while something moves, and are told how long the last one took", () => {
  const elapsed: number[] = [];
  const loop = new FrameLoop((_, ms) => elapsed.push(ms) < 3);
  loop.request();
  for (const now of [1000, 1020, 9000]) expect(frame(now)).toBe(true);
  expect(frame(9016)).toBe(false);
  // The first after a rest counts as one frame; one after a long pause is cut.
  expect(elapsed).toEqual([1000 / 60, 20, 100]);
});

test("a stopped loop runs no more", () => {
  const tick = vi.fn(() => true);
  const loop = new FrameLoop(tick);
  loop.request();
  loop.stop();
  expect(frame(100)).toBe(false);
  expect(tick).not.toHaveBeenCalled();
});
