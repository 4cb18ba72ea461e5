import { describe, expect, test } from "vitest";
import { fragmentationIndex, unusableFreeIndex } from "../../allocator/fragmentation";
import { GFP_KERNEL } from "../../allocator/gfp";
import { checkMachine } from "../../machine/check";
import type { Machine } from "../../machine/machine";
import { causeChain } from "../../probes/failures";
import { machineWithFree, TWO_BLOCKS_AND_SINGLES } from "../../testing/free-ranges";
import { lazy } from "./lazy";

const machineWith = (free: [startPfn: number, endPfn: number][], onFree: string) =>
  machineWithFree(free, lazy.create({ onFree, contiguity: "block" }));

function freeBlocks(machine: Machine): number[] {
  const sums = new Int32Array(machine.buddy.maxOrder + 1);
  machine.buddy.sumFreeBlocks(sums);
  return [...sums];
}

function freeLists(machine: Machine): Record<number, number[]> {
  const lists: Record<number, number[]> = {};
  for (const [zone] of machine.zones.entries()) {
    for (let order = 0; order <= 10; order++) {
      const frames = [...machine.buddy.freeBlocks(zone, order)];
      if (frames.length > 0) lists[order] = [...(lists[order] ?? []), ...frames];
    }
  }
  return lists;
}

describe("S-C6 an order-9 request fails although three times as much is free", () => {
  const machine = machineWith(TWO_BLOCKS_AND_SINGLES, "release");

  test("two blocks of order 9 and 1,024 single pages are free", () => {
    expect(freeBlocks(machine)).toEqual([1024, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0]);
    expect(machine.buddy.freePages).toBe(2048);
    expect(unusableFreeIndex(freeBlocks(machine), 9)).toBe(500);
  });

  test("the third block is missing, and everything taken goes back", () => {
    expect(machine.allocate(9, GFP_KERNEL, 0)).toBe(-1);
    expect(freeBlocks(machine)).toEqual([1024, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0]);
    expect(machine.metadataPages).toBe(0);
    expect(machine.shortage).toMatchObject({
      order: 9,
      missing: "origin",
      neededPages: 1536,
      freePagesBefore: 2048,
      freePagesThen: 1024,
      largestOrderThen: 0,
    });
    expect(causeChain(machine, machine.shortage).at(-1)?.facts.fragmentationIndex).toBe(998);
  });

  test("the chain leads from the request to fragmentation, with the numbers", () => {
    machine.allocate(9, GFP_KERNEL, 0);
    expect(causeChain(machine, machine.shortage).map(({ code, sentence }) => [code, sentence])).toEqual([
      ["request", "Order-9 GFP_KERNEL request: 512 pages (2 MiB) in one block."],
      ["three-blocks", "It needs three order-9 blocks (page, shadow, origin): 1,536 pages."],
      [
        "origin-missing",
        "The page and shadow blocks were found, the origin block was not: of 2,048 free pages 1,024 were left, " +
          "the largest block of order 0.",
      ],
      [
        "metadata-in-blocks",
        "Shadow and origin were to be blocks of order 9 as well: 1,024 pages from anywhere would not have done.",
      ],
      ["memory", "Node 0 DMA32: 0 pages free, MIN 0; memory is short."],
      [
        "fragmentation",
        "Node 0 DMA: 1,024 pages free, MIN 0; memory is fragmented, the largest block is of order 0.",
      ],
      ["costly", "For blocks above order 3 one round of reclaim and compaction is all the kernel does."],
      [
        "fragmentation",
        "Memory was fragmented: 2,048 pages free when the request came, 1,024 at that point, 1,536 needed, " +
          "largest free block of order 0.",
      ],
    ]);
  });

  test("the chain tells that metadata had to be blocks, and it was: page by page the same request is served", () => {
    machine.allocate(9, GFP_KERNEL, 0);
    expect(causeChain(machine, machine.shortage).map(({ code }) => code)).toContain("metadata-in-blocks");
    const other = machineWithFree(
      TWO_BLOCKS_AND_SINGLES,
      lazy.create({ onFree: "release", contiguity: "page" }),
    );
    expect(other.allocate(9, GFP_KERNEL, 0)).toBeGreaterThanOrEqual(0);
  });
});

