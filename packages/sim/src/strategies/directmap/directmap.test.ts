import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ActionInput, MachineInput, RunInput, StrategyInput } from "../../input";
import type { RunResult } from "../../output";
import { diagnose } from "../../run/diagnose";
import { estimate } from "../../run/estimate";
import { createRun } from "../../run/run";
import { GIB, MIB, machineInput, mix, runInput, strategyInput, workloadInput } from "../../testing/inputs";
import { pagesIn } from "../../testing/results";

const directmap = (type: string, params: StrategyInput["params"] = {}) =>
  strategyInput("directmap", type, params);

const action = (kind: ActionInput["kind"], over: Partial<ActionInput> = {}): ActionInput => ({
  kind,
  startMs: 10,
  times: 1,
  everyMs: 0,
  pages: 1,
  ...over,
});

/** Nobody but the actions asks for pages unless the workload says so. */
function run(
  strategy: StrategyInput | null,
  actions: ActionInput[],
  machine: MachineInput = machineInput(256 * MIB),
  workload: Partial<RunInput["workload"]> = {},
): RunResult & { figure(key: string): number | string | undefined; fails: [string, number, string[]][] } {
  const input = runInput({
    machine,
    strategies: strategy === null ? [] : [strategy],
    workload: workloadInput({ actions, ...workload }),
  });
  const simulation = createRun(input);
  while (simulation.step(1000));
  const result = simulation.result();
  const figures = result.figures.find(({ family }) => family === "directmap")?.figures ?? [];
  return {
    ...result,
    figure: (key) => figures.find((figure) => figure.key === key)?.value,
    fails: result.failures
      .filter(({ order }) => order === -1)
      .map(({ subject, count, chain }) => [subject, count, chain.map(({ code }) => code)]),
  };
}

/** A small machine that is full from the middle of the run on: kernel pages that nobody frees, and requests go on. */
const SMALL = machineInput(32 * MIB);
const FULL = {
  allocationsPerSecond: 11_000,
  classes: mix({ kernel: { weight: 1 } }),
  immortalPercent: 100,
};
const LATE = { startMs: 900, times: 5, everyMs: 10 };

describe("what the profile's kernel does, where a variant names no strategy", () => {
  test("x86-64 and arm64 have a direct map, arm32 has none", () => {
    expect(run(null, []).figure("leaves-2MiB")).toBe(128);
    const arm = machineInput(256 * MIB, { arch: "arm64", rodataFull: true });
    expect(run(null, [], arm).figure("leaves-4KiB")).toBe(65_536);
    const arm32 = machineInput(256 * MIB, { arch: "arm32", structPageBytes: 32 });
    expect(run(null, [], arm32).figures).toEqual([]);
  });

  test("gauges follow the leaves", () => {
    const { series } = run(null, [action("secretmem", { startMs: 500 })]);
    const gauge = series.gauges.find(({ key }) => key === "leaves-2MiB");
    expect([gauge?.values[0], gauge?.values.at(-1)]).toEqual([128, 127]);
  });
});

describe("secret memory", () => {
  test("S-G3 a page of a 2 MiB leaf takes one table, which callers no longer have", () => {
    const idle = run(directmap("stock"), []);
    const { figure, memory, pageStates } = run(directmap("stock"), [action("secretmem")]);
    expect(figure("splits-2MiB")).toBe(1);
    expect(figure("tables-taken")).toBe(1);
    expect(memory.pageTablePages).toBe(1);
    expect(memory.usablePages).toBe(idle.memory.usablePages - 1);
    expect(pagesIn({ pageStates }, "page_table")).toBe(1);
  });

  test("S-G5 a page of a 1 GiB leaf takes two", () => {
    const { figure } = run(directmap("stock"), [action("secretmem")], machineInput(3 * GIB));
    expect([figure("splits-1GiB"), figure("splits-2MiB"), figure("tables-taken")]).toEqual([1, 1, 2]);
  });

  test("I-G3 none with debug_pagealloc, whose map is all pages, nor with pages alone", () => {
    const debug = machineInput(256 * MIB, { debugPagealloc: true });
    for (const [strategy, machine] of [
      [directmap("stock"), debug],
      [directmap("pages-only"), machineInput(256 * MIB)],
    ] as const) {
      const { figure } = run(strategy, [action("secretmem", { pages: 600 })], machine);
      expect([figure("leaves-2MiB"), figure("tables-taken")]).toEqual([undefined, 0]);
      expect(figure("leaves-4KiB")).toBe(65_536);
    }
  });

  test("pages alone cost a table for each 2 MiB, from boot memory", () => {
    const stock = run(directmap("stock"), []);
    const pagesOnly = run(directmap("pages-only"), []);
    expect(pagesOnly.memory.pageTablePages).toBe(128);
    expect(pagesOnly.memory.usablePages).toBe(stock.memory.usablePages - 128);
    const debug = run(directmap("pages-only"), [], machineInput(256 * MIB, { debugPagealloc: true }));
    expect(debug.memory.pageTablePages).toBe(0);
  });
});

