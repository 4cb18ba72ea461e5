import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GFP_KERNEL } from "../../allocator/gfp";
import type { ActionInput } from "../../input";
import { checkMachine } from "../../machine/check";
import type { FailureWords } from "../../machine/failure";
import { MIB } from "../../testing/inputs";
import { KasanBench } from "../../testing/kasan-bench";
import { perPage } from "./per-page";

const ALL: ActionInput = { kind: "touch-pages", startMs: 0, times: 1, everyMs: 0, pages: 0 };

function bench(quarantine: boolean) {
  const kasan = new KasanBench(perPage, 32 * MIB, { quarantine });
  const { machine } = kasan;
  const failures: FailureWords[] = [];
  machine.noteFailure = (_key, words) => failures.push(words());
  /** Pages of slab pages that were freed and have not come back to the allocator. */
  const waiting = () =>
    Math.floor(
      Number(
        kasan.hooks
          .gauges?.(machine)
          .find(({ key }) => key === "quarantine")
          ?.read() ?? 0,
      ) / 4096,
    );
  const reports = () => {
    const before = kasan.figure("reports");
    machine.act(ALL);
    return kasan.figure("reports") - before;
  };
  const take = (order: number, isSlab: boolean, cpu: number) => {
    machine.isSlabRequest = isSlab;
    const frame = machine.allocate(order, GFP_KERNEL, cpu);
    machine.isSlabRequest = false;
    return frame;
  };
  return { ...kasan, kasan, machine, failures, waiting, reports, take };
}

describe("I-D5 a report implies poisoned shadow after the check was repeated", () => {
  test("slab pages that another cpu has mapped are checked twice and not reported", () => {
    const { kasan, machine, failures, reports, take } = bench(false);
    take(1, true, 0);
    expect(kasan.figure("rechecks")).toBe(0);
    expect(reports()).toBe(machine.buddy.freePages + machine.pcpPages);
    // The cpus take turns: one of the two pages is the other cpu's.
    expect(kasan.figure("rechecks")).toBe(1);
    expect(failures.every(({ chain }) => chain.at(-1)?.code === "poisoned-free")).toBe(true);
  });

  test("its objects freed, it is reported while it waits in the quarantine", () => {
    const { machine, failures, reports, take } = bench(true);
    const frame = take(0, true, 0);
    const before = reports();
    machine.free(frame, 0, 0);
    expect(reports()).toBe(before + 1);
    const pfn = machine.frames.pfnOf(frame);
    expect(
      failures.filter(({ examplePfn }) => examplePfn === pfn).map(({ chain }) => chain.at(-1)?.code),
    ).toEqual(["poisoned-quarantine"]);
  });

  test("after any history just the pages are reported that nobody has and those in the quarantine", () => {
    const step = fc.record({
      order: fc.integer({ min: 0, max: 4 }),
      isSlab: fc.boolean(),
      cpu: fc.integer({ min: 0, max: 1 }),
      frees: fc.integer({ min: 0, max: 3 }),
      pick: fc.nat(),
      waitMs: fc.constantFrom(0, 0, 3, 10),
    });
    let rechecks = 0;
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { minLength: 1, maxLength: 60 }), (quarantine, steps) => {
        const { kasan, machine, waiting, reports, take } = bench(quarantine);
        const held: [frame: number, order: number][] = [];
        for (const { order, isSlab, cpu, frees, pick, waitMs } of steps) {
          const frame = take(order, isSlab, cpu);
          if (frame >= 0) held.push([frame, order]);
          for (let i = 0; i < frees && held.length > 0; i++) {
            const [[frame, order]] = held.splice(pick % held.length, 1) as [[number, number]];
            machine.free(frame, order, cpu);
          }
          machine.nowMs += waitMs;
          if (machine.nowMs >= machine.wakeMs) machine.wake();
        }
        const poisoned = machine.buddy.freePages + machine.pcpPages + kasan.figure("withheld") + waiting();
        expect(reports()).toBe(poisoned);
        // No TLB is stale any more, and nothing else has changed.
        expect(reports()).toBe(poisoned);
        rechecks += kasan.figure("rechecks");
        checkMachine(machine);
      }),
      { numRuns: 60 },
    );
    expect(rechecks).toBeGreaterThan(0);
  });
});
