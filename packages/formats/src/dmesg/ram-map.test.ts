import { describe, expect, test } from "vitest";
import { FormatError, readDmesg } from "../index";
import { failureOf } from "../test/failure";

const dmesg = (...lines: string[]) => readDmesg(lines.map((line) => `[    0.000000] ${line}`).join("\n"));

const E820 = [
  "BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable",
  "BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved",
  "BIOS-e820: [mem 0x0000000000100000-0x000000007ffdffff] usable",
];
const FROM_E820 = [
  { startBytes: 0x1000, endBytes: 0x9fc00, nid: null },
  { startBytes: 0x10_0000, endBytes: 0x7ffe_0000, nid: null },
];

describe("where RAM is", () => {
  test("memblock's own list is better than the firmware's", () => {
    const { ram } = dmesg(
      ...E820,
      "Early memory node ranges",
      "  node   0: [mem 0x0000000000001000-0x000000000009efff]",
      "  node   1: [mem 0x0000000040000000-0x000000007ffdffff]",
    );
    expect(ram).toEqual({
      source: "Early memory node ranges",
      ranges: [
        { startBytes: 0x1000, endBytes: 0x9f000, nid: 0 },
        { startBytes: 0x4000_0000, endBytes: 0x7ffe_0000, nid: 1 },
      ],
    });
  });

  test("e820: without the first page and the ISA hole, whether the log says so or not", () => {
    expect(dmesg(...E820).ram).toEqual({ source: "e820", ranges: FROM_E820 });
    const { ram } = dmesg(
      ...E820,
      "e820: update [mem 0x00000000-0x00000fff] usable ==> reserved",
      "e820: remove [mem 0x000a0000-0x000fffff] usable",
    );
    expect(ram?.ranges).toEqual(FROM_E820);
  });

  test("e820 with a table that the command line changed: mem=, memmap=", () => {
    const { ram } = dmesg(
      ...E820,
      "user-defined physical RAM map:",
      "user: [mem 0x0000000000100000-0x000000003fffffff] usable",
      "user: [mem 0x0000000040000000-0x000000005fffffff] persistent (type 12)",
    );
    expect(ram?.ranges).toEqual([{ startBytes: 0x10_0000, endBytes: 0x4000_0000, nid: null }]);
  });

  test("EFI: what the kernel may use, touching ranges made one", () => {
    const { ram } = dmesg(
      "efi: mem00: [Conventional Memory|   |  |  |  |  |  |  |  |  |   |WB|WT|WC|UC] range=[0x0000000040000000-0x000000004fffffff] (256MB)",
      "efi: mem01: [Loader Data        |   |  |  |  |  |  |  |  |  |   |WB|WT|WC|UC] range=[0x0000000050000000-0x0000000050ffffff] (16MB)",
      "efi: mem02: [Reserved           |   |  |  |  |  |  |  |  |  |   |WB|WT|WC|UC] range=[0x0000000051000000-0x0000000051ffffff] (16MB)",
    );
    expect(ram).toEqual({
      source: "EFI",
      ranges: [{ startBytes: 0x4000_0000, endBytes: 0x5100_0000, nid: null }],
    });
  });

  test("SRAT", () => {
    const { srat } = dmesg("ACPI: SRAT: Node 1 PXM 1 [mem 0x40000000-0x7fffffff]");
    expect(srat).toEqual([{ startBytes: 0x4000_0000, endBytes: 0x8000_0000, nid: 1 }]);
  });

  test("an address of 2^53 or more is an error, not a rounded one", () => {
    const error = failureOf(
      () => dmesg("  node   0: [mem 0x0000000000000000-0xffffffffffffffff]"),
      FormatError,
    );
    expect(error.line).toBe(1);
  });
});
