import { describe, expect, test } from "vitest";
import { EarlyMachine } from "../machine/early";
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

test("a plain boot's machine with KMSAN: the memmap grows by a quarter and makes way for what was logged", () => {
  const { machine, observed } = loadBoot("plain-2g-boot");
  const input = runInput({ machine, strategies: [kmsan("boot-carve-out")] });
  const run = createRun(input, { check: true });
  expect(run.progress().memory).toEqual(estimate(input).memory);
  expect(run.progress().memory.memmapPages * 4096).toBe((observed.memmap.size * 5) / 4);
});
