import { describe, expect, test } from "vitest";
import { GFP_KERNEL } from "../allocator/gfp";
import { EarlyMachine } from "../machine/early";
import { Machine } from "../machine/machine";
import { bare } from "../testing/bare";
import { MIB, machineInput } from "../testing/inputs";
import { causeChain, FailureLog } from "./failures";

/** 64 MiB without any strategy, and every page of it given to somebody. */
function fullMachine(): { machine: Machine; frames: number[] } {
  const machine = bare(new Machine(new EarlyMachine(machineInput(64 * MIB), 64), []));
  const frames: number[] = [];
  for (let frame = machine.allocate(0, GFP_KERNEL, 0); frame >= 0; frame = machine.allocate(0, GFP_KERNEL, 0))
    frames.push(frame);
  return { machine, frames };
}

const codes = (machine: Machine) => causeChain(machine, machine.shortage).map(({ code }) => code);

describe("the root", () => {
  test("is lack of memory where fewer pages are free than the request needs", () => {
    const { machine, frames } = fullMachine();
    expect(codes(machine)).toEqual([
      "request",
      "no-block",
      "memory",
      "memory",
      "nobody-to-kill",
      "out-of-memory",
    ]);
    for (const frame of frames.slice(0, 511)) machine.free(frame, 0, 0);
    expect(machine.allocate(9, GFP_KERNEL, 0)).toBe(-1);
    expect(causeChain(machine, machine.shortage).at(-1)).toMatchObject({
      code: "out-of-memory",
      sentence: "Memory was short: 511 pages free, 512 needed.",
      facts: { freePages: 511, reachablePages: 511, neededPages: 512 },
    });
  });

  test("X-B1 is fragmentation where the pages are free but strewn, and the example is one of them", () => {
    const { machine, frames } = fullMachine();
    const strewn = frames.filter((frame) => frame % 4 !== 0);
    for (const frame of strewn) machine.free(frame, 0, 0);
    expect(machine.allocate(2, GFP_KERNEL, 0)).toBe(-1);
    const chain = causeChain(machine, machine.shortage);
    expect(chain.map(({ code }) => code)).toEqual([
      "request",
      "no-block",
      "fragmentation",
      "fragmentation",
      "nobody-to-kill",
      "fragmentation",
    ]);
    expect(chain.at(-1)?.facts).toEqual({
      freePages: strewn.length,
      // Those of DMA32, which begins at 16 MiB.
      reachablePages: strewn.filter((frame) => frame >= 4096).length,
      neededPages: 4,
      largestOrder: 1,
      // As many blocks of order 0 as of order 1, n each: 1000 - (1000 + 3n * 1000 / 4) / 2n, n beyond 500.
      fragmentationIndex: 625,
    });
    const shown = machine.frames.frameOf(machine.shortage.examplePfn);
    expect([...machine.buddy.freeBlocks(machine.buddy.zoneOf(shown), 1)]).toContain(shown);
  });
});

test("failures with the same codes and order are one group; the chain is the first one's", () => {
  const { machine, frames } = fullMachine();
  const log = new FailureLog(
    () => 3,
    (chain) => chain,
  );
  const fail = (order: number, timeMs: number) => {
    expect(machine.allocate(order, GFP_KERNEL, 0)).toBe(-1);
    log.noteRequest(machine, timeMs);
  };
  fail(0, 10);
  fail(3, 20);
  for (const frame of frames.filter((f) => f % 2 === 0)) machine.free(frame, 0, 0);
  fail(3, 30);
  fail(3, 40);
  const [first, ...others] = log.list();
  expect(first).toMatchObject({ order: 3, count: 2, firstMs: 30, lastMs: 40 });
  expect(first?.chain.at(-1)?.code).toBe("fragmentation");
  expect(others).toMatchObject([
    { order: 0, count: 1, firstMs: 10, lastMs: 10, examplePfn: -1 },
    { order: 3, count: 1, firstMs: 20, lastMs: 20, examplePfn: -1 },
  ]);
});
