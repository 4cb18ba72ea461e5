import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MachineInput, PmemNamespace } from "../input";
import { EarlyMachine } from "../machine/early";
import { GIB, MIB, machineInput, pmem } from "../testing/inputs";
import { planAttach } from "./attach";
import { layOutNamespace, type NamespaceLayout, type NamespaceRules } from "./namespace";

const KIB = 1024;
const NOW: NamespaceRules = { unit: "subsections", structPageOverride: false };
const BEFORE: NamespaceRules = { unit: "sections", structPageOverride: false };

/** The namespace of the mail of 6 Aug 2019. */
const namespace = (over: Partial<PmemNamespace> = {}) => pmem(0x240000000, 4 * GIB, over);

function lay(one: PmemNamespace, rules = NOW, structPageBytes = 64, machine: Partial<MachineInput> = {}) {
  return layOutNamespace(one, machineInput(GIB, machine), structPageBytes, rules, []);
}

function layout(one: PmemNamespace, rules = NOW, structPageBytes = 64): NamespaceLayout {
  const found = lay(one, rules, structPageBytes);
  if ("sentence" in found) throw new Error(found.sentence);
  return found;
}

/** What the namespace's memmap takes on a machine with 1 GiB of RAM. */
function attached(one: PmemNamespace, rules = NOW, machine: Partial<MachineInput> = {}) {
  const plan = planAttach(new EarlyMachine(machineInput(GIB, { ...machine, pmem: [one] }), 64), rules);
  return { ...plan, cost: plan.attached[0]?.cost, problem: plan.problems[0]?.problem };
}

