import { describe, expect, test } from "vitest";
import { MIB, machineInput } from "../testing/inputs";
import { EarlyMachine } from "./early";
import { hasMemoryToGroup, pagesBeforeHandOver } from "./policy";

const early = (sizeBytes: number, over = {}) => new EarlyMachine(machineInput(sizeBytes, over), 64);

describe("page_group_by_mobility_disabled: fewer pages than a pageblock for each of six migratetypes", () => {
  test("what a zone has at that time is what is present without its memmap", () => {
    // 4,096 pages of 64 bytes are 64 pages of memmap.
    expect(pagesBeforeHandOver(early(16 * MIB))).toBe(4096 - 64);
  });

  test.each([
    // Six pageblocks of 512 pages are 3,072; the memmap of 3,120 or 3,121 pages takes 49.
    [3120, false],
    [3121, true],
  ])("x86-64 with %i pages groups: %s", (pages, isGrouping) => {
    expect(hasMemoryToGroup(early(pages * 4096))).toBe(isGrouping);
  });

  test.each([
    // Pageblocks of 8,192 pages of 64 KiB: six of them are 3 GiB, and the memmap takes a page of every 1,024.
    [3072, false],
    [3076, true],
  ])("arm64 with 64 KiB pages and %i MiB groups: %s", (mib, isGrouping) => {
    const over = { arch: "arm64", pageSizeBytes: 65_536, maxOrder: 13 };
    expect(hasMemoryToGroup(early(mib * MIB, over))).toBe(isGrouping);
  });
});
