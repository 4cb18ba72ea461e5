import { describe, expect, test } from "vitest";
import { largestStructPage, structPageSize, structPageSizes } from "./struct-page";

const NONE = { memcg: false, virtual: false, kmsan: false, cpupid: false, aligned: false };

describe("sizeof(struct page) (F-A1)", () => {
  test.each([
    [{}, 56, 64],
    [{ memcg: true }, 64, 64],
    [{ memcg: true, cpupid: true }, 72, 80],
    [{ kmsan: true }, 72, 80],
    [{ memcg: true, kmsan: true }, 80, 80],
    [{ memcg: true, kmsan: true, cpupid: true }, 88, 96],
  ])("%j: %i B, aligned to 16 %i B", (config, by8, by16) => {
    expect(structPageSize("x86-64", { ...NONE, ...config })).toBe(by8);
    expect(structPageSize("arm64", { ...NONE, ...config, aligned: true })).toBe(by16);
  });

  test("S-A8 memcg, KMSAN and cpupid come to 96; without cpupid to 80, without KMSAN to 80", () => {
    const all = { ...NONE, memcg: true, kmsan: true, cpupid: true, aligned: true };
    expect(structPageSize("x86-64", all)).toBe(96);
    expect(structPageSize("x86-64", { ...all, cpupid: false })).toBe(80);
    expect(structPageSize("x86-64", { ...all, kmsan: false })).toBe(80);
  });

  test("32-bit arm: eight words, nine with memcg", () => {
    expect(structPageSize("arm32", NONE)).toBe(32);
    expect(structPageSize("arm32", { ...NONE, memcg: true })).toBe(36);
    expect(structPageSizes("arm32")).toContain(36);
  });
});

test("A-18 what mm_zero_struct_page() takes", () => {
  expect(["5.4", "5.18", "6.1", "6.6"].map((kernel) => largestStructPage(kernel as "6.1"))).toEqual([
    80, 80, 96, 96,
  ]);
});
