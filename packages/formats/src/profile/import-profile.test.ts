import { describe, expect, test } from "vitest";
import { ImportError, importProfile } from "../index";
import { fixtureFiles } from "../test/boots";
import { failureOf } from "../test/failure";
import { bruteForceOffered, laterPages } from "../test/page-bitmap";

const kmsan1g = (...kinds: string[]) => importProfile(fixtureFiles("kmsan-1g", kinds));
const sentences = (profile: ReturnType<typeof importProfile>) =>
  profile.notes.map((note) => note.sentence).join("\n");

const BANKS_1G = [
  { baseBytes: 0x1000, sizeBytes: 0x9e000, nid: 0 },
  { baseBytes: 0x10_0000, sizeBytes: 0x3fee_0000, nid: 0 },
];

describe("any subset that tells where RAM is", () => {
  test("all four", () => {
    const profile = kmsan1g("iomem.txt", "zoneinfo.txt", "meminfo.txt", "dmesg.txt");
    expect(profile.title).toBe("Linux 6.1.192, x86-64, 1 GiB");
    expect(profile.machine.banks).toEqual(BANKS_1G);
    expect(profile.notes.every((note) => note.severity === "info")).toBe(true);
  });

  test("the log alone: its 'Memory:' line counts what was handed over", () => {
    const profile = kmsan1g("dmesg.txt");
    expect(profile.machine.banks).toEqual(BANKS_1G);
    expect(bruteForceOffered(profile, true)).toBe(214_272);
    expect(laterPages(profile)).toBe(1596);
    expect(profile.measured).toMatchObject({ managedPages: null, memTotalPages: null, zones: [] });
  });

  test("without the log KMSAN shows by MemTotal, and late pages count as handed over", () => {
    const profile = kmsan1g("iomem.txt", "zoneinfo.txt", "meminfo.txt");
    expect(profile.measured.kmsan).toBe(true);
    expect(bruteForceOffered(profile, true)).toBe(863_472 / 4);
    expect(profile.machine).toMatchObject({ lateFreedPages: 0, cpus: 2, arch: "x86-64" });
    expect(sentences(profile)).toContain("Kernel log missing.");
  });

  test("zoneinfo alone: spans instead of a map, in the words of the interface", () => {
    const profile = kmsan1g("zoneinfo.txt");
    expect(profile.machine.banks).toEqual([{ baseBytes: 0x1000, sizeBytes: 0x3ffd_f000, nid: 0 }]);
    expect(profile.notes).toContainEqual({
      severity: "warning",
      sentence:
        "zoneinfo read, iomem missing. Zones and watermarks are set. The map is drawn from zone spans, without holes. Add /proc/iomem.",
    });
    expect(bruteForceOffered(profile, false)).toBe(73_020);
  });

  test("iomem alone: nothing tells what was reserved, and the profile says so", () => {
    const profile = kmsan1g("iomem.txt");
    expect(profile.machine.banks).toEqual(BANKS_1G);
    expect(profile.machine.reserved.map((range) => range.label)).toEqual(["kernel image"]);
    expect(profile.machine.unplacedReservedPages).toBe(0);
    expect(sentences(profile)).toContain("No file tells how many pages the boot reserved");
  });

  test("a truncated ring: the map from iomem, the counts from MemTotal and the late lines", () => {
    const files = fixtureFiles("kmsan-1g").map((file) =>
      file.name === "dmesg.txt"
        ? { ...file, text: file.text.slice(file.text.indexOf("Starting Kernel") - 15) }
        : file,
    );
    const profile = importProfile(files);
    expect(bruteForceOffered(profile, true)).toBe(214_272);
    expect(laterPages(profile)).toBe(1596);
    expect(sentences(profile)).toContain("The kernel log's first lines are missing.");
    expect(sentences(profile)).toContain("'System RAM' of /proc/iomem");
  });
});

