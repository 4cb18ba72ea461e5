import { describe, expect, test } from "vitest";
import { firstDeferredPfns } from "../machine/deferred";
import { EarlyMachine } from "../machine/early";
import { wholePages } from "../machine/handover";
import { allLaterFrees, countPages, laterFrees } from "../machine/later-frees";
import { asSeen, loadBoot } from "../testing/boots";
import { kmsan, runInput } from "../testing/inputs";
import { estimate } from "./estimate";
import { createRun } from "./run";

describe.each(["plain-2g-boot", "arm64-2g-boot"] as const)("a real boot without any strategy: %s", (name) => {
  const { machine, observed } = loadBoot(name);

  test("the memmap lies where the log says", () => {
    expect(new EarlyMachine(machine, 64).memmap).toEqual([observed.memmap]);
  });

  test("the hand-over offers MemTotal without the late pages; every zone manages what zoneinfo says", () => {
    const early = new EarlyMachine(machine, 64);
    expect(early.offeredPages).toBe(observed.memTotalPages - countPages(allLaterFrees(laterFrees(early))));
    const run = createRun(runInput({ machine }), { check: true });
    while (run.step(1000));
    const { zones, memory } = run.result();
    expect(zones.map(asSeen)).toEqual(observed.zones);
    expect(memory.usablePages).toBe(observed.memTotalPages);
  });
});

/**
 * KiB that the log's 'Memory:' line has as available, right after the hand-over. x86-64 has by then taken a page table for
 * each 512 GiB of the vmalloc area's 32 TiB: arch/x86/mm/init_64.c preallocate_vmalloc_pages().
 */
test.each([
  ["arm64-2g-boot", 98_324, 0],
  ["plain-2g-boot", 2_041_896, 64],
] as const)("%s: the hand-over frees what is initialised, %i KiB", (name, availableKib, takenPages) => {
  const { machine } = loadBoot(name);
  const early = new EarlyMachine(machine, 64);
  const deferred = firstDeferredPfns(early.zones, machine);
  const ready = (nid: number) => deferred.find((node) => node.nid === nid)?.pfn ?? Number.POSITIVE_INFINITY;
  let pages = 0;
  for (const range of early.memblock.freeRanges()) {
    const { startPfn, endPfn } = wholePages(range, machine.pageSizeBytes);
    pages += Math.max(0, Math.min(endPfn, ready(range.nid)) - startPfn);
  }
  expect((pages - takenPages) * 4).toBe(availableKib);
});

test("a plain boot's machine with KMSAN: the memmap grows by a quarter and makes way for what was logged", () => {
  const { machine, observed } = loadBoot("plain-2g-boot");
  const input = runInput({ machine, strategies: [kmsan("boot-carve-out")] });
  const run = createRun(input, { check: true });
  expect(run.progress().memory).toEqual(estimate(input).memory);
  expect(run.progress().memory.memmapPages * 4096).toBe((observed.memmap.size * 5) / 4);
});
