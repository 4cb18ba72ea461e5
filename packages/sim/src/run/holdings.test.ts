import { describe, expect, test } from "vitest";
import { ALLOC_NO_WATERMARKS } from "../allocator/alloc-flags";
import { GFP_HIGHUSER_MOVABLE, GFP_KERNEL } from "../allocator/gfp";
import type { ReclaimRequest } from "../allocator/page-owner";
import { ZONE_KINDS } from "../allocator/zone-levels";
import type { RunInput } from "../input";
import { checkMachine } from "../machine/check";
import { EarlyMachine } from "../machine/early";
import { Machine } from "../machine/machine";
import type { RunResult } from "../output";
import { lazy } from "../strategies/kmsan/lazy";
import { bare } from "../testing/bare";
import { MIB, machineInput, mix, runInput, workloadInput } from "../testing/inputs";
import { type Grant, Holdings } from "./holdings";
import { createRun } from "./run";

const ALL: ReclaimRequest = {
  nid: 0,
  highest: ZONE_KINDS.indexOf("Movable"),
  pages: 1000,
  mayWrite: true,
  maySwap: true,
  cpu: 0,
};

/** Takes every free page, without reclaim. */
function fill({ allocator }: Machine): void {
  while (allocator.allocateFrom(0, GFP_HIGHUSER_MOVABLE, 0, ALLOC_NO_WATERMARKS) >= 0);
}

/** A machine of one zone and its books; `take` allocates a page and enters it. */
function books(swapPages = 0) {
  const machine = bare(new Machine(new EarlyMachine(machineInput(16 * MIB), 64), []));
  const holdings = new Holdings(machine, swapPages);
  const take = (over: Partial<Grant> = {}) => {
    const gfp = over.gfp ?? GFP_HIGHUSER_MOVABLE;
    const frame = machine.allocate(0, gfp, 0);
    const grant = { frame, order: 0, gfp, isCache: false, isDirty: false, pinnedUntilMs: 0, ...over };
    return { frame, slot: holdings.take(grant) };
  };
  return { machine, holdings, take };
}

describe("page cache that was dropped", () => {
  test("can be read again into a new block while its file is there, any of it alike", () => {
    const { machine, holdings, take } = books();
    const told: string[] = [];
    machine.hooks.push({
      cacheDropped: (_, key) => told.push(`dropped ${key}`),
      cacheRead: (_, key) => {
        told.push(`read ${key}`);
        return false;
      },
      cacheGone: (_, key) => told.push(`gone ${key}`),
    });
    const slots = Array.from({ length: 4 }, () => take({ isCache: true }).slot);
    const anon = take();
    expect(holdings.pickDropped(0)).toBe(-1);
    expect(holdings.reclaim({ ...ALL, pages: 4 }).pages).toBe(4);
    const picks = [0, 0.25, 0.5, 0.75].map((share) => holdings.pickDropped(share * 2 ** 32));
    expect(new Set(picks)).toEqual(new Set(slots));

    const [first = -1, second = -1] = slots;
    const frame = machine.allocate(0, GFP_HIGHUSER_MOVABLE, 0);
    holdings.refill(first, frame);
    expect(holdings.isPinned(frame)).toBe(false);
    expect(holdings.release(first)).toBe(frame);
    expect(holdings.release(second)).toBe(-1);
    expect([0, 0.99].map((share) => holdings.pickDropped(share * 2 ** 32)).sort()).toEqual(slots.slice(2));
    expect(holdings.release(anon.slot)).toBe(anon.frame);
    expect(told).toEqual([...slots.map((slot) => `dropped ${slot}`), `read ${first}`, `gone ${second}`]);
  });
});

