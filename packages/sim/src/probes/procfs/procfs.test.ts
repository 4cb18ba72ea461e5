import { describe, expect, test } from "vitest";
import { buddyinfo } from "./buddyinfo";
import { extfragIndexFile, unusableIndexFile } from "./extfrag";
import { MAX_FILE_CHARACTERS, procFiles } from "./files";
import { pagetypeinfo } from "./pagetypeinfo";
import { EMPTY_ZONE, type ProcView, type ProcZone } from "./view";
import { vmstat } from "./vmstat";
import { zoneinfo } from "./zoneinfo";

function zone(name: ProcZone["name"], given: Partial<ProcZone>): ProcZone {
  return { ...EMPTY_ZONE, name, protection: [0, 0], ...given };
}

/** One zone with pages, of which only the free blocks are given as {order: blocks}, and an empty one. */
function machine(free: Record<number, number>, given: Partial<ProcView> = {}): ProcView {
  const freeBlocks = [Array.from({ length: 11 }, (_, order) => free[order] ?? 0)];
  return {
    kernel: "6.1",
    pageblockOrder: 9,
    maxOrder: 10,
    migratetypes: ["Unmovable"],
    nodes: [{ nid: 0, zones: [zone("Normal", { presentPages: 4096, freeBlocks }), zone("Movable", {})] }],
    events: {},
    ...given,
  };
}

/** The columns of a file's only line. */
function cells(file: string): string[] {
  expect(file).toMatch(/^Node 0, zone {3}Normal .* \n$/);
  return file.slice("Node 0, zone   Normal ".length, -2).split(/ +/);
}

describe("S-B7 the files of debugfs", () => {
  test("512 blocks of order 0: all unusable for order 9, and that is fragmentation", () => {
    const view = machine({ 0: 512 });
    expect(cells(unusableIndexFile(view))[9]).toBe("1.000");
    expect(cells(extfragIndexFile(view))[9]).toBe("0.997");
  });

  test("a block of order 8, asked for order 9: lack of memory, with the sign on the remainder as C's division leaves it", () => {
    expect(cells(unusableIndexFile(machine({ 8: 1 })))[9]).toBe("1.000");
    expect(extfragIndexFile(machine({ 8: 1 }))).toBe(
      `Node 0, zone   Normal ${"-1.000 ".repeat(9)} 0.-500  0.-250 \n`,
    );
  });

  test("before v5.15 the whole part is not padded", () => {
    expect(extfragIndexFile(machine({ 8: 1 }, { kernel: "5.4" }))).toBe(
      `Node 0, zone   Normal ${"-1.000 ".repeat(9)}0.-500 0.-250 \n`,
    );
  });

  test("8 blocks of order 0, asked for order 1, and {0: 100, 1: 50, 2: 25}, asked for order 3", () => {
    expect(cells(extfragIndexFile(machine({ 0: 8 })))[1]).toBe("0.375");
    expect(cells(extfragIndexFile(machine({ 0: 100, 1: 50, 2: 25 })))[3]).toBe("0.780");
  });

  test("1024 blocks of order 0 and two of order 9: half of it unusable for order 9, which is served all the same", () => {
    const view = machine({ 0: 1024, 9: 2 });
    expect(cells(unusableIndexFile(view))[9]).toBe("0.500");
    expect(extfragIndexFile(view)).toContain(`${"-1.000 ".repeat(10)} 0.`);
  });

  test("nothing free", () => {
    expect(unusableIndexFile(machine({}))).toBe(`Node 0, zone   Normal ${"1.000 ".repeat(11)}\n`);
    expect(extfragIndexFile(machine({}))).toBe(`Node 0, zone   Normal ${" 0.000 ".repeat(11)}\n`);
  });
});

test("zones without pages are told in zoneinfo alone", () => {
  const view = machine({ 3: 7 });
  expect(buddyinfo(view)).toBe(
    "Node 0, zone   Normal      0      0      0      7      0      0      0      0      0      0      0 \n",
  );
  expect(pagetypeinfo(view)).not.toContain("Movable");
  expect(zoneinfo(view)).toContain("Node 0, zone  Movable\n  pages free     0\n");
});

test("pagetypeinfo gives up counting a list at 100,000 blocks; buddyinfo does not", () => {
  const at = (blocks: number) => pagetypeinfo(machine({ 0: blocks }));
  expect(at(99_999)).toContain("type    Unmovable  99999      0 ");
  expect(at(100_000)).toContain("type    Unmovable >100000      0 ");
  expect(at(4_000_000)).toContain("type    Unmovable >100000      0 ");
  expect(buddyinfo(machine({ 0: 4_000_000 }))).toContain("Normal 4000000      0 ");
});

test("v5.4 knows neither the boost nor CMA pages in zoneinfo, nor CMA's events", () => {
  const events = { pgfree: 3, cma_alloc_success: 1 };
  const [old, now] = (["5.4", "5.18"] as const).map((kernel) => machine({}, { kernel, events }));
  if (old === undefined || now === undefined) throw new Error("two kernels were asked for");
  const dropped = zoneinfo(now)
    .split("\n")
    .filter((line) => !zoneinfo(old).split("\n").includes(line));
  expect(new Set(dropped.map((line) => line.trim()))).toEqual(new Set(["boost    0", "cma      0"]));
  expect(vmstat(now)).toBe("nr_free_pages 0\nnr_free_cma 0\npgfree 3\ncma_alloc_success 1\n");
  expect(vmstat(old)).toBe("nr_free_pages 0\nnr_free_cma 0\npgfree 3\n");
});

test("a machine of thousands of cpus: its zoneinfo is cut behind a line, and says so", () => {
  const pageset = { count: 0, high: 0, batch: 1, statThreshold: 125 };
  const cpus = zone("Normal", { presentPages: 1, pagesets: Array.from({ length: 8192 }, () => pageset) });
  const files = procFiles(machine({}, { nodes: [{ nid: 0, zones: [cpus] }] }));
  const file = files.find(({ path }) => path === "/proc/zoneinfo");
  expect(file?.text.length).toBeGreaterThan(MAX_FILE_CHARACTERS - 100);
  expect(file?.text.length).toBeLessThanOrEqual(MAX_FILE_CHARACTERS);
  expect(file?.text.endsWith("\n")).toBe(true);
  // 11 lines up to "protection", two counters, "pagesets", 5 lines a cpu, "start_pfn".
  expect(file?.leftOut).toMatch(/^Cut to the first 3,\d\d\d of 40,975 lines\. Not simulated/);
});

test("an event that is not counted has no line", () => {
  expect(vmstat(machine({}, { events: { pgfree: 0 } }))).toBe("nr_free_pages 0\nnr_free_cma 0\npgfree 0\n");
});
