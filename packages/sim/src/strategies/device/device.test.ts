import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ActionKind, MachineInput, RunInput, StrategyInput } from "../../input";
import type { RunResult } from "../../output";
import { diagnose } from "../../run/diagnose";
import { estimate } from "../../run/estimate";
import {
  GIB,
  kmsan,
  MIB,
  machineInput,
  pmem,
  runInput,
  strategyInput,
  workloadInput,
} from "../../testing/inputs";
import { figureOf, pagesIn, runToEnd } from "../../testing/results";

/** RAM up to the namespace of the mail of 6 Aug 2019, which starts at 9 GiB. */
const BANKS = [
  { baseBytes: 0, sizeBytes: 3 * GIB, nid: 0 },
  { baseBytes: 4 * GIB, sizeBytes: 5 * GIB, nid: 0 },
];
const MAIL = pmem(0x240000000, 4 * GIB);

const device = (type: string, params: StrategyInput["params"] = {}) => strategyInput("device", type, params);

/** One walk over everything, 1 ms into the run. */
function input(
  strategies: StrategyInput[],
  kind: ActionKind,
  machine: Partial<MachineInput> = {},
  pages = 0,
): RunInput {
  return runInput({
    machine: machineInput(0, { banks: BANKS, pmem: [MAIL], debugVm: true, ...machine }),
    strategies,
    workload: workloadInput({ actions: [{ kind, startMs: 1, times: 1, everyMs: 0, pages }] }),
  });
}

const run = (what: RunInput, check = false) => runToEnd(what, { check });
const figure = (result: RunResult, key: string) => figureOf(result, "device", key);

const FILE_PFNS = 0x340000;
const RAM_PFNS = (8 * GIB) / 4096;
const HOLE_PFNS = GIB / 4096;

describe("S-F3 Linux 5.3, every walker that asks pfn_valid()", () => {
  test.each<[ActionKind, string]>([
    ["kpageflags", "Read of /proc/kpageflags"],
    ["kpagecount", "Read of /proc/kpagecount"],
    ["page-idle", "Read of /sys/kernel/mm/page_idle/bitmap"],
  ])("%s faults at 0xfffffffffffffffe", (kind, subject) => {
    const result = run(input([device("pfn-valid")], kind));
    expect(result.panic).toMatchObject({
      tMs: 1,
      sentence: "BUG: unable to handle page fault for address: fffffffffffffffe",
      address: "0xfffffffffffffffe",
    });
    expect(result.panic?.chain.map(({ code }) => code)).toEqual([
      "walk",
      "check-passed",
      "poisoned",
      "fault",
      "reserve",
    ]);
    expect(result.failures).toMatchObject([{ subject, count: 1, order: -1, examplePfn: 0x240000 }]);
    expect(figure(result, "walked")).toBe(0x240001);
    expect(figure(result, "pmem0.uninitialised")).toBe(2);
  });

  test("removal of memory finds the first sub-section's struct page poisoned", () => {
    const { panic, failures } = run(input([device("pfn-valid")], "offline"));
    expect(panic).toMatchObject({ address: "", sentence: expect.stringContaining("page_to_nid()") });
    expect(failures[0]?.examplePfn).toBe(0x240000);
  });

  test("compaction stays within its zones and asks for online pageblocks", () =>
    expect(run(input([device("pfn-valid")], "compact")).panic).toBeNull());

  test("a read that starts at the namespace trips over its first page; with the memmap in DRAM none does", () => {
    const sizes = [1, 2].map((pages) => run(input([device("pfn-valid")], "kpageflags", {}, pages)));
    for (const result of sizes)
      expect(result.panic?.chain[0]?.facts).toMatchObject({ pfn: "0x240000", walked: 1 });
    const dram = input([device("pfn-valid")], "kpageflags", { pmem: [{ ...MAIL, map: "mem" }] });
    expect(run(dram).panic).toBeNull();
  });

  test("without DEBUG_VM it is an undefined read for exactly reserve pfns", () => {
    const result = run(input([device("pfn-valid")], "kpageflags", { debugVm: false }));
    expect(result.panic).toBeNull();
    expect(figure(result, "uninitialisedReads")).toBe(2);
    expect(result.failures).toMatchObject([{ subject: "Read of /proc/kpageflags", examplePfn: 0x240000 }]);
    expect(result.failures[0]?.chain.map(({ code }) => code)).toContain("undefined");
  });

  test("it is foretold", () =>
    expect(diagnose(input([device("pfn-valid")], "kpageflags"))).toMatchObject([
      {
        severity: "warning",
        part: "strategy",
        family: "device",
        sentence: expect.stringContaining("0xfffffffffffffffe"),
      },
    ]));
});

