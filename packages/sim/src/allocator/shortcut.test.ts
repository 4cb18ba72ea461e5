import fc from "fast-check";
import { expect, test } from "vitest";
import { smallAllocator } from "../testing/page-book";
import { __GFP_MOVABLE, __GFP_RECLAIMABLE, GFP_ATOMIC, GFP_KERNEL } from "./gfp";
import type { PageAllocator } from "./page-allocator";

const gfp = fc.constantFrom(
  GFP_KERNEL,
  GFP_ATOMIC,
  GFP_KERNEL | __GFP_MOVABLE,
  GFP_KERNEL | __GFP_RECLAIMABLE,
);
const order = fc.nat({ max: 3 });
const cpu = fc.nat({ max: 1 });
const place = fc.nat({ max: 1000 });
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ op: fc.constant("take" as const), order, gfp, cpu }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("give" as const), place, cpu }) },
);

const machine = () =>
  smallAllocator({
    pageblockOrder: 5,
    maxOrder: 6,
    cpus: 2,
    zones: [
      { kind: "DMA32", startFrame: 0, endFrame: 512, marks: [8, 12, 16], pcpBatch: 4, pcpHigh: 24 },
      { kind: "Normal", startFrame: 512, endFrame: 1536, marks: [16, 24, 32], pcpBatch: 4, pcpHigh: 24 },
    ],
  });

function isSame(one: PageAllocator, two: PageAllocator): boolean {
  const arraysOf = ({ buddy, levels, pcp }: PageAllocator) => [pcp.table, buddy.states, levels.gauges];
  const others = arraysOf(two).map(bytesOf);
  return arraysOf(one).every((array, i) => bytesOf(array).equals(others[i] as Buffer));
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Uint8Array | Float64Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

test("two blocks at once are taken and given back as two one after the other", () => {
  let atOnce = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 100, maxLength: 400 }), (steps) => {
      const [one, two] = [machine(), machine()];
      const held: { first: number; second: number; order: number }[] = [];
      const into = new Float64Array(2);
      for (const step of steps) {
        if (step.op === "take") {
          const { order, gfp, cpu } = step;
          const first = one.allocate(order, gfp, cpu);
          const second = first < 0 ? -1 : one.allocate(order, gfp, cpu);
          if (two.takeTwo(order, gfp, cpu, into)) atOnce++;
          else {
            into[0] = two.allocate(order, gfp, cpu);
            into[1] = into[0] < 0 ? -1 : two.allocate(order, gfp, cpu);
          }
          expect([...into]).toEqual([first, second]);
          if (second >= 0) held.push({ first, second, order });
          else if (first >= 0) for (const each of [one, two]) each.free(first, order, cpu);
        } else if (held.length > 0) {
          const [block] = held.splice(step.place % held.length, 1) as [(typeof held)[number]];
          one.free(block.first, block.order, step.cpu);
          one.free(block.second, block.order, step.cpu);
          two.freeTwo(block.first, block.second, block.order, step.cpu);
        }
        expect(isSame(one, two)).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
  expect(atOnce).toBeGreaterThan(100);
});