describe("a pool of large blocks for secret pages", () => {
  const secret = [action("secretmem", { pages: 700 })];

  test("takes leaves of 2 MiB out whole: no table where 700 pages one by one take two", () => {
    const pool = run(directmap("secret-pool"), secret);
    expect([pool.figure("splits-2MiB"), pool.figure("tables-taken")]).toEqual([0, 0]);
    const stock = run(directmap("stock"), secret);
    expect(stock.figure("tables-taken")).toBe(2);
    // 324 pages of the second block are taken and not used.
    const data = ({ series }: RunResult) => Number(series.dataPages.at(-1)) - Number(series.dataPages[0]);
    expect([data(pool), data(stock)]).toEqual([1024, 700]);
  });

  test("splits a leaf of 1 GiB once", () => {
    const { figure } = run(directmap("secret-pool"), secret, machineInput(3 * GIB));
    expect([figure("splits-1GiB"), figure("splits-2MiB"), figure("tables-taken")]).toEqual([1, 0, 1]);
  });

  test("fails for want of a block when only single pages are free", () => {
    const late = [action("secretmem", LATE)];
    const { fails, figure } = run(directmap("secret-pool"), late, SMALL, FULL);
    expect(fails).toEqual([["A page to change in the direct map", 5, ["no-block"]]]);
    expect(figure("failures-visible")).toBe(0);
  });
});

describe("S-G4 no page for the table", () => {
  const secret = [action("secretmem", LATE)];

  test("int: the fault fails, and no page is believed unmapped that is not", () => {
    for (const type of ["stock", "checked"]) {
      const { figure, fails } = run(directmap(type), secret, SMALL, FULL);
      expect(fails).toEqual([
        ["Unmapping a secret page", 5, ["request", "large-leaf", "returned", "no-table"]],
      ]);
      expect([figure("failures-visible"), figure("failures-hidden"), figure("exposed")]).toEqual([5, 0, 0]);
    }
  });

  test("void: the caller believes the page unmapped, the entry is present", () => {
    const { figure, fails, failures } = run(directmap("stock", { interface: "void" }), secret, SMALL, FULL);
    expect(fails).toEqual([
      ["Unmapping a secret page, unnoticed", 5, ["request", "large-leaf", "hidden", "no-table"]],
    ]);
    expect([figure("failures-visible"), figure("failures-hidden"), figure("exposed")]).toEqual([0, 5, 5]);
    const hidden = failures.flatMap(({ chain }) => chain).find(({ code }) => code === "hidden");
    expect(hidden?.sentence).toBe(
      "-ENOMEM is lost: the caller believes the page unmapped, the entry is present.",
    );
    expect(failures.find(({ order }) => order === -1)?.examplePfn).toBeGreaterThan(0);
  });

  test("it cannot arise with pages alone, with debug_pagealloc, or while the reserve lasts", () => {
    const variants = [
      [directmap("pages-only"), SMALL],
      [directmap("stock", { interface: "void" }), { ...SMALL, debugPagealloc: true }],
      [directmap("reserved-tables", { pages: 4 }), SMALL],
    ] as const;
    for (const [strategy, machine] of variants) {
      const { figure, fails } = run(strategy, secret, machine, FULL);
      expect(fails).toEqual([]);
      expect([figure("failures-visible"), figure("failures-hidden"), figure("exposed")]).toEqual([0, 0, 0]);
    }
  });

  test("S-G5 half done: the first split stays", () => {
    // One page is left in the reserve: it becomes the table of 2 MiB leaves, and there is none for the pages.
    const rest = { baseBytes: 34 * MIB, sizeBytes: 990 * MIB, label: "in use", recorded: true };
    const machine = machineInput(GIB, { reserved: [rest] });
    const { figure, fails } = run(
      directmap("reserved-tables", { pages: 1 }),
      [action("secretmem", { startMs: 900 })],
      machine,
      FULL,
    );
    expect(fails).toEqual([
      ["Unmapping a secret page", 1, ["request", "large-leaf", "half-done", "returned", "no-table"]],
    ]);
    expect([figure("half-done"), figure("leaves-1GiB"), figure("leaves-2MiB")]).toEqual([1, 0, 512]);
  });
});