describe("S-F4 the other answers", () => {
  test("5.4: NOPAGE for every pfn of the namespace, and for the hole", () => {
    const result = run(input([device("online-page")], "kpageflags", { kernel: "5.4" }));
    expect(result.panic).toBeNull();
    expect(figure(result, "walked")).toBe(FILE_PFNS);
    expect(figure(result, "noPage")).toBe(FILE_PFNS - RAM_PFNS);
    expect(FILE_PFNS - RAM_PFNS - HOLE_PFNS).toBe(MAIL.sizeBytes / 4096);
  });

  test.each<ActionKind>(["kpageflags", "kpagecount", "page-idle", "compact", "offline"])(
    "no walker trips over it: %s",
    (kind) => {
      for (const type of ["online-page", "initialise-all"])
        expect(run(input([device(type)], kind)).failures).toEqual([]);
      expect(run(input([device("altmap-check", { taught: "all" })], kind)).failures).toEqual([]);
    },
  );

  test("the patch of July 2019 teaches kpageflags alone", () => {
    const result = run(input([device("altmap-check")], "kpageflags"));
    expect(result.panic).toBeNull();
    expect(figure(result, "reservedAnswers")).toBe(2);
    expect(figure(result, "lookups")).toBe(FILE_PFNS - HOLE_PFNS);
    expect(run(input([device("altmap-check")], "kpagecount")).panic).not.toBeNull();
  });

  test("a bit for each sub-section: the namespace's pages are read again, with three look-ups", () => {
    const result = runToEnd(input([device("device-bit")], "kpageflags"));
    expect(result.failures).toEqual([]);
    expect(figure(result, "noPage")).toBe(HOLE_PFNS + 2);
    expect(figure(result, "lookups")).toBe(3);
    expect(runToEnd(input([device("device-bit")], "kpagecount")).panic).toBeNull();
  });

  test("initialising everything: all of the namespace is read", () => {
    const result = run(input([device("initialise-all")], "kpageflags"));
    expect(figure(result, "noPage")).toBe(HOLE_PFNS);
    expect(figure(result, "pmem0.uninitialised")).toBe(0);
  });

  test("the profile's own kernel answers where nobody else does", () => {
    const result = run(input([], "kpageflags", { kernel: "6.1" }));
    const typesOf = ({ figures }: RunResult) =>
      figures.flatMap(({ family, type }) => (family === "device" ? [type] : []));
    expect(typesOf(result)).toEqual(["online-page"]);
    expect(result.panic).toBeNull();
    // 5.4 left the idle bitmap with pfn_valid(); 5.8 came to it.
    expect(run(input([], "page-idle", { kernel: "5.4" })).panic).not.toBeNull();
    expect(run(input([], "page-idle", { kernel: "5.18" })).panic).toBeNull();
    expect(typesOf(run(runInput({ machine: machineInput(GIB) })))).toEqual([]);
  });

  test("FD-11 a section shared with RAM: 5.4 takes the namespace for online", () => {
    const shared = {
      banks: [{ baseBytes: 0, sizeBytes: GIB - 64 * MIB, nid: 0 }],
      pmem: [pmem(GIB - 64 * MIB, GIB)],
    };
    const old = run(input([device("online-page")], "kpageflags", { ...shared, kernel: "5.4" }));
    expect(old.failures[0]?.examplePfn).toBe((GIB - 64 * MIB) / 4096);
    expect(run(input([device("online-page")], "kpageflags", { ...shared, kernel: "5.18" })).panic).toBeNull();
  });
});

