import { expect, test } from "vitest";
import { structPageAddress, vmemmapBase } from "./kernel-addresses";

test("S-A7 the page pointer of the mail of 6 Aug 2019 is a struct page of 64 B in a vmemmap that KASLR has moved to a multiple of 1 GiB", () => {
  const pointer = 0xffff_d074_8900_0000n;
  const base = pointer - structPageAddress(0n, 0x240000, 64);
  expect(base).toBe(0xffff_d074_8000_0000n);
  expect(base % 2n ** 30n).toBe(0n);
  // With 80 B it would not.
  expect((pointer - structPageAddress(0n, 0x240000, 80)) % 2n ** 30n).not.toBe(0n);
});

test("A-15 without KASLR the vmemmap begins where the kernel's table of addresses says", () => {
  expect(structPageAddress(vmemmapBase(false), 1, 64)).toBe(0xffff_ea00_0000_0040n);
  expect(structPageAddress(vmemmapBase(true), 0, 64)).toBe(0xffd4_0000_0000_0000n);
});