describe("NUMA nodes", () => {
  const IOMEM = { name: "iomem", text: "00001000-0009ffff : System RAM\n00100000-7fffffff : System RAM\n" };
  const srat = [
    "[    0.000000] ACPI: SRAT: Node 0 PXM 0 [mem 0x00000000-0x3fffffff]",
    "[    0.000000] ACPI: SRAT: Node 1 PXM 1 [mem 0x40000000-0x7fffffff]",
  ].join("\n");
  const zoneinfo = [
    "Node 0, zone  DMA32\n  spanned 262143\n  present 261934\n  managed 250000\n  start_pfn: 1",
    "Node 1, zone  DMA32\n  spanned 262144\n  present 262144\n  managed 260000\n  start_pfn: 262144",
  ].join("\n");

  test.each([
    ["SRAT", { name: "dmesg", text: srat }],
    ["zoneinfo", { name: "zoneinfo", text: zoneinfo }],
  ])("by %s where the map itself does not tell", (_, file) => {
    expect(importProfile([IOMEM, file]).machine.banks).toEqual([
      { baseBytes: 0x1000, sizeBytes: 0x9f000, nid: 0 },
      { baseBytes: 0x10_0000, sizeBytes: 0x3ff0_0000, nid: 0 },
      { baseBytes: 0x4000_0000, sizeBytes: 0x4000_0000, nid: 1 },
    ]);
  });
});

describe("arm64", () => {
  const iomem = {
    name: "iomem",
    text: "40000000-bfffffff : System RAM\n  40210000-4185ffff : Kernel code\n  41860000-41eaffff : reserved\n",
  };
  const zones =
    "Node 0, zone    DMA\n  spanned 32768\n  present 32768\n  managed 31500\n  start_pfn: 16384\n";

  test("64 KiB pages by MemTotal against the zones", () => {
    const { machine } = importProfile([
      iomem,
      { name: "zoneinfo", text: zones },
      { name: "meminfo", text: "MemTotal: 2016000 kB\n" },
    ]);
    expect(machine).toMatchObject({ arch: "arm64", pageSizeBytes: 65_536, maxOrder: 13 });
  });

  test("CMA whose place is not logged is handed over late", () => {
    const profile = importProfile([
      iomem,
      {
        name: "dmesg",
        text: "[    0.000000] Memory: 98324K/2097152K available (13248K kernel code, 2806K rwdata, 9524K rodata, 6464K init, 627K bss, 79804K reserved, 65536K cma-reserved)\n[    9.853784] Freeing initrd memory: 1020K\n[   23.893504] Freeing unused kernel memory: 6464K\n",
      },
    ]);
    expect(profile.measured.handedOverPages).toBe((2_097_152 - 79_804 - 65_536) / 4);
    expect(laterPages(profile)).toBe((65_536 + 1020 + 6464) / 4);
  });
});

describe("the kernel", () => {
  const boot = (...lines: string[]) =>
    importProfile([
      { name: "iomem", text: "00001000-3fffffff : System RAM\n" },
      { name: "dmesg", text: lines.map((line) => `[    0.000000] ${line}`).join("\n") },
      { name: "meminfo", text: "MemTotal: 1000000 kB\nAnonHugePages: 0 kB\n" },
    ]);

  test.each([
    ["4.19.0", "5.4"],
    ["5.4.0-generic", "5.4"],
    ["5.15.0", "5.4"],
    ["5.18.19", "5.18"],
    ["6.1.0-56-amd64", "6.1"],
    ["6.4.0", "6.1"],
    ["6.12.3", "6.6"],
    ["7.0.0-rc1", "6.6"],
  ])("Linux %s follows the rules of %s", (release, kernel) => {
    expect(boot(`Linux version ${release} (x)`).machine.kernel).toBe(kernel);
  });

  test("huge pages, page_ext and threads that initialise struct pages", () => {
    const { machine } = boot(
      "Command line: root=/dev/vda page_owner=on",
      "allocated 16777216 bytes of page_ext",
      "node 0 deferred pages initialised in 36ms",
    );
    expect(machine).toMatchObject({ transparentHugepages: true, pageOwner: true, deferredInit: true });
    // page_owner=on means nothing to a kernel without it.
    expect(boot("Command line: page_owner=on transparent_hugepage=never").machine).toMatchObject({
      transparentHugepages: false,
      pageOwner: false,
      deferredInit: false,
    });
  });
});

