import fc from "fast-check";
import { expect, test } from "vitest";
import { shadowAddress, shadowOffset } from "./shadow-address";

const KERNEL = fc.bigInt({ min: 0xffff_8000_0000_0000n, max: 0xffff_ffff_ffff_ffefn });

test("D-4 the shadow of x86-64's kernel half is the 16 TiB that the kernel's table of addresses names", () => {
  const offset = shadowOffset({ arch: "x86-64" }, "generic") ?? 0n;
  expect(shadowAddress(0xffff_8000_0000_0000n, offset, 8)).toBe(0xffff_ec00_0000_0000n);
  expect(shadowAddress(0xffff_ffff_ffff_ffffn, offset, 8)).toBe(0xffff_fbff_ffff_ffffn);
});

test.each([
  ["x86-64", "generic", 8],
  ["arm64", "generic", 8],
  ["arm64", "sw-tags", 16],
] as const)("I-D6 %s, %s: the next %i bytes have the next byte of shadow", (arch, mode, granule) => {
  const offset = shadowOffset({ arch }, mode) ?? 0n;
  fc.assert(
    fc.property(KERNEL, (address) => {
      const shadow = shadowAddress(address, offset, granule);
      expect(shadowAddress(address + BigInt(granule), offset, granule)).toBe(BigInt.asUintN(64, shadow + 1n));
      expect(shadowAddress(address - (address % BigInt(granule)), offset, granule)).toBe(shadow);
    }),
  );
});
