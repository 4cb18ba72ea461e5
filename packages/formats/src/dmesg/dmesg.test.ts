import { describe, expect, test } from "vitest";
import { FormatError, readDmesg } from "../index";
import { fixtureFiles } from "../test/boots";
import { failureOf } from "../test/failure";

describe("readDmesg", () => {
  test("what a KMSAN boot tells", () => {
    const facts = readDmesg(fixtureFiles("kmsan-2g", ["dmesg.txt"])[0]?.text ?? "");
    expect(facts).toMatchObject({
      release: "6.1.192",
      arch: "x86-64",
      pageSizeBytes: 4096,
      cpus: 2,
      isComplete: true,
      kmsan: true,
      stackDepotBytes: 1_048_576,
      handOver: {
        presentBytes: 2_096_632 * 1024,
        reservedBytes: 257_528 * 1024,
        cmaBytes: 0,
        kernelDataBytes: 1706 * 1024,
      },
    });
    expect(facts.lateFreed).toEqual([
      { what: "SMP alternatives memory", bytes: 20 * 1024 },
      { what: "initrd memory", bytes: 1160 * 1024 },
      { what: "unused kernel image (initmem) memory", bytes: 2196 * 1024 },
      { what: "unused kernel image (text/rodata gap) memory", bytes: 2044 * 1024 },
      { what: "unused kernel image (rodata/data gap) memory", bytes: 964 * 1024 },
    ]);
    expect(facts.places).toContainEqual({ startBytes: 0x7feb_e000, endBytes: 0x7ffe_0000, label: "initrd" });
  });

  test("a kernel before 5.19, without 'rwdata' in order and without CMA", () => {
    const facts = readDmesg(
      "[    0.000000] Memory: 1011240K/1048056K available (6146K kernel code, 824K init, 36560K reserved)",
    );
    expect(facts.handOver).toEqual({
      presentBytes: 1_048_056 * 1024,
      reservedBytes: 36_560 * 1024,
      cmaBytes: 0,
      kernelDataBytes: 0,
    });
    expect(facts.isComplete).toBe(false);
  });

  test("pages of 64 KiB by the per-cpu areas; CMA, crash kernel, IO TLB and NODE_DATA by their lines", () => {
    const facts = readDmesg(
      [
        "[    0.000000] Booting Linux on physical CPU 0x0000000000 [0x410fd034]",
        "[    0.000000] NODE_DATA(0) allocated [mem 0xbfbcd380-0xbfbf10ff]",
        "[    0.000000] cma: Reserved 64 MiB at 0x00000000b9a00000",
        "[    0.000000] Reserving 160MB of memory at 688MB for crashkernel (System RAM: 4095MB)",
        "[    0.000000] percpu: Embedded 3 pages/cpu s87272 r8192 d101144 u196608",
        "[    0.090000] software IO TLB: mapped [mem 0x00000000bbfe0000-0x00000000bffe0000] (64MB)",
        "[    0.100000] smp: Brought up 1 node, 4 CPUs",
      ].join("\n"),
    );
    expect(facts).toMatchObject({ arch: "arm64", pageSizeBytes: 65_536, cpus: 4 });
    expect(facts.places).toEqual([
      { startBytes: 0xbfbc_d380, endBytes: 0xbfbf_1100, label: "NODE_DATA" },
      { startBytes: 0xbbfe_0000, endBytes: 0xbffe_0000, label: "software IO TLB" },
      { startBytes: 0x2b00_0000, endBytes: 0x3500_0000, label: "crash kernel" },
    ]);
    expect(facts.cma).toEqual([{ startBytes: 0xb9a0_0000, endBytes: 0xbda0_0000 }]);
  });

  test.each([
    ["", "the text is empty"],
    [
      "total 12\ndrwxr-xr-x 2 root root\n",
      "no line starts with '[    0.000000]' or another of dmesg's prefixes",
    ],
  ])("refuses %j", (text, sentence) => {
    expect(failureOf(() => readDmesg(text), FormatError).sentence).toContain(sentence);
  });

  test("a log that tells nothing about memory is still a log", () => {
    expect(readDmesg("[   12.345678] eth0: link up\n")).toMatchObject({
      ram: null,
      handOver: null,
      memblock: [],
    });
  });
});
