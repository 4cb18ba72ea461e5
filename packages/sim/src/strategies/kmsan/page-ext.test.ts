import { describe, expect, test } from "vitest";
import type { MachineInput } from "../../input";
import { EarlyMachine } from "../../machine/early";
import { Machine } from "../../machine/machine";
import { estimate } from "../../run/estimate";
import { createRun } from "../../run/run";
import { GIB, kmsan, MIB, machineInput, runInput } from "../../testing/inputs";
import { allocateTable, tableBytes, tablePages } from "./page-ext-table";

const KIB = 1024;

describe("tables", () => {
  test("S-A5 a table of 72 B a page takes 1,024 pages and gives 448 back", () => {
    const machine = new Machine(new EarlyMachine(machineInput(256 * MIB), 64), []);
    const before = machine.buddy.freePages;
    expect(allocateTable(machine, 0, 72 * 32768)).toMatchObject([{ pages: 576 }]);
    expect(machine.metadataPages).toBe(576);
    expect(before - machine.buddy.freePages).toBe(576);
  });

  test("S-C8 16 B a page make 512 KiB for a section, one block of order 7", () => {
    const machine = machineInput(4 * GIB);
    expect(tableBytes(machine, { sharedFlags: false })).toBe(512 * KIB);
    expect(tablePages(machine, 512 * KIB)).toBe(2 ** 7);
  });

  test("single pages make up a table when no block is large enough", () => {
    const machine = new Machine(new EarlyMachine(machineInput(256 * MIB, { maxOrder: 5 }), 64), []);
    expect(allocateTable(machine, 0, 512 * KIB)).toHaveLength(128);
    expect(machine.metadataPages).toBe(128);
  });
});

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
