import { describe, expect, test, vi } from "vitest";
import type { MachineInput } from "../../input";
import { EarlyMachine } from "../../machine/early";
import { estimate } from "../../run/estimate";
import { createRun } from "../../run/run";
import { asSeen, loadBoot } from "../../testing/boots";
import { GIB, kmsan, MIB, machineInput, runInput } from "../../testing/inputs";
import { allocateRecordedMetadata, recordRanges } from "./recorded-ranges";

const boot = loadBoot("kmsan-2g-boot");

describe("a real boot of 2 GiB (Linux 6.1.192, KMSAN, memblock=debug)", () => {
  const early = () => new EarlyMachine(boot.machine, 80);

  test("the memmap lies where the log says", () => {
    expect(early().memmap).toEqual([boot.observed.memmap]);
  });

  test("every range gets its shadow and origin at the logged address, in the logged order", () => {
    const machine = early();
    const allocate = vi.spyOn(machine.memblock, "allocate");
    allocateRecordedMetadata(machine);
    const places = allocate.mock.calls.map(([size], i) => ({ base: allocate.mock.results[i]?.value, size }));
    expect(places).toEqual(boot.observed.kmsanAllocations);
  });

  test("C-11 the hand-over offers MemTotal without the late pages; every zone manages what zoneinfo says", () => {
    const input = runInput({ machine: boot.machine, strategies: [kmsan("boot-carve-out")] });
    const machine = early();
    allocateRecordedMetadata(machine);
    expect(machine.offeredPages).toBe(boot.observed.memTotalPages - boot.machine.lateFreedPages);

    const run = createRun(input, { check: true });
    while (run.step(1000));
    const { zones, structPageBytes } = run.result();
    expect(zones.map(asSeen)).toEqual(boot.observed.zones);
    expect(structPageBytes).toBe(80);
    expect(estimate(input).memory.usablePages).toBe(154_854);
  });
});

describe("C-11 with only the number of reserved pages known", () => {
  /** The same kernel with 1 GiB: offered and managed pages from its meminfo and zoneinfo. */
  test.each([
    { name: "1 GiB", memTotalPages: 215_868, managedPages: 73_020 },
    { name: "2 GiB", memTotalPages: 461_372, managedPages: 154_854 },
  ])("$name: floor(N / 3) and the late pages", ({ name, memTotalPages, managedPages }) => {
    const late = boot.machine.lateFreedPages;
    const sizeBytes = name === "1 GiB" ? GIB : 2 * GIB;
    const banks = [
      { baseBytes: 0x1000, sizeBytes: 0x9e000, nid: 0 },
      { baseBytes: 0x100000, sizeBytes: sizeBytes - 0x120000, nid: 0 },
    ];
    const empty = { ...boot.machine, banks, reserved: [], kernelDataBytes: 0, lateFreedPages: 0 };
    const strategies = [kmsan("boot-carve-out")];
    const { presentPages, memmapPages } = estimate(runInput({ machine: empty, strategies })).memory;
    // The memmap is recorded and costs three times its size; the rest is told as pages without a place.
    const unplaced = presentPages - 3 * memmapPages - (memTotalPages - late);
    const machine = { ...empty, unplacedReservedPages: unplaced, lateFreedPages: late };
    expect(estimate(runInput({ machine, strategies })).memory.usablePages).toBe(managedPages);
  });
});

test("S-C5b what is reserved before the buddy costs three times its size", () => {
  // 20 MiB of memmap and 44 MiB of kernel: 64 MiB = 16,384 pages.
  const reserved = [{ baseBytes: 16 * MIB, sizeBytes: 44 * MIB, label: "kernel image", recorded: true }];
  const { memory } = estimate(
    runInput({ machine: machineInput(GIB, { reserved }), strategies: [kmsan("boot-carve-out")] }),
  );
  expect(memory).toEqual({
    presentPages: 262_144,
    usablePages: 70_997,
    shadowPages: 16_384 + 70_997,
    originPages: 16_384 + 70_997,
    pageExtPages: 0,
    memmapPages: 5120,
    reservedPages: 11_264,
    tagStoragePages: 0,
    pageTablePages: 0,
    leakedPages: 1,
    usable: "exact",
  });
});

describe("recorded ranges", () => {
  const rangesOf = (reserved: [start: number, end: number][], over: Partial<MachineInput> = {}) => {
    const ranges = reserved.map(([start, end]) => ({
      baseBytes: start,
      sizeBytes: end - start,
      label: "",
      recorded: true,
    }));
    const early = new EarlyMachine(machineInput(GIB, { reserved: ranges, ...over }), 80);
    return recordRanges(early).map(({ pages }) => pages);
  };
  const memmap = 5120;

  test("are rounded out to pages, and join where they then touch", () => {
    expect(rangesOf([[0x100800, 0x101001]])).toEqual([2, memmap]);
    expect(
      rangesOf([
        [0x100800, 0x100900],
        [0x101100, 0x101200],
        [0x103000, 0x104000],
      ]),
    ).toEqual([2, 1, memmap]);
  });

  test("include the part of a range that lies outside memory", () => {
    expect(rangesOf([[GIB - 4096, GIB + 8192]])).toEqual([memmap, 3]);
  });

  test("include the kernel's data once more, for it has a mapping of its own", () => {
    expect(rangesOf([[16 * MIB, 32 * MIB]], { kernelDataBytes: 1 * MIB + 1 })).toEqual([4096, memmap, 257]);
  });

  test("leave out what is reserved later", () => {
    const reserved = [{ baseBytes: MIB, sizeBytes: MIB, label: "stack depot", recorded: false }];
    expect(rangesOf([], { reserved })).toEqual([memmap]);
  });
});
