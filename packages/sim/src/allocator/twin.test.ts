import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadArbitrary, type Step } from "../testing/twin/arbitraries";
import { Pair } from "../testing/twin/pair";
import { KERNELS } from "../testing/twin/vocabulary";
import { checkAllocator } from "./check";

/** Does one step on both; calls `after` whenever the state has changed. */
function run(pair: Pair, step: Step, after: () => void): void {
  const { setup, twin } = pair;
  switch (step.do) {
    case "allocate": {
      const cpu = step.cpu % setup.cpuNodes.length;
      for (let i = 0; i < step.times; i++) {
        pair.allocate(step.order, step.gfp, cpu, step.isSlow);
        after();
      }
      return;
    }
    case "free":
      for (let i = 0; i < step.times; i++) {
        const used = [...twin.memory.used];
        const block = used[step.pick % used.length];
        if (block === undefined) return;
        pair.free(block[0], block[1].order, step.cpu % setup.cpuNodes.length);
        after();
      }
      return;
    case "drain":
      pair.drain(step.zone % setup.zones.length, step.cpu % setup.cpuNodes.length);
      break;
    case "boostBack":
      pair.takeBoostBack(step.zone % setup.zones.length);
      break;
    case "reclaim":
      pair.setReclaimed(step.zone % setup.zones.length, step.isOn);
      break;
    case "isolate":
      pair.toggleIsolation(step.block % setup.blockTypes.length);
      break;
    case "unreserve":
      pair.unreserve(step.gfp, step.cpu % setup.cpuNodes.length, step.isForced);
  }
  after();
}

describe.each(KERNELS)("v%s", (kernel) => {
  test("the allocator does what its twin does, step by step", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(loadArbitrary(kernel, 120), ({ setup, steps }) => {
        const pair = new Pair(setup);
        const compare = () => {
          const state = pair.coreState();
          const expected = pair.twinState();
          if (JSON.stringify(state) !== JSON.stringify(expected)) expect(state).toEqual(expected);
        };
        compare();
        for (const step of steps) run(pair, step, compare);
        checkAllocator(pair.core, pair.managedOf);
      }),
      // Shrinking takes minutes. The seed and the path that are printed bring a failure back.
      { numRuns: 80, endOnFailure: true },
    );
  });

  test("I-B5 what was split is whole again once everything is given back", { timeout: 120_000 }, () => {
    const freeBlocks = ({ core, setup }: Pair) =>
      setup.zones.map((_, zone) =>
        Array.from({ length: setup.maxOrder + 1 }, (__, order) =>
          [...core.buddy.freeBlocks(zone, order)].sort((a, b) => a - b),
        ),
      );
    fc.assert(
      fc.property(loadArbitrary(kernel, 60), ({ setup, steps }) => {
        const pair = new Pair(setup);
        const before = freeBlocks(pair);
        // Isolated pageblocks and those kept for atomic requests stay apart.
        const plain = steps.flatMap((step): Step[] => {
          if (step.do === "isolate") return [];
          return step.do === "allocate" ? [{ ...step, isSlow: false }] : [step];
        });
        for (const step of plain) run(pair, step, () => {});
        for (const [frame, { order }] of [...pair.twin.memory.used]) pair.free(frame, order, 0);
        for (const zone of setup.zones.keys()) for (const cpu of setup.cpuNodes.keys()) pair.drain(zone, cpu);
        expect(freeBlocks(pair)).toEqual(before);
      }),
      { numRuns: 50, endOnFailure: true },
    );
  });
});
