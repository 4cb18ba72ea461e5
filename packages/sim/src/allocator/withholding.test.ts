import fc from "fast-check";
import { expect, test } from "vitest";
import { checkMachine } from "../machine/check";
import { EarlyMachine } from "../machine/early";
import type { Hooks } from "../machine/hooks";
import { Machine } from "../machine/machine";
import { bare } from "../testing/bare";
import { MIB, machineInput } from "../testing/inputs";
import { GFP_KERNEL } from "./gfp";
import type { Withholder } from "./withholding";

const GROUP_ORDER = 3;

/** Marks some groups, by their number, as long as it is on. */
class Marking implements Withholder {
  readonly order = GROUP_ORDER;
  readonly withheld: { frame: number; order: number }[] = [];
  isOn = true;
  /** Told of what is withheld, as pages that a strategy holds. */
  machine: Machine | undefined;

  constructor(private readonly every: number) {}

  isMarked(frame: number, order: number): boolean {
    const first = frame >>> GROUP_ORDER;
    const last = (frame + 2 ** order - 1) >>> GROUP_ORDER;
    for (let group = first; group <= last; group++) if (this.isOn && group % this.every === 0) return true;
    return false;
  }

  withhold(frame: number, order: number): void {
    this.withheld.push({ frame, order });
    if (this.machine !== undefined) this.machine.metadataPages += 2 ** order;
  }

  release(machine: Machine): void {
    this.isOn = false;
    for (const { frame, order } of this.withheld.splice(0)) machine.giveMetadata(frame, order);
  }
}

function boot(pageblockOrder: number, hooks: Hooks[], pcp: boolean): Machine {
  const input = machineInput(16 * MIB, { pageblockOrder });
  const machine = new Machine(new EarlyMachine(input, 64), hooks);
  return pcp ? machine : bare(machine);
}

function freeBlocks(machine: Machine): number[] {
  const sums = new Int32Array(machine.buddy.maxOrder + 1);
  machine.buddy.sumFreeBlocks(sums);
  return [...sums];
}

test("freed pages of marked groups are withheld in whole groups, and merge afterwards as if they had never been", () => {
  const steps = fc.array(
    fc.record({ isFree: fc.boolean(), order: fc.integer({ min: 0, max: 6 }), pick: fc.nat() }),
    { minLength: 100, maxLength: 300 },
  );
  const shapes = fc.record({
    pageblockOrder: fc.constantFrom(2, 3, 9),
    every: fc.integer({ min: 1, max: 4 }),
    pcp: fc.boolean(),
  });
  let withheld = 0;
  fc.assert(
    fc.property(shapes, steps, ({ pageblockOrder, every, pcp }, steps) => {
      const marking = new Marking(every);
      marking.isOn = false;
      const machine = boot(pageblockOrder, [{ withholder: marking }], pcp);
      const start = freeBlocks(machine);
      marking.isOn = true;
      marking.machine = machine;
      const held: { frame: number; order: number }[] = [];
      for (const { isFree, order, pick } of steps) {
        const block = isFree ? held.splice(pick % Math.max(1, held.length), 1)[0] : undefined;
        if (block !== undefined) machine.free(block.frame, block.order, 0);
        else {
          const frame = machine.allocate(order, GFP_KERNEL, 0);
          if (frame >= 0) held.push({ frame, order });
        }
      }
      checkMachine(machine);
      withheld += marking.withheld.length;
      for (const { frame, order } of marking.withheld) {
        expect(order).toBeGreaterThanOrEqual(GROUP_ORDER);
        expect(machine.buddy.blockAt(frame)).toBe(frame);
        for (let inside = 1; inside < 2 ** order; inside++)
          expect(machine.buddy.stateOf(frame + inside)).toBe(0);
      }
      for (const { frame, order } of held) machine.free(frame, order, 0);
      marking.release(machine);
      if (!pcp) expect(freeBlocks(machine)).toEqual(start);
      expect(machine.metadataPages).toBe(0);
      expect(machine.dataPages).toBe(0);
      checkMachine(machine);
    }),
    { numRuns: 60 },
  );
  expect(withheld).toBeGreaterThan(200);
});

test("with nothing marked it is the plain allocator, list by list", () => {
  const steps = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 200 });
  fc.assert(
    fc.property(steps, (orders) => {
      const marking = new Marking(1);
      marking.isOn = false;
      const [plain, withholding] = [boot(0, [], true), boot(0, [{ withholder: marking }], true)];
      for (const machine of [plain, withholding]) {
        const frames = orders.map((order) => machine.allocate(order, GFP_KERNEL, 0));
        for (const [i, frame] of frames.entries()) if (i % 3 > 0) machine.free(frame, orders[i] ?? 0, 0);
      }
      for (let order = 0; order <= 10; order++)
        expect([...withholding.buddy.freeBlocks(0, order)]).toEqual([...plain.buddy.freeBlocks(0, order)]);
    }),
    { numRuns: 30 },
  );
});
