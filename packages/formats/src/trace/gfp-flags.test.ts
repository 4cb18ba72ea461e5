import { describe, expect, test } from "vitest";
import { GfpReader } from "./gfp-flags";

describe("GfpReader", () => {
  // Pairs as kernels print them themselves: "gfp_mask=0xcc0(GFP_KERNEL)" in reports of failed allocations.
  test.each([
    ["GFP_KERNEL", 0xcc0],
    ["GFP_KERNEL|__GFP_ZERO", 0xdc0],
    ["GFP_KERNEL|__GFP_COMP", 0x40cc0],
    ["GFP_KERNEL_ACCOUNT", 0x400cc0],
    ["GFP_KERNEL_ACCOUNT|__GFP_ZERO", 0x400dc0],
    ["GFP_ATOMIC", 0xa20],
    ["GFP_ATOMIC|__GFP_NOWARN|__GFP_NORETRY|__GFP_COMP|__GFP_NOMEMALLOC", 0xd2a20],
    ["GFP_NOWAIT", 0x800],
    ["GFP_NOIO", 0xc00],
    ["GFP_NOFS", 0xc40],
    ["GFP_USER", 0x100cc0],
    ["GFP_HIGHUSER", 0x100cc2],
    ["GFP_HIGHUSER_MOVABLE", 0x100cca],
    ["GFP_HIGHUSER_MOVABLE|__GFP_NOWARN|__GFP_COMP|__GFP_THISNODE", 0x342cca],
    ["GFP_TRANSHUGE_LIGHT", 0x1c20ca],
    ["GFP_TRANSHUGE|__GFP_NORETRY|__GFP_THISNODE", 0x3d24ca],
    ["GFP_DMA32", 0x4],
    ["__GFP_RECLAIM", 0xc00],
    ["__GFP_IO|__GFP_FS|__GFP_NOWARN", 0x20c0],
    ["none", 0],
    ["0x152c4a", 0x152c4a],
    ["3264", 0xcc0],
    ["GFP_KERNEL|0x800000", 0x800cc0],
  ])("%s", (text, bits) => {
    const reader = new GfpReader();
    expect(reader.parse(text)).toBe(bits);
    expect(reader.unknown).toEqual([]);
  });

  test("a flag of another kernel adds no bits and is named", () => {
    const reader = new GfpReader();
    expect(reader.parse("GFP_KERNEL|__GFP_BRAND_NEW")).toBe(0xcc0);
    expect(reader.parse("__GFP_BRAND_NEW|GFP_OTHER")).toBe(0);
    expect(reader.unknown).toEqual(["__GFP_BRAND_NEW", "GFP_OTHER"]);
  });

  test.each(["", "|", "GFP_KERNEL|", "gfp_kernel", "0x", "0x123456789", "GFP KERNEL", "-1"])(
    "%j is none",
    (text) => {
      expect(new GfpReader().parse(text)).toBeNull();
    },
  );
});