describe("a block that a strategy moves", () => {
  test("goes with its slot; one that is pinned stays, and without a place for it so does it", () => {
    const { machine, holdings, take } = books();
    machine.allocator.owner = holdings;
    const [block, pinned] = [take(), take({ pinnedUntilMs: 9 })];
    const to = machine.migrate(block.frame, 0, GFP_HIGHUSER_MOVABLE);
    expect([-1, block.frame]).not.toContain(to);
    expect(machine.migrate(pinned.frame, 0, GFP_HIGHUSER_MOVABLE)).toBe(-1);
    const held = machine.dataPages;
    fill(machine);
    expect(machine.migrate(to, 0, GFP_HIGHUSER_MOVABLE)).toBe(-1);
    expect(holdings.release(block.slot)).toBe(to);
    expect(held).toBe(2);
  });

  test("is lost where making room for it takes it away", () => {
    const { machine, holdings, take } = books();
    machine.allocator.owner = holdings;
    const cache = take({ isCache: true });
    fill(machine);
    // The only page that reclaim finds is the one that is to be moved.
    expect(machine.migrate(cache.frame, 0, GFP_HIGHUSER_MOVABLE)).toBe(-1);
    expect(holdings.release(cache.slot)).toBe(-1);
    checkMachine(machine);
  });
});

describe("reclaim", () => {
  test("clean cache goes first, oldest first, then dirty cache; nothing else without swap", () => {
    const { machine, holdings, take } = books();
    const [anon, kernel] = [take(), take({ gfp: GFP_KERNEL })];
    const dirty = take({ isCache: true, isDirty: true });
    const [old, young] = [take({ isCache: true }), take({ isCache: true })];
    expect(holdings.reclaim({ ...ALL, pages: 1 })).toMatchObject({ pages: 1, written: 0 });
    expect(holdings.release(old.slot)).toBe(-1);
    expect(holdings.reclaim({ ...ALL, mayWrite: false })).toMatchObject({ pages: 1, written: 0 });
    expect(holdings.release(young.slot)).toBe(-1);
    expect(holdings.reclaimablePages(0)).toBe(1);
    expect(holdings.reclaim(ALL)).toEqual({ pages: 1, scanned: 1, written: 1, swapped: 0, slab: 0 });
    expect(holdings.release(dirty.slot)).toBe(-1);
    expect(holdings.reclaim(ALL).pages).toBe(0);
    expect([holdings.release(anon.slot), holdings.release(kernel.slot)]).toEqual([anon.frame, kernel.frame]);
    expect(machine.dataPages).toBe(2);
  });

  test("anonymous pages go as far as there is swap, and come back into it when they are freed", () => {
    const { holdings, take } = books(2);
    const slots = Array.from({ length: 3 }, () => take().slot);
    expect(holdings.reclaim(ALL)).toMatchObject({ pages: 2, swapped: 2 });
    expect(holdings.reclaimablePages(0)).toBe(0);
    expect(holdings.release(slots[0] ?? 0)).toBe(-1);
    expect(holdings.reclaim(ALL)).toMatchObject({ pages: 1, swapped: 1 });
  });

  test("a pinned page stays until its pin ends", () => {
    const { holdings, take } = books();
    const { frame } = take({ isCache: true, pinnedUntilMs: 5 });
    expect(holdings.isPinned(frame)).toBe(true);
    expect(holdings.reclaim(ALL).pages).toBe(0);
    expect(holdings.dropIfClean(frame, 0)).toBe(false);
    holdings.nowMs = 5;
    expect(holdings.isPinned(frame)).toBe(false);
    expect(holdings.reclaim(ALL).pages).toBe(1);
  });

  test("zones and nodes that were not asked for are left alone", () => {
    const { holdings, take } = books();
    take({ isCache: true });
    expect(holdings.reclaim({ ...ALL, nid: 1 }).pages).toBe(0);
    expect(holdings.reclaim(ALL).pages).toBe(1);
  });
});

test("a block that was moved is found at its new place, by its holder and by the next who asks", () => {
  const { machine, holdings, take } = books();
  const { frame, slot } = take();
  const to = machine.allocate(0, GFP_HIGHUSER_MOVABLE, 0);
  holdings.moved(frame, to, 0);
  expect(holdings.isPinned(to)).toBe(false);
  expect(holdings.isPinned(frame)).toBe(true);
  expect(holdings.release(slot)).toBe(to);
});

