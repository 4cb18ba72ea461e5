import { describe, expect, test } from "vitest";
import type { MachineInput, RunInput } from "../input";
import { FAMILIES } from "../strategies";
import { GIB, kmsan, MIB, machineInput, mix, phaseInput, runInput, workloadInput } from "../testing/inputs";
import { catalogue } from "./catalogue";
import { diagnose } from "./diagnose";
import { estimate } from "./estimate";

/** Severity, field and sentence of every finding. */
const said = (over: Partial<RunInput>) =>
  diagnose(runInput(over)).map(({ severity, field, sentence }) => [severity, field, sentence]);

test("a sound input has no findings", () => {
  expect(diagnose(runInput())).toEqual([]);
});

describe("machine", () => {
  test("a block of the largest order has to fit into a section", () => {
    const machine = machineInput(4 * GIB, { arch: "arm64", pageSizeBytes: 65536, maxOrder: 14 });
    expect(said({ machine })).toEqual([
      ["error", "maxOrder", "A block of order 14 is 1 GiB, larger than a section of 512 MiB."],
    ]);
  });

  test("more frames than the arrays hold", () => {
    const [finding] = said({ machine: machineInput(2 ** 44 + GIB) });
    expect(finding?.slice(0, 2)).toEqual(["error", "banks"]);
    expect(finding?.[2]).toContain("16 TiB");
    expect(said({ machine: machineInput(2 ** 44) })).toEqual([]);
  });

  test("nodes that meet at an odd page", () => {
    const meeting = (pfn: number) => [
      { baseBytes: 0, sizeBytes: pfn * 4096, nid: 0 },
      { baseBytes: pfn * 4096, sizeBytes: GIB, nid: 1 },
    ];
    const errors = (pfn: number) =>
      said({ machine: machineInput(0, { banks: meeting(pfn), cpus: 2 }) })
        .filter(([severity]) => severity === "error")
        .map(([, field]) => field);
    expect(errors(262_145)).toEqual(["banks[1].baseBytes"]);
    expect(errors(262_144)).toEqual([]);
  });

  test("holes between banks cost nothing", () => {
    const banks = [
      { baseBytes: 0, sizeBytes: GIB, nid: 0 },
      { baseBytes: 8 * 2 ** 40, sizeBytes: GIB, nid: 0 },
    ];
    expect(said({ machine: machineInput(0, { banks }) })).toEqual([]);
  });

  test("banks that overlap count once", () => {
    const banks = [
      { baseBytes: 256 * MIB, sizeBytes: GIB, nid: 0 },
      { baseBytes: 0, sizeBytes: GIB, nid: 0 },
    ];
    expect(said({ machine: machineInput(0, { banks }) })).toEqual([
      [
        "warning",
        "banks[0].baseBytes",
        "The bank starts 768 MiB inside the bank below it; the memory they share counts once.",
      ],
    ]);
  });

  test("a memmap that does not fit", () => {
    const [finding] = said({ machine: machineInput(MIB) });
    expect(finding?.slice(0, 2)).toEqual(["error", "structPageBytes"]);
    expect(finding?.[2]).toContain("memmap of 1 section with 64 B");
  });

  test("memory above what its page tables reach", () => {
    const banks = [{ baseBytes: 2 ** 46, sizeBytes: GIB, nid: 0 }];
    expect(said({ machine: machineInput(0, { banks }) })).toEqual([
      [
        "error",
        "banks",
        "Memory ends at 0x400040000000; this machine's physical addresses have 46 bits, so that 64 TiB can be reached. " +
          "Five-level paging reaches to 4,096 TiB.",
      ],
    ]);
    expect(said({ machine: machineInput(0, { banks, fiveLevelPaging: true }) })).toEqual([]);
    const arm = {
      arch: "arm32",
      structPageBytes: 32,
      banks: [{ baseBytes: 2 ** 31, sizeBytes: 3 * GIB, nid: 0 }],
    };
    expect(said({ machine: machineInput(0, arm as Partial<MachineInput>) })[0]?.[2]).toContain(
      "with LPAE only",
    );
  });

  test("a struct page that no configuration has", () => {
    expect(said({ machine: machineInput(GIB, { structPageBytes: 48 }) })).toEqual([
      [
        "error",
        "structPageBytes",
        "struct page has 48 B; mm_zero_struct_page() has no case below 56 B, and the kernel does not build.",
      ],
    ]);
    expect(said({ machine: machineInput(GIB, { structPageBytes: 88 }) })).toEqual([
      [
        "warning",
        "structPageBytes",
        "No configuration of x86-64 has a struct page of 88 B; they have 56, 64, 72, 80 B.",
      ],
    ]);
  });

  test.each([
    [{ baseBytes: 65 * MIB, sizeBytes: 64 * MIB }, "it has to start and end at multiples of 2 MiB."],
    [{ baseBytes: 448 * MIB, sizeBytes: 128 * MIB }, "it does not lie in one bank."],
    [{ baseBytes: 14 * MIB, sizeBytes: 4 * MIB }, "it spans two zones, and none of it can be used."],
    [{ baseBytes: 64 * MIB, sizeBytes: 64 * MIB }, '"initrd" is reserved in it.'],
  ])("a CMA area at %j", (place, sentence) => {
    const machine = machineInput(512 * MIB, {
      cma: [{ ...place, label: "reserved" }],
      reserved: [{ baseBytes: 100 * MIB, sizeBytes: MIB, label: "initrd", recorded: true }],
    });
    const [finding] = said({ machine });
    expect(finding?.slice(0, 2)).toEqual(["error", "cma"]);
    expect(finding?.[2]).toContain(sentence);
  });

  test("a sound CMA area, which before 6.1 has to be made of the largest blocks", () => {
    const cma = [{ baseBytes: 66 * MIB, sizeBytes: 64 * MIB, label: "reserved" }];
    expect(said({ machine: machineInput(512 * MIB, { cma }) })).toEqual([]);
    expect(said({ machine: machineInput(512 * MIB, { cma, kernel: "5.18" }) })[0]?.[2]).toContain("of 4 MiB");
  });

  test("distances that are no matrix", () => {
    const machine = machineInput(GIB, { nodeDistances: "10 20; 20 10" });
    expect(said({ machine })[0]?.slice(0, 2)).toEqual(["error", "nodeDistances"]);
  });

  test("late pages that nobody reserved", () => {
    const machine = machineInput(256 * MIB, { unplacedReservedPages: 5, lateFreedPages: 7 });
    expect(said({ machine })).toEqual([
      [
        "error",
        "lateFreedPages",
        "7 pages are to be freed late in boot, but only 5 whole pages are reserved.",
      ],
    ]);
  });

  test("nothing left for callers", () => {
    const reserved = [{ baseBytes: 0, sizeBytes: 252 * MIB, label: "all of it", recorded: false }];
    const machine = machineInput(256 * MIB, { reserved });
    expect(said({ machine })).toEqual([
      [
        "error",
        "banks",
        "No page is left for callers: what is reserved and what the strategies take is all of memory.",
      ],
    ]);
  });
});