describe("layout", () => {
  test("S-F1 4 GiB, memmap on the device, align 2 MiB", () =>
    expect(layout(namespace())).toEqual({
      namespace: namespace(),
      startPadBytes: 0,
      dataOffsetBytes: 0x4200000,
      endTruncBytes: 0,
      dataPages: 1_031_680,
      firstDataPfn: 0x244200,
      basePfn: 0x240000,
      endPfn: 0x340000,
      altmap: { reservePages: 2, freePages: 16_894 },
    }));

  test("S-F5 align 1 GiB costs a quarter of 4 GiB, and all of 1 GiB", () => {
    expect(layout(namespace({ alignBytes: GIB }))).toMatchObject({
      dataOffsetBytes: 0x40000000,
      dataPages: 786_432,
    });
    expect(lay(pmem(0x240000000, GIB, { alignBytes: GIB }))).toMatchObject({
      id: "no-room",
      sentence: expect.stringContaining("-ENXIO"),
    });
  });

  test("S-F5 16 GiB, align 2 MiB", () =>
    expect(layout(pmem(0x240000000, 16 * GIB))).toMatchObject({
      dataOffsetBytes: 0x10200000,
      dataPages: 4_128_256,
      altmap: { reservePages: 2, freePages: 66_046 },
    }));

  test("a measured nvdimm of 3 GiB: its data starts 50 MiB in", () =>
    expect(layout(pmem(0x140000000, 3 * GIB)).dataOffsetBytes).toBe(50 * MIB));

  test("S-F6 memmap in ordinary memory: dataoff 2 MiB, no altmap", () =>
    expect(layout(namespace({ map: "mem" }))).toMatchObject({ dataOffsetBytes: 0x200000, altmap: null }));

  test("S-F7 half-section start, before 5.3 and after", () => {
    const half = namespace({ baseBytes: 0x244000000 });
    expect(layout(half, BEFORE)).toMatchObject({
      basePfn: 0x240000,
      firstDataPfn: 0x248200,
      altmap: { reservePages: 16_386, freePages: 16_894 },
    });
    expect(layout(half)).toMatchObject({ basePfn: 0x244000, altmap: { reservePages: 2 } });
  });

  test("S-F8 1 MiB into a sub-section: -EINVAL", () =>
    expect(lay(namespace({ baseBytes: 0x240100000 }))).toMatchObject({
      id: "misaligned",
      field: "baseBytes",
      sentence: expect.stringContaining("-EINVAL"),
    }));

  test("S-F8 struct page of 80 B: -EINVAL, with the override 82 MiB before the data", () => {
    expect(lay(namespace(), NOW, 80)).toMatchObject({
      id: "struct-page",
      sentence: expect.stringContaining("-EINVAL"),
    });
    expect(layout(namespace(), { ...NOW, structPageOverride: true }, 80).dataOffsetBytes).toBe(0x5200000);
  });

  test("FD-3 5.18 does not build with a struct page of 80 B, and has no override", () =>
    expect(lay(namespace(), { ...NOW, structPageOverride: true }, 80, { kernel: "5.18" })).toMatchObject({
      id: "struct-page",
      sentence: expect.stringContaining("5.18 does not build"),
    }));

  test("a struct page of 80 B is no matter where the memmap lies in ordinary memory", () =>
    expect(layout(namespace({ map: "mem" }), NOW, 80).dataOffsetBytes).toBe(0x200000));

  test("what stands over the last alignment is cut off", () =>
    // 0x240000000 is a multiple of 1 GiB; 4 GiB and 6 MiB behind it 6 MiB are left over.
    expect(layout(namespace({ sizeBytes: 4 * GIB + 6 * MIB, alignBytes: GIB }))).toMatchObject({
      endTruncBytes: 6 * MIB,
      dataPages: 786_432,
      endPfn: 0x340000,
    }));

  test("F-F3 before 5.2 device-dax kept 128 KiB for labels", () => {
    const dax = (mode: PmemNamespace["mode"]) =>
      layout(namespace({ mode, map: "mem", alignBytes: 4 * KIB }), BEFORE).dataOffsetBytes;
    expect(dax("fsdax")).toBe(8 * KIB);
    expect(dax("devdax")).toBe(136 * KIB);
  });

  test("F-F3 before 5.3 the memmap of whole sections is reserved, in whole leaves", () =>
    // The sheet has 64 B for each page and the alignment alone; 4.15 to 5.2 round the pages up to sections (PFN_SECTION_ALIGN_UP) and
    // align to a PMD at least: two sections, 4 MiB and 8 KiB, so 6 MiB.
    expect(layout(pmem(0x240000000, 160 * MIB, { alignBytes: 4 * KIB }), BEFORE).dataOffsetBytes).toBe(
      6 * MIB,
    ));

  test("F-F3 before 5.3 a section shared with RAM is left out at both ends", () => {
    const shared = pmem(128 * MIB + 64 * MIB, GIB);
    const ram = [
      { baseBytes: 0, sizeBytes: 192 * MIB },
      { baseBytes: GIB + 192 * MIB, sizeBytes: GIB },
    ];
    const found = layOutNamespace(shared, machineInput(GIB), 64, BEFORE, ram);
    expect(found).toMatchObject({ startPadBytes: 64 * MIB, endTruncBytes: 64 * MIB, basePfn: 0x10000 });
  });

  test("a raw namespace is data from its first byte, in whole sub-sections", () => {
    expect(layout(namespace({ mode: "raw" }))).toMatchObject({
      dataOffsetBytes: 0,
      dataPages: 1_048_576,
      altmap: null,
    });
    expect(lay(namespace({ mode: "raw", sizeBytes: GIB + MIB }))).toMatchObject({ id: "misaligned" });
  });

  test("arm64 with pages of 64 KiB: the info block fills a page", () =>
    expect(
      lay(namespace({ alignBytes: 64 * KIB }), NOW, 64, { arch: "arm64", pageSizeBytes: 65_536 }),
    ).toMatchObject({
      // 65,535 struct pages are 4 MiB less 64 B; with 8 KiB they reach into a third sub-section.
      dataOffsetBytes: 6 * MIB,
      altmap: { reservePages: 1, freePages: 95 },
    }));
});

