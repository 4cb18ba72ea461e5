import { describe, expect, test } from "vitest";
import { memmapBytes, structPageOf } from "./hand-over";

const MIB = 1024 * 1024;
const KIB = 1024;
const bank = (fromMib: number, sizeMib: number) => ({
  baseBytes: fromMib * MIB,
  sizeBytes: sizeMib * MIB,
  nid: 0,
});

const UNITS = { pageSizeBytes: 4 * KIB, sectionBytes: 128 * MIB };

describe("the memmap's size", () => {
  test.each([
    ["a full section of 64 B is one leaf", [bank(0, 128)], 64, 4 * KIB, 2 * MIB],
    ["a section that holds one page is present whole", [bank(64, 1)], 64, 4 * KIB, 2 * MIB],
    ["2.5 MiB take two leaves", [bank(0, 128)], 80, 4 * KIB, 4 * MIB],
    ["two neighbours of 2.5 MiB share the middle leaf", [bank(0, 256)], 80, 4 * KIB, 6 * MIB],
    ["apart they share none", [bank(0, 128), bank(512, 128)], 80, 4 * KIB, 4 * MIB + 4 * MIB],
    ["4 GiB of 64 B", [bank(0, 4096)], 64, 4 * KIB, 64 * MIB],
    ["4 GiB of 80 B", [bank(0, 4096)], 80, 4 * KIB, 80 * MIB],
    ["64 KiB pages: sections of 512 MiB, filled page by page", [bank(1024, 512)], 64, 64 * KIB, 512 * KIB],
  ])("%s", (_, banks, structPageBytes, pageSizeBytes, expected) => {
    const sectionBytes = pageSizeBytes === 64 * KIB ? 512 * MIB : 128 * MIB;
    expect(memmapBytes(banks, structPageBytes, { pageSizeBytes, sectionBytes })).toBe(expected);
  });

  test("tells sizeof(struct page), also where leaves round it up, and nothing where none fits", () => {
    expect(structPageOf([bank(0, 2048)], 40 * MIB, UNITS)).toBe(80);
    expect(structPageOf([bank(0, 2048)], 32 * MIB, UNITS)).toBe(64);
    expect(structPageOf([bank(0, 2048)], 33 * MIB, UNITS)).toBeUndefined();
    expect(structPageOf([bank(0, 2048)], 0, UNITS)).toBeUndefined();
  });
});