test("S-F7 before 5.3 a half-section start leaves 16,386 struct pages without a value", () => {
  // Whole sections at the end: 4 GiB less 64 MiB, whose memmap fits.
  const half = pmem(0x244000000, 4 * GIB - 64 * MIB, { alignBytes: 2 * MIB });
  const result = run(
    input([device("pfn-valid", { unit: "sections" })], "kpageflags", { pmem: [half], debugVm: false }),
  );
  expect(figure(result, "pmem0.uninitialised")).toBe(16_386);
  expect(figure(result, "uninitialisedReads")).toBe(16_386);
});

describe("memory", () => {
  const machine = (over: Partial<MachineInput> = {}) =>
    machineInput(0, { banks: BANKS, pmem: [{ ...MAIL, map: "mem" }], ...over });

  test("S-F6 64 MiB leave ordinary memory, in closed form and on the machine", () => {
    const bare = estimate(runInput({ machine: machine({ pmem: [] }) })).memory;
    const what = runInput({ machine: machine() });
    const { memory } = estimate(what);
    expect(memory).toEqual({
      ...bare,
      usablePages: bare.usablePages - 16_384,
      memmapPages: bare.memmapPages + 16_384,
    });
    const result = run(what, true);
    expect(result.memory).toEqual(memory);
    expect(result.series.metadataPages[0]).toBe(16_384);
    const cells = pagesIn(result, "memmap");
    expect(cells).toBe(memory.memmapPages);
  });

  test("with an altmap it costs nothing", () =>
    expect(estimate(runInput({ machine: machine({ pmem: [MAIL] }) })).memory).toEqual(
      estimate(runInput({ machine: machine({ pmem: [] }) })).memory,
    ));

  test("device-dax: 16 MiB and the tables that share their pages", () => {
    const what = runInput({ machine: machine({ pmem: [{ ...MAIL, map: "mem", mode: "devdax" }] }) });
    const { memory } = estimate(what);
    expect(memory.pageTablePages).toBe(32);
    expect(run(what, true).memory).toEqual(memory);
  });

  test("beside KMSAN's boot carve-out the memmap comes out of the third", () => {
    const carved = (pmem: MachineInput["pmem"]) =>
      runInput({
        machine: machine({ pmem, structPageBytes: 64 }),
        strategies: [kmsan("boot-carve-out")],
      });
    const without = estimate(carved([])).memory;
    const withPmem = carved([{ ...MAIL, map: "mem" }]);
    const { memory } = estimate(withPmem);
    // 80 B for each of 1,048,576 pages, in leaves of 2 MiB.
    expect(memory.usablePages).toBe(without.usablePages - 20_480);
    expect(run(withPmem).memory).toEqual(memory);
  });
});

