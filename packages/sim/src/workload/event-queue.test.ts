import fc from "fast-check";
import { expect, test } from "vitest";
import { EventQueue } from "./event-queue";

test("gives what a stable sort gives, whatever comes and goes in between", () => {
  const step = fc.option(fc.integer({ min: 0, max: 9 }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const queue = new EventQueue(2);
      const twin: { time: number; frame: number; order: number }[] = [];
      for (const [frame, time] of steps.entries()) {
        if (time === null) {
          queue.pop();
          twin.shift();
        } else {
          queue.push(time, frame, frame % 11);
          twin.push({ time, frame, order: frame % 11 });
          twin.sort((a, b) => a.time - b.time || a.frame - b.frame);
        }
        expect(queue.size).toBe(twin.length);
        expect(queue.timeMs).toBe(twin[0]?.time ?? Number.POSITIVE_INFINITY);
        if (twin[0] !== undefined) expect([queue.frame, queue.order]).toEqual([twin[0].frame, twin[0].order]);
      }
    }),
  );
});
