import { expect, test } from "vitest";
import type { Peer } from "./peer";
import { GONE_MS, Peers, REST_MS } from "./peers";

const ann = (given: Partial<Peer>): Peer => ({
  id: "ann",
  name: "Ann",
  colour: "p-1",
  cursor: null,
  selection: [],
  drag: null,
  ...given,
});

/** Steps in frames of 16 ms until nothing moves; returns how many it took. */
function settle(peers: Peers, from: number): number {
  let frames = 0;
  while (peers.step(from + frames * 16, 16) && frames < 1000) frames++;
  return frames;
}

test("a cursor appears in place, then glides to each new one and comes to rest", () => {
  const peers = new Peers();
  peers.set([ann({ cursor: { x: 0, y: 0 } })], 0);
  expect(peers.cursors(0)[0]?.at).toEqual({ x: 0, y: 0 });
  peers.set([ann({ cursor: { x: 100, y: 0 } })], 10);
  peers.step(26, 16);
  const x = peers.cursors(26)[0]?.at.x ?? 0;
  expect(x).toBeGreaterThan(0);
  expect(x).toBeLessThan(100);
  expect(settle(peers, 26)).toBeLessThan(60);
  expect(peers.cursors(500)[0]?.at).toEqual({ x: 100, y: 0 });
  expect(peers.step(516, 16)).toBe(false);
});

test("a cursor rests after 30 s, is gone after 60 s, and comes back with the next movement", () => {
  const peers = new Peers();
  peers.set([ann({ cursor: { x: 1, y: 1 } })], 0);
  // Presence that says the same again is not a movement.
  peers.set([ann({ cursor: { x: 1, y: 1 }, selection: ["a"] })], 1000);
  expect(peers.cursors(REST_MS - 1)[0]?.isResting).toBe(false);
  expect(peers.nextChange(1000)).toBe(REST_MS - 1000);
  expect(peers.cursors(REST_MS)[0]?.isResting).toBe(true);
  expect(peers.nextChange(REST_MS)).toBe(GONE_MS - REST_MS);
  expect(peers.cursors(GONE_MS)).toEqual([]);
  expect(peers.nextChange(GONE_MS)).toBe(null);
  peers.set([ann({ cursor: { x: 2, y: 1 } })], GONE_MS);
  expect(peers.cursors(GONE_MS)[0]?.isResting).toBe(false);
});

test("one who joins late is told how long a cursor has rested", () => {
  const peers = new Peers();
  peers.set([ann({ cursor: { x: 1, y: 1 }, restedMs: REST_MS + 5 })], 0);
  expect(peers.cursors(0)[0]?.isResting).toBe(true);
});

test("a drag is an offset until the moved item arrives, whichever comes first", () => {
  const drag = { ids: ["a"], dx: 40, dy: 0 };
  const committedFirst = new Peers();
  committedFirst.set([ann({ drag })], 0);
  expect(committedFirst.offsets().get("a")).toEqual({ x: 40, y: 0 });
  committedFirst.settle("a");
  expect(committedFirst.offsets().size).toBe(0);

  const endedFirst = new Peers();
  endedFirst.set([ann({ drag })], 0);
  endedFirst.set([ann({})], 20);
  expect(endedFirst.offsets().get("a")).toEqual({ x: 40, y: 0 });
  endedFirst.settle("a");
  endedFirst.step(36, 16);
  expect(endedFirst.offsets().size).toBe(0);
});

test("a drag that was given up snaps back after a moment", () => {
  const peers = new Peers();
  peers.set([ann({ drag: { ids: ["a"], dx: 40, dy: 0 } })], 0);
  peers.set([ann({})], 100);
  peers.step(200, 16);
  expect(peers.offsets().size).toBe(1);
  peers.step(600, 16);
  expect(peers.offsets().size).toBe(0);
});

test("who leaves takes cursor and drag along", () => {
  const peers = new Peers();
  peers.set([ann({ cursor: { x: 0, y: 0 }, drag: { ids: ["a"], dx: 1, dy: 1 } })], 0);
  peers.set([], 10);
  expect(peers.cursors(10)).toEqual([]);
  expect(peers.offsets().size).toBe(0);
});
