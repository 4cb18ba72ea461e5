import fc from "fast-check";
import { expect, test } from "vitest";
import { type Arrival, Crowd } from "./crowd";

const ann: Arrival = { address: "192.0.2.1", board: "b", participant: "p-ann" };

/** How many get in, one after the other. */
function fill(crowd: Crowd, arrival: (n: number) => Arrival): { count: number; refusal: string | null } {
  for (let count = 0; ; count++) {
    const refusal = crowd.refusal(arrival(count));
    if (refusal !== null) return { count, refusal };
    crowd.enter(arrival(count));
  }
}

test("each limit holds, tells its number and leaves room for others", () => {
  const tabs = new Crowd();
  expect(fill(tabs, () => ann)).toEqual({
    count: 30,
    refusal: "You have this board open 30 times. Close some of its tabs first.",
  });
  expect(tabs.refusal({ ...ann, board: "other" })).toBeNull();
  expect(tabs.refusal({ ...ann, participant: "p-ben" })).toBeNull();

  const address = new Crowd();
  const anybody = (n: number) => ({ ...ann, participant: `p-${n}`, board: `b-${n}` });
  expect(fill(address, anybody).count).toBe(1500);
  expect(address.refusal({ ...anybody(-1), address: "192.0.2.2" })).toBeNull();

  const board = new Crowd();
  const everywhere = (n: number) => ({ ...ann, participant: "link:viewer", address: `a-${n}` });
  expect(fill(board, everywhere).count).toBe(2500);
  expect(board.refusal({ ...everywhere(-1), board: "other" })).toBeNull();

  const total = new Crowd();
  const far = (n: number) => ({ address: `a-${n}`, participant: `p-${n}`, board: `b-${n}` });
  expect(fill(total, far)).toMatchObject({
    count: 5000,
    refusal: expect.stringMatching(/^The server is full.*\.$/),
  });
});

test("whoever leaves makes room, and nothing is remembered of them", () => {
  const some = fc.record({
    address: fc.constantFrom("a", "b"),
    board: fc.constantFrom("x", "y"),
    participant: fc.constantFrom("p", "q"),
  });
  fc.assert(
    fc.property(fc.array(some, { maxLength: 40 }), (arrivals) => {
      const crowd = new Crowd();
      for (const leave of arrivals.map((arrival) => crowd.enter(arrival))) leave();
      expect(crowd).toEqual(new Crowd());
    }),
  );
});
