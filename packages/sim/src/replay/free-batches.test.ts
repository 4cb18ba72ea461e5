import { describe, expect, test } from "vitest";
import { eventsOf } from "../testing/trace-events";
import { ANNOUNCES, FreeBatches, GOES_IN, INTERRUPTS, OUTSIDE } from "./free-batches";

const free = (pfn: number, order = 0, cpu = 0) => ({ kind: "free", pfn, order, cpu }) as const;
const batched = (pfn: number, cpu = 0) => ({ kind: "batched", pfn, order: 0, cpu }) as const;
/** A batch behind which nothing can be missing: the last one of a piece may go on. */
const LAST = [free(98), batched(98)] as const;

function rolesOf(...events: Parameters<typeof eventsOf>[0]): number[] {
  return [...new FreeBatches().find(eventsOf([...events, ...LAST]), 0).subarray(0, events.length)];
}

describe("batches of frees", () => {
  test("pages are announced, then go in", () => {
    expect(rolesOf(free(1), free(2), batched(1), batched(2))).toEqual([
      ANNOUNCES,
      ANNOUNCES,
      GOES_IN,
      GOES_IN,
    ]);
  });

  test("a free on its own is neither", () => {
    expect(rolesOf(free(1), free(2), batched(2))).toEqual([OUTSIDE, ANNOUNCES, GOES_IN]);
  });

  test("a free while the batch goes in, or right before, interrupts it", () => {
    expect(rolesOf(free(1), free(2), batched(1), free(8, 1), batched(2))).toEqual([
      ANNOUNCES,
      ANNOUNCES,
      GOES_IN,
      INTERRUPTS,
      GOES_IN,
    ]);
    expect(rolesOf(free(1), free(8, 1), batched(1))).toEqual([ANNOUNCES, INTERRUPTS, GOES_IN]);
  });

  test("a free between two announcements does not: the lists are not taken yet", () => {
    expect(rolesOf(free(1), free(8, 1), free(2), batched(1), batched(2))[1]).toBe(OUTSIDE);
  });

  test("another cpu is not interrupted", () => {
    expect(rolesOf(free(1), free(8, 1, 1), batched(1))[1]).toBe(OUTSIDE);
  });

  test("what was announced in an earlier piece still goes in", () => {
    const batches = new FreeBatches();
    batches.find(eventsOf([free(1), free(2), batched(1), batched(2)]), 0);
    batches.drop(2);
    const roles = batches.find(eventsOf([batched(1), batched(2), free(3), batched(3)]), 2);
    expect([...roles.subarray(0, 4)]).toEqual([GOES_IN, GOES_IN, ANNOUNCES, GOES_IN]);
  });
});