describe("refused, and why", () => {
  const refusal = (machine: Partial<MachineInput>, strategies: StrategyInput[] = []) =>
    diagnose(runInput({ machine: machineInput(0, { banks: BANKS, ...machine }), strategies })).filter(
      ({ severity }) => severity === "error",
    );

  test("I-4 KMSAN's struct page of 80 B with the memmap on the device, unless overridden", () => {
    expect(refusal({ pmem: [MAIL] }, [kmsan("boot-carve-out")])).toMatchObject([
      { part: "machine", field: "pmem[0].map", sentence: expect.stringContaining("80 B") },
    ]);
    const override = device("online-page", { structPageOverride: true });
    expect(refusal({ pmem: [MAIL] }, [kmsan("boot-carve-out"), override])).toEqual([]);
  });

  test("I-8 a start that is no multiple of 2 MiB, and data that would start behind the end", () => {
    expect(refusal({ pmem: [pmem(0x240100000, GIB)] })).toMatchObject([{ field: "pmem[0].baseBytes" }]);
    expect(refusal({ pmem: [pmem(0x240000000, GIB, { alignBytes: GIB })] })).toMatchObject([
      { field: "pmem[0].alignBytes" },
    ]);
  });

  test("X-F4 the altmap runs dry", () =>
    expect(
      refusal({ pmem: [pmem(0x244000000, 4 * GIB)] }, [device("pfn-valid", { unit: "sections" })]),
    ).toMatchObject([{ field: "pmem[0].sizeBytes", sentence: expect.stringContaining("-ENOMEM") }]));

  test("a memmap larger than ordinary memory", () =>
    expect(refusal({ pmem: [pmem(1024 * GIB, 1024 * GIB, { map: "mem" })] })[0]).toMatchObject({
      field: "pmem[0].map",
      sentence: expect.stringContaining("16 GiB"),
    }));

  test("S-F5 a quarter of the namespace lost is worth a warning", () =>
    expect(
      diagnose(
        runInput({ machine: machineInput(0, { banks: BANKS, pmem: [{ ...MAIL, alignBytes: GIB }] }) }),
      ),
    ).toMatchObject([{ severity: "warning", field: "pmem[0].alignBytes" }]));

  test("FD-10 initialising everything says how near the memmap comes to the room that there is", () =>
    expect(diagnose(input([device("initialise-all")], "kpageflags"))).toMatchObject([
      {
        severity: "info",
        sentence: expect.stringContaining("16,384 pages and 510 lost to alignment, of 16,894"),
      },
    ]));

  test("a strategy without a namespace has nothing to do", () =>
    expect(
      diagnose(runInput({ machine: machineInput(GIB), strategies: [device("pfn-valid")] })),
    ).toMatchObject([{ severity: "warning", family: "device" }]));
});

describe("beside every other strategy, on every small machine", () => {
  const anyInput = fc
    .record({
      kernel: fc.constantFrom("5.4" as const, "5.18" as const, "6.1" as const, "6.6" as const),
      ramMib: fc.integer({ min: 40, max: 160 }),
      gapMib: fc.integer({ min: 0, max: 80 }).map((n) => 2 * n),
      sizeMib: fc.integer({ min: 1, max: 160 }).map((n) => 2 * n),
      mode: fc.constantFrom("fsdax" as const, "devdax" as const, "raw" as const),
      map: fc.constantFrom("dev" as const, "mem" as const),
      others: fc.constantFrom(
        [],
        [kmsan("boot-carve-out")],
        [kmsan("lazy")],
        [kmsan("page-ext")],
        [strategyInput("kasan", "linear")],
      ),
      type: fc.constantFrom("pfn-valid", "online-page", "altmap-check", "initialise-all", "device-bit"),
    })
    .map(({ kernel, ramMib, gapMib, sizeMib, mode, map, others, type }) => {
      const base = (2 * Math.ceil(ramMib / 2) + gapMib) * MIB;
      return runInput({
        machine: machineInput(ramMib * MIB, {
          kernel,
          pmem: [pmem(base, sizeMib * MIB, { mode, map })],
        }),
        strategies: [...others, device(type)],
        workload: workloadInput({ durationMs: 20, allocationsPerSecond: 2000, lifetimeMeanMs: 5 }),
      });
    });

  test("I-F1 to I-F4, I-A2, I-B1: the laws hold, and the estimate is the result", () => {
    let ran = 0;
    fc.assert(
      fc.property(anyInput, (what) => {
        if (diagnose(what).some(({ severity }) => severity === "error")) return;
        const { memory } = runToEnd(what, { check: true });
        const foretold = estimate(what).memory;
        // A leaf that fragmentation does not leave is taken page by page, and needs a table of its own.
        const tables = memory.pageTablePages - foretold.pageTablePages;
        expect(tables).toBeGreaterThanOrEqual(0);
        expect(memory).toEqual({
          ...foretold,
          usablePages: foretold.usablePages - tables,
          pageTablePages: foretold.pageTablePages + tables,
        });
        ran++;
      }),
      { numRuns: 30 },
    );
    expect(ran).toBeGreaterThan(8);
  });
});