describe("the direct map", () => {
  const meminfo = (lines: string) => ({ name: "meminfo", text: `MemTotal: 2040000 kB\n${lines}` });
  const dmesg = (options: string, ...more: string[]) => ({
    name: "dmesg",
    text: [
      "[    0.000000] Linux version 6.1.192 (x86_64)",
      `[    0.000000] Command line: ${options}`,
      "[    0.000000] BIOS-provided physical RAM map:",
      "[    0.000000] BIOS-e820: [mem 0x0000000000100000-0x000000007fffffff] usable",
      ...more.map((line) => `[    0.000000] ${line}`),
    ].join("\n"),
  });
  const optionsOf = (...files: { name: string; text: string }[]) => {
    const { gbPages, debugPagealloc } = importProfile(files).machine;
    return { gbPages, debugPagealloc };
  };

  test("1 GiB leaves by the DirectMap1G line, which is there with 0 kB too", () => {
    const without = meminfo("DirectMap4k: 26496 kB\nDirectMap2M: 2070528 kB\n");
    const withLine = meminfo("DirectMap4k: 24448 kB\nDirectMap2M: 2072576 kB\nDirectMap1G: 0 kB\n");
    expect(optionsOf(dmesg(""), without).gbPages).toBe(false);
    expect(optionsOf(dmesg("nokaslr"), withLine).gbPages).toBe(true);
  });

  test("without meminfo by the log, and by the command line where that has lost its beginning", () => {
    expect(optionsOf(dmesg("", "Using GB pages for direct mapping")).gbPages).toBe(true);
    expect(optionsOf(dmesg("")).gbPages).toBe(false);
    const cut = { name: "dmesg", text: dmesg("nogbpages").text.split("\n").slice(1).join("\n") };
    expect(optionsOf(cut).gbPages).toBe(false);
  });

  test("debug_pagealloc=on counts for a kernel that has it: no leaf is of 2 MiB then", () => {
    const on = dmesg("debug_pagealloc=on");
    const large = meminfo("DirectMap4k: 26496 kB\nDirectMap2M: 2070528 kB\n");
    const small = meminfo("DirectMap4k: 2097024 kB\nDirectMap2M: 0 kB\n");
    expect(optionsOf(on, large).debugPagealloc).toBe(false);
    expect(optionsOf(on, small)).toEqual({ gbPages: true, debugPagealloc: true });
  });
});

describe("what does not make a profile", () => {
  test("no map: names what to add", () => {
    const error = failureOf(() => kmsan1g("meminfo.txt"), ImportError);
    expect(error.missing).toEqual(["iomem", "dmesg", "zoneinfo"]);
    expect(error.sentence).toContain("No file tells where RAM is. Add /proc/iomem (read as root)");
  });

  test("the only map is hidden: says why it was left out", () => {
    const hidden = { name: "iomem.txt", text: "00000000-00000000 : System RAM\n" };
    const { sentence } = failureOf(() => importProfile([hidden]), ImportError);
    expect(sentence).toContain("iomem.txt was left out.");
    expect(sentence).toContain("sudo cat /proc/iomem");
  });

  test("a hidden iomem beside a log is a warning only", () => {
    const hidden = { name: "iomem.txt", text: "00000000-00000000 : System RAM\n" };
    const profile = importProfile([hidden, ...fixtureFiles("kmsan-1g", ["dmesg.txt"])]);
    expect(profile.notes[0]).toMatchObject({ severity: "warning" });
    expect(profile.machine.banks).toEqual(BANKS_1G);
  });

  test("files of two machines", () => {
    const files = [
      ...fixtureFiles("kmsan-1g", ["iomem.txt"]),
      { name: "meminfo", text: "MemTotal: 8131784 kB\n" },
    ];
    expect(failureOf(() => importProfile(files), ImportError).sentence).toContain(
      "different machines or boots",
    );
  });

  test("a 32-bit arm kernel, which starts with the same line as a 64-bit one", () => {
    const text =
      "[    0.000000] Booting Linux on physical CPU 0x0\n[    0.000000] CPU: ARMv7 Processor [410fc075] revision 5";
    const files = [{ name: "dmesg", text }, ...fixtureFiles("kmsan-1g", ["iomem.txt"])];
    expect(failureOf(() => importProfile(files), ImportError).sentence).toContain("32-bit arm kernel");
  });

  test("nothing at all", () => {
    expect(failureOf(() => importProfile([]), ImportError).missing).toContain("iomem");
  });

  test("a file that is none of the four is named", () => {
    const profile = importProfile([{ name: "notes.md", text: "# hello" }, ...fixtureFiles("kmsan-1g")]);
    expect(sentences(profile)).toContain("notes.md is neither /proc/iomem");
  });
});

test("MemTotal that the 'Freeing' lines do not explain is believed, with a warning", () => {
  const files = fixtureFiles("kmsan-1g").map((file) => ({
    ...file,
    text: file.text.replace(/^.*Freeing initrd memory.*$/m, ""),
  }));
  const profile = importProfile(files);
  expect(laterPages(profile)).toBe(1596);
  expect(profile.notes).toContainEqual({
    severity: "warning",
    sentence:
      "MemTotal is 1,596 pages more than was handed over; the log's 'Freeing' lines tell of 1,306. MemTotal is believed.",
  });
});
