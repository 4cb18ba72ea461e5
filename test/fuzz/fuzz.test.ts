import { ITEM_KINDS } from "@carveout/model";
import { expect, test } from "vitest";
import { convergence } from "./convergence";
import { origins } from "./origins";
import { siege } from "./siege";
import { sockets } from "./sockets";

// The short forms; the long ones are `npm run fuzz`. A seed that ever failed is played here by name.

test("G7 G18 crafted neighbours: 400 games, no replica differs", () => {
  let accepted = 0;
  for (let seed = 1; seed <= 400; seed++) accepted += origins(seed).accepted;
  expect(accepted).toBeGreaterThan(50);
}, 120_000);

for (const seed of [1, 2])
  test(`G17 G18 G20 eight people, late messages, bad edits, hostile bytes, restarts: seed ${seed}`, () => {
    const { refusals, rejected, commands, looks, kinds } = convergence(seed);
    expect(Math.min(refusals, rejected, commands, looks)).toBeGreaterThan(10);
    expect(kinds).toBe(ITEM_KINDS.length);
  }, 120_000);

test("G17 G18 eight people with the stock client over sockets that break, a server that is stopped and started", async () => {
  const { refusals, answers, hostile, disconnects, looks } = await sockets(1);
  expect(Math.min(refusals, answers, hostile, disconnects, looks)).toBeGreaterThan(0);
}, 120_000);

test("G1 1,200 mutated frames against a running server: it goes on, and everybody has the same board", async () => {
  const { problems, edits, sockets, rejected } = await siege(1200, 3, 2);
  expect(problems).toEqual([]);
  expect(Math.min(edits, sockets, rejected.G1 ?? 0, rejected.G9 ?? 0)).toBeGreaterThan(10);
}, 120_000);
