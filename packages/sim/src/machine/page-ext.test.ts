import { describe, expect, test } from "vitest";
import { estimate } from "../run/estimate";
import { createRun } from "../run/run";
import { bare } from "../testing/bare";
import { GIB, kmsan, MIB, machineInput, runInput } from "../testing/inputs";
import { EarlyMachine } from "./early";
import { Machine } from "./machine";
import { pageExtEntryBytes, pageExtPages } from "./page-ext";
import { allocateTable } from "./page-ext-tables";

const KIB = 1024;

describe("an entry", () => {
  test.each([
    ["5.4", 24, 16],
    ["5.18", 64, 16],
    // 33,554,432 B for 16 sections, measured.
    ["6.1", 64, 16],
    ["6.6", 72, 8],
  ] as const)("%s: %i B for page_owner, %i B for page_table_check", (kernel, owner, check) => {
    expect(pageExtEntryBytes(machineInput(GIB, { kernel, pageOwner: true }))).toBe(owner);
    expect(pageExtEntryBytes(machineInput(GIB, { kernel, pageTableCheck: true }))).toBe(check);
    const both = machineInput(GIB, { kernel, pageOwner: true, pageTableCheck: true });
    expect(pageExtEntryBytes(both)).toBe(owner + 8);
    expect(pageExtEntryBytes(machineInput(GIB, { kernel }))).toBe(0);
  });
});

describe("one table for each section (SPARSEMEM)", () => {
  test("S-A5 a table of 72 B a page takes 1,024 pages and gives 448 back", () => {
    const machine = bare(new Machine(new EarlyMachine(machineInput(256 * MIB), 64), []));
    const before = machine.buddy.freePages;
    expect(allocateTable(machine, 0, 72 * 32768)).toBe(true);
    expect(machine.metadataPages).toBe(576);
    expect(before - machine.buddy.freePages).toBe(576);
  });

  test("S-A5 page_owner on 4 GiB takes 72 MiB", () => {
    const machine = machineInput(4 * GIB, { kernel: "6.6", pageOwner: true });
    const input = runInput({ machine });
    expect(pageExtPages(new EarlyMachine(machine, 64)) * 4096).toBe(72 * MIB);
    const { memory } = estimate(input);
    expect(memory.pageExtPages * 4096).toBe(72 * MIB);
    expect(createRun(input, { check: true }).progress().memory).toEqual(memory);
  });

  test("single pages make up a table when no block is large enough", () => {
    const machine = new Machine(new EarlyMachine(machineInput(256 * MIB, { maxOrder: 5 }), 64), []);
    expect(allocateTable(machine, 0, 512 * KIB)).toBe(true);
    expect(machine.metadataPages).toBe(128);
  });

  test("the tables come while KMSAN still holds two blocks of three, or with threads after everything is there", () => {
    const strategies = [kmsan("boot-carve-out")];
    for (const deferredInit of [false, true]) {
      const input = runInput({
        machine: machineInput(2 * GIB, { pageOwner: true, deferredInit }),
        strategies,
      });
      expect(createRun(input, { check: true }).progress().memory).toEqual(estimate(input).memory);
    }
  });

  test("too little memory for a table panics", () => {
    const reserved = [{ baseBytes: 0, sizeBytes: 125 * MIB, label: "", recorded: false }];
    const machine = machineInput(128 * MIB, { pageOwner: true, reserved });
    expect(() => new Machine(new EarlyMachine(machine, 64), [])).toThrow("page_ext needs a table of 2 MiB");
  });
});

describe("one table for each node (FLATMEM)", () => {
  const arm = (baseBytes: number, sizeBytes: number) =>
    machineInput(0, {
      arch: "arm32",
      structPageBytes: 32,
      pageOwner: true,
      banks: [{ baseBytes, sizeBytes, nid: 0 }],
    });

  test("A-28 spanned pages, and a largest block more where an end is not aligned; before the hand-over", () => {
    const even = new EarlyMachine(arm(0x8000_0000, 512 * MIB), 32);
    expect(pageExtPages(even)).toBe((60 * 131_072) / 4096);
    expect(even.presentPages - even.offeredPages).toBe(1920 + even.memmapPages);
    const odd = new EarlyMachine(arm(0x8000_0000, 511 * MIB), 32);
    expect(pageExtPages(odd)).toBe(Math.ceil((60 * (130_816 + 1024)) / 4096));
  });

  test("the estimate is what the machine counts", () => {
    const input = runInput({ machine: arm(0x8000_0000, 2 * GIB) });
    expect(createRun(input, { check: true }).progress().memory).toEqual(estimate(input).memory);
  });
});