describe("KMSAN", () => {
  test("runs on x86-64 only", () => {
    const machine = machineInput(GIB, { arch: "arm64" });
    expect(said({ machine, strategies: [kmsan("lazy")] })[0]?.slice(0, 2)).toEqual(["warning", "type"]);
  });

  test("has a table of 128 ranges that must not be full when NODE_DATA comes", () => {
    const ranges = (n: number) =>
      Array.from({ length: n }, (_, i) => ({
        baseBytes: (1000 + 2 * i) * 4096,
        sizeBytes: 4096,
        label: "",
        recorded: true,
      }));
    const strategies = [kmsan("boot-carve-out")];
    // The memmap is one range more.
    expect(said({ machine: machineInput(GIB, { reserved: ranges(126) }), strategies })).toEqual([]);
    const [finding] = said({ machine: machineInput(GIB, { reserved: ranges(127) }), strategies });
    expect(finding?.[0]).toBe("warning");
    expect(finding?.[2]).toMatch(/^128 ranges are in use/);
  });

  test.each([
    [64, 80, { "5.4": true, "5.18": true, "6.1": true, "6.6": true }],
    [72, 88, { "5.4": false, "5.18": false, "6.1": true, "6.6": true }],
    [80, 96, { "5.4": false, "5.18": false, "6.1": true, "6.6": true }],
  ])(
    "A-18 F-A1 struct page of %i B grows to %i B, which these kernels build with: %j",
    (from, to, builds) => {
      for (const [kernel, isBuilt] of Object.entries(builds)) {
        const machine = machineInput(4 * GIB, { structPageBytes: from, kernel: kernel as "6.1" });
        const strategies = [kmsan("boot-carve-out")];
        const errors = said({ machine, strategies }).filter(([severity]) => severity === "error");
        expect(errors.map(([, field]) => field)).toEqual(isBuilt ? [] : ["structPageBytes"]);
        // S-A4 a MiB for each byte at 4 GiB.
        if (isBuilt) expect(estimate(runInput({ machine, strategies })).memory.memmapPages).toBe(to * 256);
      }
    },
  );

  test("the page_ext variant leaves struct page as it is, so that any of them builds", () => {
    const machine = machineInput(GIB, { structPageBytes: 80, kernel: "5.18" });
    const errors = said({ machine, strategies: [kmsan("page-ext")] }).filter(
      ([severity]) => severity === "error",
    );
    expect(errors).toEqual([]);
  });

  test("grows struct page beyond the largest case", () => {
    const strategies = [kmsan("boot-carve-out")];
    expect(said({ machine: machineInput(GIB, { structPageBytes: 80 }), strategies })).toEqual([]);
    expect(said({ machine: machineInput(GIB, { structPageBytes: 88 }), strategies })).toEqual([
      [
        "error",
        "structPageBytes",
        "struct page grows to 104 B; mm_zero_struct_page() of 6.1 has no case above 96 B, and the kernel does not build.",
      ],
    ]);
    // Before January 2023 the last case was 80: what the mail is about.
    const old = machineInput(GIB, { structPageBytes: 80, kernel: "5.18" });
    expect(said({ machine: old, strategies })[0]?.[2]).toContain("of 5.18 has no case above 80 B");
  });

  test("finds no room in memblock for a range's shadow", () => {
    const reserved = [{ baseBytes: 64 * MIB, sizeBytes: 128 * MIB, label: "kernel image", recorded: true }];
    const [finding] = said({
      machine: machineInput(256 * MIB, { reserved }),
      strategies: [kmsan("boot-carve-out")],
    });
    expect(finding?.[0]).toBe("error");
    expect(finding?.[2]).toBe(
      "A range of 32,768 pages (128 MiB) is in use before the buddy allocator exists; " +
        "memblock has no free range of that size for its shadow pages.",
    );
  });

  test("page_ext names what it takes, and panics where it comes while the blocks are still held", () => {
    const strategies = [kmsan("page-ext")];
    expect(said({ strategies })).toEqual([
      [
        "info",
        "type",
        "page_ext takes 1 MiB from the running allocator (2 sections, 512 KiB each); the pointers in struct page would take 1 MiB.",
      ],
    ]);
    // 12 MiB: the memmap and its metadata take 6 MiB, and of the one free block nothing is usable before discard.
    const [finding] = said({ machine: machineInput(12 * MIB), strategies });
    expect(finding?.[0]).toBe("error");
    expect(finding?.[2]).toMatch(/^page_ext needs 128 pages for the tables of 1 section;/);
  });
});

