/** The importer against real boots: what the profile leaves for the hand-over, counted page by page, and what the kernel counted. */

import { describe, expect, test } from "vitest";
import { importProfile } from "../index";
import { bootFiles, fixtureFiles } from "../test/boots";
import { bruteForceOffered, laterPages } from "../test/page-bitmap";

/** MemTotal and the sum of the 'Freeing' lines (with CMA), in KiB, read off the files by hand. */
const LOGGED = [
  { boot: "V5-kmsan-2G-memblock-debug", memTotalKib: 1_845_488, lateKib: 20 + 1160 + 2196 + 2044 + 964 },
  { boot: "V0-2G-memblock-debug", memTotalKib: 2_047_156, lateKib: 16 + 1160 + 824 + 2044 + 960 },
  { boot: "deb-2G-memblock-debug", memTotalKib: 2_014_152, lateKib: 36 + 1160 + 2036 + 2824 + 2040 + 1108 },
  {
    boot: "V3-kasan-outline-2G-memblock-debug",
    memTotalKib: 1_768_576,
    lateKib: 16 + 1160 + 1036 + 2044 + 1912,
  },
  { boot: "arm64-2G-mte-memblock-debug", memTotalKib: 2_024_832, lateKib: 1020 + 6464 + 65_536 },
];

const NOT_LOGGED = [
  { boot: "V5-kmsan-2G", memTotalKib: 1_845_488, lateKib: 6384 },
  { boot: "V5-kmsan-1G", memTotalKib: 863_472, lateKib: 6384 },
  { boot: "V0-1G", memTotalKib: 1_016_500, lateKib: 5004 },
  { boot: "V4-kasan-inline-1G", memTotalKib: 862_224, lateKib: 6312 },
  { boot: "arm64-1G-mte", memTotalKib: 1_000_836, lateKib: 1020 + 6464 + 65_536 },
  { boot: "deb-2G-numa2", memTotalKib: 2_017_048, lateKib: 9200 },
  { boot: "deb-8G", memTotalKib: 8_131_784, lateKib: 9200 },
];

describe("boots with memblock=debug", () => {
  for (const { boot, memTotalKib, lateKib } of LOGGED) {
    const files = bootFiles(boot);
    test.skipIf(files === undefined)(`${boot}: the replayed list alone leaves what was handed over`, () => {
      const profile = importProfile(files ?? []);
      const predicted = bruteForceOffered(profile, profile.measured.kmsan);
      console.log(
        `${boot}: predicted ${predicted}, measured ${(memTotalKib - lateKib) / 4} pages handed over`,
      );
      expect(profile.machine.unplacedReservedPages).toBe(0);
      expect(predicted).toBe((memTotalKib - lateKib) / 4);
      expect(laterPages(profile)).toBe(lateKib / 4);
    });

    const serial = bootFiles(boot, ["serial.log"]);
    test.skipIf(serial === undefined)(`${boot}: the console capture says the same as its dmesg`, () => {
      const dmesg = importProfile(bootFiles(boot, ["dmesg.txt"]) ?? []);
      const capture = importProfile(serial ?? []);
      const unnamed = (profile: typeof dmesg) => ({
        ...profile.machine,
        kernelDataBytes: 0,
        reserved: sizes(profile),
        lateFreedPages: laterPages(profile),
      });
      expect(unnamed(capture)).toEqual(unnamed(dmesg));
    });
  }
});

/** Without labels: iomem, which the capture also holds, names the kernel image. */
function sizes({ machine }: ReturnType<typeof importProfile>): number {
  return machine.reserved.reduce((sum, range) => sum + range.sizeBytes, 0);
}

