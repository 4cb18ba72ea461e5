import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventQueue } from "./event-queue";

interface Event {
  time: number;
  frame: number;
}

/** The obvious twin: a list that is sorted anew, stable, after each event. */
function checkAgainstSortedList(spanMs: number, times: readonly (number | null)[]): void {
  const queue = new EventQueue(spanMs, undefined, 2);
  const twin: Event[] = [];
  const agree = () => {
    expect(queue.size).toBe(twin.length);
    expect(queue.timeMs).toBe(twin[0]?.time ?? Number.POSITIVE_INFINITY);
    const frame = twin[0]?.frame;
    if (frame !== undefined)
      expect([queue.holding, queue.order, queue.cpu]).toEqual([frame, frame % 11, frame % 8192]);
  };
  for (const [frame, time] of times.entries()) {
    if (time === null) {
      queue.pop();
      twin.shift();
    } else {
      queue.push(time, frame, frame % 11, frame % 8192);
      twin.push({ time, frame });
      twin.sort((a, b) => a.time - b.time);
    }
    agree();
  }
  while (twin.length > 0) {
    queue.pop();
    twin.shift();
    agree();
  }
}

describe("gives what a stable sort gives, whatever comes and goes in between", () => {
  const check = (times: fc.Arbitrary<number>, maxLength = 200) =>
    fc.assert(
      fc.property(fc.array(fc.option(times, { freq: 3 }), { maxLength }), (steps) =>
        checkAgainstSortedList(10, steps),
      ),
    );

  test("times that fall together", () => check(fc.integer({ min: 0, max: 9 })));
  test("times all over the span and behind its end", () =>
    check(fc.double({ min: 0, max: 20, noNaN: true })));
  test("more than a short stretch within one coarse stretch", () =>
    check(fc.double({ min: 5, max: 5.002, noNaN: true })));
  test("within one tick", () => check(fc.double({ min: 5, max: 5 + 1e-9, noNaN: true })));
  test("some close together, some far apart", () =>
    check(
      fc.oneof(
        fc.double({ min: 1, max: 1.002, noNaN: true }),
        fc.double({ min: 9, max: 9.002, noNaN: true }),
        fc.double({ min: 0, max: 10, noNaN: true }),
      ),
      400,
    ));
});

test("a clock that runs on: 100,000 events, a thousand of them waiting, come in order", () => {
  const queue = new EventQueue(100_000);
  const waiting: Event[] = [];
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
  for (let now = 0; now < 100_000; now++) {
    for (; queue.timeMs <= now; queue.pop(), waiting.shift())
      expect([queue.timeMs, queue.holding]).toEqual([waiting[0]?.time, waiting[0]?.frame]);
    // Whole numbers, so that many are equal; one in ten waits twenty times as long.
    const time = now + Math.floor(random() * (random() < 0.1 ? 20_000 : 1000));
    queue.push(time, now, 0, 0);
    let at = waiting.length;
    while (at > 0 && (waiting[at - 1]?.time ?? 0) > time) at--;
    waiting.splice(at, 0, { time, frame: now });
  }
  expect(queue.size).toBe(waiting.length);
});

test("allocates nothing while as many come as go", () => {
  const queue = new EventQueue(1_010_000);
  const turn = (from: number, to: number) => {
    for (let now = from; now < to; now++) {
      while (queue.timeMs <= now) queue.pop();
      queue.push(now + 1 + ((now * 7919) % 5000), now, 0, 0);
    }
  };
  turn(0, 50_000);
  const before = memory(queue);
  turn(50_000, 1_000_000);
  expect(memory(queue)).toBe(before);
});

/** Bytes of every typed array below an object. */
function memory(object: object): number {
  return Object.values(object).reduce(
    (sum: number, value: unknown) =>
      ArrayBuffer.isView(value)
        ? sum + value.byteLength
        : typeof value === "object" && value !== null
          ? sum + memory(value)
          : sum,
    0,
  );
}
