import { describe, expect, test } from "vitest";
import type { MachineInput } from "../../input";
import { estimate } from "../../run/estimate";
import { createRun } from "../../run/run";
import { GIB, kmsan, MIB, machineInput, runInput } from "../../testing/inputs";

describe("S-C8 nothing is saved", () => {
  const machine: MachineInput = machineInput(4 * GIB);
  const split = (type: string, sharedFlags?: boolean) => {
    const params: Record<string, boolean> = sharedFlags === undefined ? {} : { sharedFlags };
    return estimate(runInput({ machine, strategies: [kmsan(type, params)] })).memory;
  };

  test("16 MiB leave the memmap and 16 MiB come back as page_ext; shared flags make it 24 MiB", () => {
    const carveOut = split("boot-carve-out");
    const plain = split("page-ext", false);
    const flags = split("page-ext", true);
    expect((carveOut.memmapPages - plain.memmapPages) * 4096).toBe(16 * MIB);
    expect(plain.pageExtPages * 4096).toBe(16 * MIB);
    expect(flags.pageExtPages * 4096).toBe(24 * MIB);
  });

  test("callers get the same memory, with shared flags 8 MiB less", () => {
    const { usablePages } = split("boot-carve-out");
    expect(split("page-ext", false).usablePages).toBe(usablePages);
    expect(split("page-ext", true).usablePages).toBe(usablePages - (8 * MIB) / 4096);
  });

  test("the tables come out of the running allocator", () => {
    const run = createRun(runInput({ machine, strategies: [kmsan("page-ext")] }));
    expect(run.progress().series.metadataPages[0]).toBe((16 * MIB) / 4096);
  });
});