describe("adding it", () => {
  test("S-F2 the altmap of 4 GiB is used to the last pfn", () => {
    const { cost } = attached(namespace());
    expect(cost?.altmap).toMatchObject({ allocPages: 16_384, alignPages: 510, freePages: 16_894 });
    expect(cost).toMatchObject({ dramLeaves: 0, dramPages: 0 });
  });

  test("S-F2 1 GiB: 4,606 of 4,606", () =>
    expect(attached(pmem(0x240000000, GIB)).cost?.altmap).toMatchObject({
      allocPages: 4096,
      alignPages: 510,
      freePages: 4606,
    }));

  test("S-F6 64 MiB of DRAM in 32 leaves", () => {
    const { cost, memmapPages } = attached(namespace({ map: "mem" }));
    expect(cost).toMatchObject({ dramLeaves: 32, dramPages: 0, altmap: null });
    expect(memmapPages).toBe(16_384);
  });

  test("S-F7 before 5.3: 33 sections need 16,896 pages and 510 to align, more than 16,894", () => {
    const half = namespace({ baseBytes: 0x244000000 });
    expect(attached(half, BEFORE).problem).toMatchObject({
      id: "altmap",
      sentence: expect.stringContaining("-ENOMEM"),
    });
    expect(attached(half).problem).toBeUndefined();
  });

  test("since 5.3 x86-64 takes the memmap of a part of a section from ordinary memory, page by page", () => {
    // 64 MiB at each end: 16,384 struct pages of 64 B each, 256 pages and a table of PTEs.
    const { cost, tablePages } = attached(namespace({ baseBytes: 0x244000000 }));
    expect(cost).toMatchObject({ dramPages: 512, tablePages: 2, dramLeaves: 0 });
    expect(cost?.altmap?.allocPages).toBe(31 * 512);
    expect(tablePages).toBe(2);
  });

  test("a part of a section that RAM has too finds its struct pages there", () => {
    // RAM ends 64 MiB into its eighth section.
    const banks = [{ baseBytes: 0, sizeBytes: GIB - 64 * MIB, nid: 0 }];
    const { cost } = attached(pmem(GIB - 64 * MIB, 64 * MIB, { map: "mem" }), NOW, { banks });
    expect(cost).toMatchObject({ reusedPfns: 16_384, dramPages: 0, dramLeaves: 0, tablePages: 0 });
  });

  test("tail struct pages of device-dax share a page since 5.19, without an altmap", () => {
    const dax = namespace({ mode: "devdax", map: "mem" });
    // 2,048 pages of 2 MiB, two pages of struct pages each, and 32 tables of PTEs.
    expect(attached(dax).cost).toMatchObject({ dramPages: 4096, tablePages: 32, dramLeaves: 0 });
    expect(attached(dax, NOW, { kernel: "5.18" }).cost).toMatchObject({ dramLeaves: 32, dramPages: 0 });
    expect(attached({ ...dax, map: "dev" }).cost).toMatchObject({ dramPages: 0, dramLeaves: 0 });
    expect(attached({ ...dax, mode: "fsdax" }).cost).toMatchObject({ dramLeaves: 32 });
    // Pages of 1 GiB: only their first section has pages of its own.
    expect(attached({ ...dax, alignBytes: GIB }).cost).toMatchObject({ dramPages: 8, tablePages: 32 });
  });

  test("a new gigabyte of vmemmap needs a table of PMDs", () => {
    // 64 GiB of memory have 1 GiB of struct pages; RAM has the first of them.
    expect(attached(pmem(0x240000000, GIB)).tablePages).toBe(0);
    expect(attached(pmem(64 * GIB, GIB)).tablePages).toBe(1);
    expect(attached(pmem(63 * GIB, 2 * GIB)).tablePages).toBe(1);
  });

  test.each([
    ["X-F6 RAM in the way", pmem(512 * MIB, GIB), {}, "collision"],
    ["X-F3 an alignment of 64 KiB on x86-64", namespace({ alignBytes: 64 * KIB }), {}, "alignment"],
    ["1 GiB on arm64", namespace({ alignBytes: GIB }), { arch: "arm64" as const }, "alignment"],
    ["32-bit arm", namespace(), { arch: "arm32" as const, structPageBytes: 32 }, "arch"],
  ])("%s is refused", (_name, one, machine, id) => expect(attached(one, NOW, machine).problem?.id).toBe(id));

  test("two namespaces at one place: the second is refused", () => {
    const input = machineInput(GIB, { pmem: [namespace(), namespace({ baseBytes: 0x280000000 })] });
    const plan = planAttach(new EarlyMachine(input, 64), NOW);
    expect(plan.problems).toMatchObject([{ index: 1, problem: { id: "collision" } }]);
  });
});

