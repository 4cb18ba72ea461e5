import { describe, expect, test } from "vitest";
import type { MachineInput } from "../input";
import { GIB, MIB, machineInput } from "../testing/inputs";
import { EarlyMachine } from "./early";
import { Memblock } from "./memblock";
import { memmapRuns } from "./memmap";
import { FrameMap, Sections } from "./sections";

function machine(over: Partial<MachineInput> = {}): MachineInput {
  return machineInput(4 * GIB, over);
}

function memmapBytes(input: MachineInput, structPageBytes: number): number {
  return new EarlyMachine(input, structPageBytes).memmapPages * input.pageSizeBytes;
}

describe("memmap", () => {
  test("S-A4 4 GiB takes 64, 80 or 96 MiB, by the size of struct page", () => {
    expect(memmapBytes(machine(), 64)).toBe(64 * MIB);
    expect(memmapBytes(machine(), 80)).toBe(80 * MIB);
    expect(memmapBytes(machine(), 96)).toBe(96 * MIB);
  });

  test("a section that is present in part has a whole section's struct pages", () => {
    const banks = [{ baseBytes: 0, sizeBytes: 2 * GIB - 128 * 1024, nid: 0 }];
    expect(memmapBytes(machine({ banks }), 80)).toBe(40 * MIB);
  });

  test("one section alone cannot share its second leaf", () => {
    const banks = [{ baseBytes: 0, sizeBytes: 128 * MIB, nid: 0 }];
    expect(memmapBytes(machine({ banks }), 64)).toBe(2 * MIB);
    expect(memmapBytes(machine({ banks }), 80)).toBe(4 * MIB);
  });

  test("arm64 with 64 KiB pages has sections of 512 MiB and populates base pages", () => {
    const input = machine({ arch: "arm64", pageSizeBytes: 65536, maxOrder: 13 });
    expect(memmapBytes(input, 64)).toBe(8 * 8192 * 64);
  });

  test("each node has its own run, on its own memory", () => {
    const banks = [
      { baseBytes: 0, sizeBytes: 1 * GIB, nid: 0 },
      { baseBytes: 1 * GIB, sizeBytes: 1 * GIB, nid: 1 },
    ];
    const early = new EarlyMachine(machine({ banks }), 64);
    expect(memmapRuns(early.sections, early.input, 64)).toEqual([
      { nid: 0, sections: 8, leaves: 8 },
      { nid: 1, sections: 8, leaves: 8 },
    ]);
    expect(early.memmap).toEqual([
      { base: 1 * GIB - 16 * MIB, size: 16 * MIB },
      { base: 2 * GIB - 16 * MIB, size: 16 * MIB },
    ]);
  });

  test("what was reserved after the memmap may lie in the tail that its buffer gives back", () => {
    const banks = [{ baseBytes: 0, sizeBytes: 2 * GIB, nid: 0 }];
    const hash = { baseBytes: 2 * GIB - 2 * MIB, sizeBytes: 2 * MIB, label: "hash", recorded: true };
    const place = (afterMemmap: boolean) =>
      new EarlyMachine(machine({ banks, reserved: [{ ...hash, afterMemmap }] }), 80).memmap;
    // 16 sections of 2.5 MiB in a buffer of 16 times 4 MiB.
    expect(place(true)).toEqual([{ base: 2 * GIB - 64 * MIB, size: 40 * MIB }]);
    expect(place(false)).toEqual([{ base: 2 * GIB - 68 * MIB, size: 40 * MIB }]);
  });
});

test("frames leave absent sections out, and lead back to the same pfn", () => {
  const input = machine({
    banks: [
      { baseBytes: 0, sizeBytes: 128 * MIB, nid: 0 },
      { baseBytes: 4 * GIB, sizeBytes: 256 * MIB, nid: 0 },
    ],
  });
  const memblock = new Memblock();
  for (const bank of input.banks) memblock.add(bank.baseBytes, bank.sizeBytes, bank.nid);
  const map = new FrameMap(new Sections(memblock.memory, input), input);
  expect(map.frames).toBe(3 * 32768);
  expect(map.frameOf(0x100000)).toBe(32768);
  for (const pfn of [0, 5, 32767, 0x100000, 0x10ffff]) expect(map.pfnOf(map.frameOf(pfn))).toBe(pfn);
  expect(() => map.frameOf(32768)).toThrow(RangeError);
});