describe("in a run", () => {
  const finish = (input: RunInput): RunResult => {
    const run = createRun(input, { check: true });
    while (run.step(10_000));
    return run.result();
  };
  const event = (result: RunResult, name: string) => {
    const vmstat = result.files.find(({ path }) => path === "/proc/vmstat")?.text ?? "";
    return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(vmstat)?.[1]);
  };
  const failures = (result: RunResult) => result.orders.reduce((sum, { failed }) => sum + failed, 0);

  // 64 MiB of cache a second into 64 MiB of memory, for 4 s.
  const cacheLoad = workloadInput({
    durationMs: 4000,
    allocationsPerSecond: 16_384,
    lifetimeMeanMs: 1e6,
    classes: mix({ cache: { weight: 1 } }),
  });

  test("page cache fills memory and makes room for more: nothing fails", () => {
    const result = finish(runInput({ machine: machineInput(64 * MIB), workload: cacheLoad }));
    expect(failures(result)).toBe(0);
    expect(event(result, "pgsteal_kswapd") + event(result, "pgsteal_direct")).toBeGreaterThan(3 * 12_000);
  });

  test("anonymous pages do not, unless there is swap", () => {
    const load = { ...cacheLoad, classes: mix({ user: { weight: 1 } }) };
    expect(failures(finish(runInput({ machine: machineInput(64 * MIB), workload: load })))).toBeGreaterThan(
      3 * 12_000,
    );
    const swapped = finish(
      runInput({ machine: machineInput(64 * MIB, { swapBytes: 1024 * MIB }), workload: load }),
    );
    expect(failures(swapped)).toBe(0);
    expect(event(swapped, "pswpout")).toBeGreaterThan(3 * 12_000);
  });

  test("compaction makes large blocks out of what lives between short-lived pages", () => {
    const load = workloadInput({
      durationMs: 4000,
      allocationsPerSecond: 6000,
      burstLengthMs: 1000,
      burstFactor: 11,
      orderWeights: [1000, 0, 0, 0, 0, 0, 0, 0, 0, 3],
      lifetimeMeanMs: 500,
      immortalPercent: 40,
      classes: mix({ user: { weight: 9 }, kernel: { weight: 1 } }),
    });
    const result = finish(runInput({ workload: load }));
    expect(event(result, "compact_success")).toBeGreaterThan(0);
    expect(event(result, "pgmigrate_success")).toBeGreaterThan(0);
  });
});

test.each(["release", "keep"])("metadata allocated lazily (%s) moves with its pages", (onFree) => {
  const early = new EarlyMachine(machineInput(64 * MIB), 80);
  const machine = bare(new Machine(early, [lazy.create({ onFree })]));
  const holdings = new Holdings(machine, 0);
  machine.allocator.owner = holdings;
  const slots: number[] = [];
  for (let i = 0; i < 3000; i++) {
    const frame = machine.allocate(0, GFP_HIGHUSER_MOVABLE, 0);
    const gfp = GFP_HIGHUSER_MOVABLE;
    slots.push(holdings.take({ frame, order: 0, gfp, isCache: false, isDirty: false, pinnedUntilMs: 0 }));
  }
  const release = (slot: number) => machine.free(holdings.release(slot), 0, 0);
  for (const [i, slot] of slots.entries()) if (i % 3 !== 0) release(slot);
  machine.allocator.compaction.compactMemory(0);
  expect(machine.allocator.events.pgmigrateSuccess).toBeGreaterThan(0);
  checkMachine(machine);
  for (const [i, slot] of slots.entries()) if (i % 3 === 0) release(slot);
  checkMachine(machine);
  expect(machine.dataPages).toBe(0);
  if (onFree === "release") expect(machine.metadataPages).toBe(0);
});