describe("S-G6 a range that was taken out in one piece", () => {
  const takeOut = action("set-memory-np", { startMs: 1, pages: 512 });

  test("keeps its leaf; one page of it back splits it", () => {
    expect(run(directmap("stock"), [takeOut]).figure("splits-2MiB")).toBe(0);
    const { figure } = run(directmap("stock"), [takeOut, action("map-back", { startMs: 500 })]);
    expect([figure("splits-2MiB"), figure("tables-taken")]).toEqual([1, 1]);
  });

  test("when memory is full the page does not come back; a caller that is not told uses it, and faults", () => {
    const actions = [takeOut, action("map-back", { startMs: 900 })];
    const told = run(directmap("stock"), actions, SMALL, FULL);
    expect(told.fails).toEqual([
      ["Mapping a page back", 1, ["request", "large-leaf", "returned", "no-table"]],
    ]);
    expect(told.panic).toBeNull();
    const { panic } = run(directmap("stock", { interface: "void" }), actions, SMALL, FULL);
    expect(panic?.chain.map(({ code }) => code)).toEqual(["request", "large-leaf", "hidden", "no-table"]);
    expect(panic?.address).toMatch(/^0xffff88800[0-9a-f]{7}$/);
    expect(panic?.sentence).toContain(panic?.address);
  });

  test("hibernation maps, copies and unmaps each of its pages; the kernel copies whatever the result", () => {
    const early = run(directmap("stock"), [takeOut, action("hibernate", { startMs: 2 })]);
    expect(early.panic).toBeNull();
    expect(early.figure("splits-2MiB")).toBe(1);
    const actions = [takeOut, action("hibernate", { startMs: 900 })];
    expect(run(directmap("stock"), actions, SMALL, FULL).panic?.sentence).toContain("page fault");
    const checked = run(directmap("checked"), actions, SMALL, FULL);
    expect(checked.panic).toBeNull();
    expect(checked.fails.map(([subject]) => subject)).toEqual(["Copying a page into the image"]);
  });

  test("hibernation refuses while there is secret memory", () => {
    const { fails } = run(directmap("stock"), [action("secretmem"), action("hibernate", { startMs: 20 })]);
    expect(fails).toEqual([["Hibernation", 1, ["secret-memory"]]]);
  });
});

describe("code in a vmalloc area", () => {
  test("G-9 leaves the map split for good when it is unloaded, unless leaves are put back together", () => {
    const code = action("vmalloc-ro", { pages: 40, times: 3, everyMs: 10 });
    const stays = run(directmap("stock"), [code]);
    expect(stays.figure("splits-2MiB")).toBeGreaterThan(0);
    expect(stays.figure("leaves-2MiB")).toBe(128 - Number(stays.figure("splits-2MiB")));
    const back = run(directmap("stock", { collapse: true }), [code]);
    expect([back.figure("leaves-2MiB"), back.figure("tables-taken")]).toEqual([128, 0]);
    expect(back.figure("collapses")).toBe(back.figure("splits-2MiB"));
  });

  test("loaders ignored the result before 6.9", () => {
    const code = [action("vmalloc-ro", { startMs: 900 })];
    const old = run(directmap("stock"), code, SMALL, FULL);
    expect(old.fails).toEqual([
      ["Making code read-only, unnoticed", 1, ["request", "large-leaf", "hidden", "no-table"]],
      ["Unmapping freed code, unnoticed", 1, ["request", "large-leaf", "hidden", "no-table"]],
    ]);
    const later = run(directmap("stock"), code, { ...SMALL, kernel: "6.6" }, FULL);
    expect(later.fails).toEqual([
      ["Making code read-only", 1, ["request", "large-leaf", "returned", "no-table"]],
    ]);
  });
});