const anyNamespace = fc.record({
  baseBytes: fc.integer({ min: 0x1000, max: 0x3000 }).map((n) => n * 2 * MIB),
  sizeBytes: fc.integer({ min: 1, max: 8192 }).map((n) => n * 2 * MIB),
  mode: fc.constantFrom("fsdax" as const, "devdax" as const, "raw" as const),
  map: fc.constantFrom("dev" as const, "mem" as const),
  alignBytes: fc.constantFrom(4 * KIB, 2 * MIB, GIB),
});

describe("laws of every namespace", () => {
  const laws = (rules: NamespaceRules) =>
    fc.assert(
      fc.property(anyNamespace, (one) => {
        const { attached: list } = attached(one, rules);
        for (const { layout: found, cost } of list) {
          const { altmap, basePfn, endPfn, firstDataPfn, dataPages } = found;
          const before = altmap === null ? firstDataPfn - basePfn : altmap.reservePages + altmap.freePages;
          // I-F1: all pfns of the range are accounted for; rules by sections have more of them behind the data.
          const behind = endPfn - (basePfn + before + dataPages);
          expect(behind).toBeGreaterThanOrEqual(0);
          if (rules.unit === "subsections") expect(behind).toBe(0);
          // I-F4, and the data stays within the namespace.
          if (one.mode !== "raw") expect((firstDataPfn * 4096) % one.alignBytes).toBe(0);
          expect(firstDataPfn * 4096).toBeGreaterThanOrEqual(one.baseBytes);
          expect((firstDataPfn + dataPages) * 4096).toBeLessThanOrEqual(one.baseBytes + one.sizeBytes);
          // I-F3
          const used = (cost.altmap?.allocPages ?? 0) + (cost.altmap?.alignPages ?? 0);
          expect(used).toBeLessThanOrEqual(altmap?.freePages ?? 0);
        }
      }),
      { numRuns: 300 },
    );

  test("I-F1, I-F3, I-F4 by sub-sections", () => laws(NOW));
  test("I-F1, I-F3, I-F4 by sections", () => laws(BEFORE));

  test("FD-10 a namespace that can be had has room for the struct pages of its reserve", () =>
    fc.assert(
      fc.property(anyNamespace, fc.constantFrom(NOW, BEFORE), (one, rules) => {
        for (const { layout: found, cost } of attached(one, rules, { kernel: "5.4" }).attached) {
          const backed = (cost.altmap?.allocPages ?? 0) + cost.dramLeaves * 512 + cost.dramPages;
          expect(backed * 4096 + cost.reusedPfns * 64).toBeGreaterThanOrEqual(
            (found.endPfn - found.basePfn) * 64,
          );
        }
      }),
      { numRuns: 300 },
    ));

  test("an altmap never runs dry on whole sections from a section's start", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0x40, max: 0x400 }),
        fc.integer({ min: 1, max: 64 }),
        (start, sections) => {
          const one = pmem(start * 128 * MIB, sections * 128 * MIB);
          expect(attached(one).problem).toBeUndefined();
          expect(attached(one, BEFORE).problem).toBeUndefined();
        },
      ),
    ));
});