describe("boots without a memblock log", () => {
  for (const { boot, memTotalKib, lateKib } of NOT_LOGGED) {
    const files = bootFiles(boot);
    test.skipIf(files === undefined)(`${boot}: unplaced pages make up the difference exactly`, () => {
      const profile = importProfile(files ?? []);
      const predicted = bruteForceOffered(profile, profile.measured.kmsan);
      console.log(
        `${boot}: predicted ${predicted}, measured ${(memTotalKib - lateKib) / 4} pages handed over`,
      );
      expect(predicted).toBe((memTotalKib - lateKib) / 4);
      expect(profile.machine.unplacedReservedPages).toBeGreaterThan(0);
    });
  }

  const kmsan = bootFiles("V5-kmsan-2G");
  test.skipIf(kmsan === undefined)(
    "V5-kmsan-2G: the guess comes near what the logged boot of the same kernel tells",
    () => {
      const guessed = importProfile(kmsan ?? []).machine;
      const logged = importProfile(fixtureFiles("kmsan-2g")).machine;
      const recorded = (machine: typeof logged) =>
        machine.reserved
          .filter((range) => range.recorded)
          .reduce((sum, range) => sum + range.sizeBytes / 4096, 0);
      const difference = recorded(guessed) + guessed.unplacedRecordedPages - recorded(logged);
      // Ranges of less than a page that share one, and ACPI tables beyond RAM, are all that a guess can miss.
      expect(Math.abs(difference)).toBeLessThan(16);
    },
  );
});

describe("the fixtures", () => {
  test("kmsan-2g: 459,776 pages are handed over and 154,854 managed", () => {
    const profile = importProfile(fixtureFiles("kmsan-2g"));
    expect(bruteForceOffered(profile, true)).toBe(459_776);
    expect(profile.machine).toMatchObject({
      arch: "x86-64",
      pageSizeBytes: 4096,
      maxOrder: 10,
      structPageBytes: 64,
      unplacedReservedPages: 0,
      lateFreedPages: 0,
      freedBeforeWatermarksPages: 5,
      kernel: "6.1",
      transparentHugepages: true,
      deferredInit: false,
      kernelDataBytes: 0x2daab80 - 0x2c00000,
      cpus: 2,
    });
    expect(profile.measured).toMatchObject({ presentPages: 524_158, managedPages: 154_854, kmsan: true });
    expect(Math.floor(459_776 / 3) + laterPages(profile)).toBe(profile.measured.managedPages);
  });

  test("kmsan-1g: 214,272 pages are handed over and 73,020 managed", () => {
    const profile = importProfile(fixtureFiles("kmsan-1g"));
    expect(bruteForceOffered(profile, true)).toBe(214_272);
    expect(profile.measured.managedPages).toBe(73_020);
    expect(Math.floor(214_272 / 3) + laterPages(profile)).toBe(73_020);
  });

  test("kmsan-2g: what a range is for, and when it came", () => {
    const { reserved } = importProfile(fixtureFiles("kmsan-2g")).machine;
    const at = (address: number) =>
      reserved.find((range) => range.baseBytes <= address && address < range.baseBytes + range.sizeBytes);
    expect(at(0x100_0000)).toMatchObject({
      label: "kernel image",
      recorded: true,
      afterMemmap: false,
      freedLatePages: 1596 - 0x12_2000 / 4096,
    });
    expect(at(0x7ffd_ffff)).toMatchObject({
      label: "initrd",
      recorded: true,
      afterMemmap: false,
      freedLatePages: 0x12_2000 / 4096,
    });
    expect(at(0x7fb0_0000)).toMatchObject({
      label: "Dentry cache hash table",
      recorded: true,
      afterMemmap: true,
    });
    expect(at(0x7fdc_0000)).toMatchObject({ label: "Inode-cache hash table", recorded: true });
    expect(at(0x7fc0_0000)).toMatchObject({ label: "per-cpu areas" });
    expect(at(0x7e90_0000)).toMatchObject({ label: "stackdepot hash table", recorded: false });
    expect(at(0x7feb_7000)).toMatchObject({ label: "page tables of the memmap", recorded: true });
    expect(at(0x7bc0_0000), "the memmap is the machine's").toBeUndefined();
    expect(at(0x7f90_0000), "so is KMSAN's metadata").toBeUndefined();
    expect(at(0x7fca_6000), "given back by the per-cpu setup").toBeUndefined();
  });
});