describe("S-G8 arm64 with a map of blocks", () => {
  const arm = machineInput(256 * MIB, { arch: "arm64", kernel: "5.18", rodataFull: false });

  test("X-G4 calls return 0 and do nothing; secret memory is refused", () => {
    const { figure, fails } = run(
      directmap("stock"),
      [action("secretmem"), action("vmalloc-ro", { pages: 3 })],
      arm,
    );
    expect(fails).toEqual([["Secret memory", 1, ["no-set-direct-map"]]]);
    expect(figure("no-ops")).toBe(6);
    expect(figure("splits-2MiB")).toBe(0);
  });

  test("G-14 hibernation maps a page that was taken out, in vain, copies it and faults", () => {
    // KFENCE asks for a map of pages, but not yet for calls that work.
    const machine = { ...arm, kfence: true };
    const { panic } = run(
      directmap("checked"),
      [action("set-memory-np"), action("hibernate", { startMs: 20 })],
      machine,
    );
    expect(panic?.chain.map(({ code }) => code)).toEqual(["request", "no-op"]);
    expect(panic?.address).toMatch(/^0xffff00000[0-9a-f]{7}$/);
  });

  test("a part of a block cannot be taken out", () => {
    const { fails } = run(directmap("stock"), [action("set-memory-np")], arm);
    expect(fails).toEqual([
      ["Taking pages out of the direct map", 1, ["request", "large-leaf", "returned", "no-live-split"]],
    ]);
  });
});

describe("debug_pagealloc", () => {
  const busy = { allocationsPerSecond: 5000, lifetimeMeanMs: 20 };

  test("X-G5 each unmap is seen by one cpu only until the others flush", () => {
    const machine = (cpus: number) => machineInput(256 * MIB, { debugPagealloc: true, cpus });
    const two = run(directmap("stock"), [], machine(2), busy);
    expect(two.figure("stale")).toBeGreaterThan(4000);
    expect(two.figure("map-calls")).toBeGreaterThan(9000);
    expect(run(directmap("stock"), [], machine(1), busy).figure("stale")).toBe(0);
  });

  test("X-G5 so is each unmap by __kernel_map_pages() without it; the others are flushed everywhere", () => {
    const machine = machineInput(256 * MIB, { cpus: 2 });
    const secret = [action("secretmem", { pages: 3 })];
    const isVoid = run(directmap("stock", { interface: "void" }), secret, machine);
    const isInt = run(directmap("stock"), secret, machine);
    // One split, which flushes them all in either case.
    expect([isVoid.figure("stale"), isVoid.figure("flushes")]).toEqual([3, 1]);
    expect([isInt.figure("stale"), isInt.figure("flushes")]).toEqual([0, 4]);
  });
});

test("F-G3 the TLB's reach is counted from the profile's rows", () => {
  const tlb = [
    { leafBytes: 4096, entries: 64 },
    { leafBytes: 2 * MIB, entries: 32 },
    { leafBytes: GIB, entries: 4 },
  ];
  const machine = machineInput(256 * MIB, { tlb });
  expect(run(directmap("stock"), [], machine).figure("tlb-reach")).toBe(64 * MIB);
  expect(run(directmap("stock"), [], machine).figure("tlb-share")).toBe(25);
  expect(run(directmap("pages-only"), [], machine).figure("tlb-reach")).toBe(256 * 1024);
  expect(run(directmap("stock"), []).figure("tlb-reach")).toBeUndefined();
});

