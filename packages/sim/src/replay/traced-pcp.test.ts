import { describe, expect, test } from "vitest";
import { TracedPcp } from "./traced-pcp";

function traced() {
  const silent: number[] = [];
  const refills: string[] = [];
  const pcp = new TracedPcp(
    100,
    1,
    () => 0,
    (frame) => silent.push(frame),
    (order, type, cpu) => refills.push(`order ${order} type ${type} cpu ${cpu}`),
  );
  return { pcp, silent, refills };
}

describe("per-cpu lists as events tell them", () => {
  test("requests take the head, drains the tail: nothing is silent", () => {
    const { pcp, silent, refills } = traced();
    for (const frame of [1, 2, 3]) pcp.refill(frame, 0, 0, 0);
    pcp.take(1, 0, 0, 0);
    pcp.push(9, 0, 0, 0);
    pcp.take(9, 0, 0, 0);
    pcp.next(0);
    pcp.drain(3);
    expect(silent).toEqual([]);
    expect(refills).toEqual(["order 0 type 0 cpu 0"]);
    expect([pcp.has(1), pcp.has(2), pcp.has(3)]).toEqual([false, true, false]);
  });

  test("a request that passes over the head: four pages went to a bulk allocation", () => {
    const { pcp, silent } = traced();
    for (const frame of [1, 2, 3, 4, 5]) pcp.refill(frame, 0, 0, 0);
    pcp.take(5, 0, 0, 0);
    expect(silent).toEqual([1, 2, 3, 4]);
  });

  test("a list is refilled when it is empty: what should be in it went before", () => {
    const { pcp, silent } = traced();
    for (const frame of [1, 2]) pcp.append(frame, 0, 0, 0);
    pcp.refill(3, 0, 0, 0);
    expect(silent).toEqual([1, 2]);
  });

  test("a refill that no request follows was for one without an event", () => {
    const { pcp, silent } = traced();
    pcp.refill(1, 0, 0, 0);
    pcp.refill(2, 0, 0, 0);
    pcp.refill(7, 1, 0, 0);
    expect(silent).toEqual([1]);
    pcp.take(7, 1, 0, 0);
    pcp.next(0);
    expect(silent).toEqual([1]);
  });

  test("a page that is freed while it should lie in a list was taken", () => {
    const { pcp, silent } = traced();
    pcp.append(1, 0, 0, 0);
    pcp.takeSilently(1);
    pcp.push(1, 0, 0, 0);
    pcp.take(1, 0, 0, 0);
    expect(silent).toEqual([1]);
  });

  test("lists of other cpus, orders and types stay apart", () => {
    const { pcp, silent } = traced();
    pcp.append(1, 0, 0, 0);
    pcp.append(2, 0, 0, 1);
    pcp.append(3, 0, 1, 0);
    pcp.append(4, 1, 0, 0);
    pcp.take(2, 0, 0, 1);
    pcp.take(3, 0, 1, 0);
    pcp.take(4, 1, 0, 0);
    expect(silent).toEqual([]);
    expect(pcp.has(1)).toBe(true);
  });
});