describe("S-C7 one page takes the largest block apart", () => {
  test("page 0, shadow 1, origin 2, and one block of each order but 10 and 1 is left", () => {
    const machine = machineWith([[0, 1024]], "release");
    expect(freeLists(machine)).toEqual({ 10: [0] });
    expect(machine.allocate(0, GFP_KERNEL, 0)).toBe(0);
    expect(freeLists(machine)).toEqual({
      0: [3],
      2: [4],
      3: [8],
      4: [16],
      5: [32],
      6: [64],
      7: [128],
      8: [256],
      9: [512],
    });
    expect(machine.buddy.freePages).toBe(1021);
    expect(unusableFreeIndex(freeBlocks(machine), 10)).toBe(1000);
    expect(fragmentationIndex(freeBlocks(machine), 10)).toBe(779);
    expect(machine.allocate(10, GFP_KERNEL, 0)).toBe(-1);
  });

  test("341 such requests use 1,023 pages, and the next is out of memory", () => {
    const machine = machineWith([[0, 1024]], "release");
    for (let i = 0; i < 341; i++) expect(machine.allocate(0, GFP_KERNEL, 0)).toBeGreaterThanOrEqual(0);
    expect(machine.buddy.freePages).toBe(1);
    expect(machine.allocate(0, GFP_KERNEL, 0)).toBe(-1);
    expect(causeChain(machine, machine.shortage).map(({ code }) => code)).toEqual([
      "request",
      "three-blocks",
      "shadow-missing",
      "memory",
      "memory",
      "nobody-to-kill",
      "out-of-memory",
    ]);
  });

  test("freed, everything merges back into the one block", () => {
    const machine = machineWith([[0, 1024]], "release");
    const frames = Array.from({ length: 341 }, () => machine.allocate(0, GFP_KERNEL, 0));
    for (const frame of frames) machine.free(frame, 0, 0);
    expect(freeLists(machine)).toEqual({ 10: [0] });
  });
});

describe("kept metadata", () => {
  test("serves the next user of the same pages and stays taken", () => {
    const machine = machineWith([[0, 1024]], "keep");
    const frame = machine.allocate(3, GFP_KERNEL, 0);
    expect(machine.metadataPages).toBe(16);
    machine.free(frame, 3, 0);
    expect(machine.metadataPages).toBe(16);
    expect(machine.allocate(3, GFP_KERNEL, 0)).toBe(frame);
    expect(machine.metadataPages).toBe(16);
    checkMachine(machine);
  });

  test("I-C3 is replaced when a block covers pages whose metadata is scattered", () => {
    const machine = machineWith([[0, 1024]], "keep");
    const neighbour = machine.takeMetadata(0);
    const odd = machine.allocate(0, GFP_KERNEL, 0);
    machine.giveMetadata(neighbour, 0);
    const even = machine.allocate(0, GFP_KERNEL, 0);
    expect([even, odd]).toEqual([0, 1]);
    machine.free(even, 0, 0);
    machine.free(odd, 0, 0);
    // Page 1 has metadata 2 and 3, page 0 has 4 and 5: neither side is one range in the block's order.
    expect(machine.allocate(1, GFP_KERNEL, 0)).toBe(0);
    expect(machine.metadataPages).toBe(4);
    // The new pair is 6 and 8; what was attached before is free again.
    expect(freeLists(machine)[1]).toEqual([2, 4, 10]);
    checkMachine(machine);
  });

  test("I-C4 goes back when its page becomes metadata itself", () => {
    const machine = machineWith([[0, 8]], "keep");
    const first = machine.allocate(0, GFP_KERNEL, 0);
    const other = machine.takeMetadata(0);
    expect([first, other]).toEqual([0, 3]);
    machine.free(first, 0, 0);
    machine.giveMetadata(other, 0);
    // Page 3 has no metadata: page 0 becomes its shadow, and 1 and 2, the metadata of page 0, are free again.
    expect(machine.allocate(0, GFP_KERNEL, 0)).toBe(3);
    expect(machine.metadataPages).toBe(2);
    expect(machine.buddy.freePages).toBe(5);
    checkMachine(machine);
  });
});