describe("findings", () => {
  const said = (strategy: StrategyInput, machine: MachineInput, actions: ActionInput[] = []) =>
    diagnose(runInput({ machine, strategies: [strategy], workload: workloadInput({ actions }) }))
      .filter(({ part }) => part === "strategy")
      .map(({ severity, sentence }) => [severity, sentence.split(":")[0]?.split(",")[0]]);

  test("32-bit arm has nothing to compare", () => {
    const machine = machineInput(256 * MIB, { arch: "arm32", structPageBytes: 32 });
    expect(said(directmap("stock"), machine)).toEqual([
      ["error", "32-bit arm has no calls that change single pages of the direct map"],
    ]);
  });

  test("X-G1 a void call with large leaves, and not without them", () => {
    const isVoid = directmap("stock", { interface: "void" });
    expect(said(isVoid, machineInput(GIB))).toEqual([
      ["warning", "Pages are taken out of the map by a call without a result"],
    ]);
    expect(said(isVoid, machineInput(GIB, { debugPagealloc: true }))).toEqual([]);
    expect(said(directmap("stock"), machineInput(GIB))).toEqual([]);
  });

  test("X-G4 arm64 with blocks, where the workload changes the map", () => {
    const machine = machineInput(GIB, { arch: "arm64", rodataFull: false });
    expect(said(directmap("stock"), machine)).toEqual([]);
    expect(said(directmap("stock"), machine, [action("secretmem")])).toEqual([
      ["warning", "This arm64 kernel maps memory with blocks"],
    ]);
  });

  test("a reserve is of no use where nothing is split", () => {
    const machine = machineInput(GIB, { debugPagealloc: true });
    expect(said(directmap("reserved-tables"), machine)).toEqual([
      ["warning", "The kernel maps memory with pages alone here"],
    ]);
    expect(said(directmap("reserved-tables"), machineInput(GIB))).toEqual([]);
  });

  test("no kernel before 6.15 puts leaves back together", () => {
    const collapsing = directmap("stock", { collapse: true });
    expect(said(collapsing, machineInput(GIB))).toEqual([
      ["warning", "No such kernel puts leaves back together; the run shows what it would save."],
    ]);
    expect(said(collapsing, machineInput(GIB, { kernel: "6.6" }))).toEqual([]);
  });
});

test("I-G1 to I-G6: every machine, strategy and load keeps the laws, and without actions the estimate is the result", () => {
  const machines = fc
    .record({
      megabytes: fc.integer({ min: 12, max: 60 }),
      startMib: fc.constantFrom(0, 1, 1023, 1024),
      arch: fc.constantFrom("x86-64" as const, "arm64" as const),
      kernel: fc.constantFrom("5.4" as const, "5.18" as const, "6.1" as const, "6.6" as const),
      debugPagealloc: fc.boolean(),
      rodataFull: fc.boolean(),
      bbml2: fc.boolean(),
      gbPages: fc.boolean(),
      cpus: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ megabytes, startMib, ...over }) =>
      machineInput(0, {
        ...over,
        banks: [{ baseBytes: startMib * MIB, sizeBytes: megabytes * MIB, nid: 0 }],
      }),
    );
  const strategies = fc.constantFrom(
    directmap("stock"),
    directmap("stock", { interface: "void" }),
    directmap("stock", { collapse: true }),
    directmap("checked"),
    directmap("pages-only"),
    directmap("reserved-tables", { pages: 5 }),
    directmap("secret-pool"),
  );
  const actions = fc.array(
    fc.record({
      kind: fc.constantFrom("secretmem", "hibernate", "vmalloc-ro", "set-memory-np", "map-back"),
      startMs: fc.integer({ min: 0, max: 200 }),
      times: fc.integer({ min: 1, max: 4 }),
      everyMs: fc.integer({ min: 1, max: 50 }),
      pages: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(512), fc.integer({ min: 6, max: 1100 })),
    }),
    { maxLength: 6 },
  );
  let ran = 0;
  fc.assert(
    fc.property(machines, strategies, actions, fc.boolean(), (machine, strategy, list, isFull) => {
      const load = { durationMs: 200, allocationsPerSecond: 60_000, lifetimeMeanMs: 10 };
      const classes = mix({ kernel: { weight: 1 }, user: { weight: 1 } });
      const workload = workloadInput({ ...load, classes, immortalPercent: isFull ? 100 : 0, actions: list });
      const input = { machine, strategies: [strategy], workload, seed: 1 };
      if (diagnose(input).some(({ severity }) => severity === "error")) return;
      ran++;
      const simulation = createRun(input, { check: true });
      while (simulation.step(1000));
      const { memory } = simulation.result();
      if (list.length === 0) expect(estimate(input).memory).toEqual(memory);
    }),
    { numRuns: 15 },
  );
  expect(ran).toBeGreaterThan(8);
}, 90_000);