describe("workload", () => {
  test("asks for nothing", () => {
    expect(said({ workload: workloadInput({ orderWeights: [0, 0] }) })).toEqual([
      ["warning", "orderWeights", "Every weight is 0: nothing is requested."],
    ]);
  });

  test("holds more than there is", () => {
    const workload = workloadInput({
      durationMs: 10_000,
      allocationsPerSecond: 1_000_000,
      lifetimeMeanMs: 100,
    });
    const sentence =
      "The workload holds about 100,000 pages at its peak; callers can get 64,512. Allocations will fail.";
    expect(said({ workload })).toEqual([["warning", "allocationsPerSecond", sentence]]);
  });

  test("holds more than there is only with its page cache, which reclaim drops", () => {
    const workload = workloadInput({
      durationMs: 10_000,
      allocationsPerSecond: 10_000,
      lifetimeMeanMs: 100,
      classes: mix({ user: { weight: 1 }, cache: { weight: 9, lifetime: "never" } }),
    });
    const sentence =
      "With page cache the workload comes to about 90,100 pages at its peak; callers can get 64,512. " +
      "Reclaim has to drop page cache.";
    expect(said({ workload })).toEqual([["info", "allocationsPerSecond", sentence]]);
  });

  test("holds more than there is even without it", () => {
    const workload = workloadInput({
      durationMs: 10_000,
      allocationsPerSecond: 10_000,
      classes: mix({
        kernel: { weight: 8, lifetime: "never" },
        cache: { weight: 2, lifetime: "never" },
      }),
    });
    const sentence =
      "The workload holds about 80,000 pages at its peak, without page cache; callers can get 64,512. " +
      "Allocations will fail.";
    expect(said({ workload })).toEqual([["warning", "allocationsPerSecond", sentence]]);
  });

  test("has a phase that never comes, a phase without length, and shares of nothing", () => {
    const workload = workloadInput({
      classes: mix({}),
      pinnedPercent: 1,
      taggedPercent: 1,
      phases: [phaseInput({ startMs: 1000, lengthMs: 5 }), phaseInput({ startMs: 10 })],
    });
    expect(said({ workload })).toEqual([
      ["warning", "classes", "Every class has the weight 0: nothing is requested but atomic bursts."],
      ["warning", "pinnedPercent", "No user pages are requested, and no others are pinned."],
      ["warning", "taggedPercent", "No user pages are requested, and no others carry tags."],
      ["warning", "phases[0].startMs", "The phase starts at 1,000 ms, when the run of 1,000 ms is over."],
      ["warning", "phases[1].lengthMs", "The phase is 0 ms long: it changes nothing."],
    ]);
  });

  test("overflows in one phase upon the other, and is told so", () => {
    const phase = phaseInput({ lengthMs: 1000, rateFactor: 1000, userFactor: 1000 });
    const workload = workloadInput({ allocationsPerSecond: 1e9, phases: new Array(32).fill(phase) });
    expect(said({ workload }).map(([severity, field]) => [severity, field])).toEqual([
      ["error", "allocationsPerSecond"],
      ["warning", "allocationsPerSecond"],
    ]);
  });

  test("takes too long to run", () => {
    const workload = workloadInput({
      durationMs: 1_000_000,
      allocationsPerSecond: 1_000_000,
      lifetimeMeanMs: 1,
    });
    expect(said({ workload })).toEqual([
      [
        "error",
        "allocationsPerSecond",
        "The workload comes to about 1,000,000,000 allocations; a run takes at most 200,000,000.",
      ],
    ]);
  });
});

test("the catalogue's descriptions are complete and their defaults valid", () => {
  const descriptions = catalogue();
  const names = descriptions.map(({ family, type }) => `${family}/${type}`);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(descriptions.map(({ family }) => family))).toEqual(
    new Set(FAMILIES.map(({ name }) => name)),
  );
  for (const { title, summary, steps, limits, sources, params } of descriptions) {
    expect(title).not.toBe("");
    for (const sentence of [summary, ...steps, ...limits]) expect(sentence).toMatch(/\.$/);
    expect(sources.length).toBeGreaterThan(0);
    for (const param of params) {
      if (param.type === "enum") expect(param.options?.map(({ value }) => value)).toContain(param.default);
      if (param.type === "bool") expect(typeof param.default).toBe("boolean");
    }
  }
});
