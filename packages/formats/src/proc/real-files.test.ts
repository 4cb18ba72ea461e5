/** The readers against every file that was read from real kernels, and the files against each other. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  blocksOf,
  readBuddyinfo,
  readKpageflags,
  readPagetypeinfo,
  readVmstat,
  readZoneinfo,
} from "../index";
import { realData, TRACES } from "../test/traces";

const DATA = path.resolve(import.meta.dirname, "../../../../../shared/data");

const FILES = existsSync(DATA)
  ? readdirSync(DATA, { recursive: true, encoding: "utf8" }).map((name) => path.join(DATA, name))
  : [];
if (FILES.length === 0) console.warn(`skipped: no files of real kernels under ${DATA}`);

function texts(kind: RegExp): { name: string; text: string }[] {
  return FILES.filter((file) => kind.test(path.basename(file))).map((file) => ({
    name: path.relative(DATA, file),
    text: readFileSync(file, "latin1"),
  }));
}

/** Whole numbers at the end of each line that matches. */
function plainRows(text: string, line: RegExp): number[][] {
  return text
    .split("\n")
    .filter((row) => line.test(row))
    .map((row) => (/(?: +\d+)+ *$/.exec(row)?.[0] ?? "").trim().split(/ +/).map(Number));
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function sumByOrder(rows: number[][]): number[] {
  return rows.reduce<number[]>((total, row) => row.map((blocks, order) => blocks + (total[order] ?? 0)), []);
}

describe.skipIf(FILES.length === 0)("files of real kernels", () => {
  test("buddyinfo", () => {
    const files = texts(/^(.*\.)?buddyinfo(_again)?\.txt$/);
    expect(files.length).toBeGreaterThan(60);
    for (const { name, text } of files) {
      const { zones } = readBuddyinfo(text);
      expect(
        zones.map((zone) => zone.free),
        name,
      ).toEqual(plainRows(text, /^Node/));
      expect(
        zones.every((zone) => zone.free.length === 11),
        name,
      ).toBe(true);
    }
  });

  test("pagetypeinfo, and its pageblocks against the zones' size", () => {
    const files = texts(/^(.*\.)?pagetypeinfo\.txt$/);
    expect(files.length).toBeGreaterThan(60);
    for (const { name, text } of files) {
      const { pageblockOrder, pagesPerBlock, zones } = readPagetypeinfo(text);
      expect(pagesPerBlock, name).toBe(2 ** pageblockOrder);
      expect(
        zones.flatMap((zone) => zone.rows.map((row) => row.free)),
        name,
      ).toEqual(plainRows(text, /, type/));
      const zoneinfo = readZoneinfo(
        readFileSync(path.join(DATA, name.replace("pagetypeinfo", "zoneinfo")), "latin1"),
      );
      for (const { nid, zone, pageblocks, rows } of zones) {
        expect(
          rows.map((row) => row.type),
          name,
        ).toEqual([...pageblocks.keys()]);
        const found = zoneinfo.zones.find((facts) => facts.nid === nid && facts.name === zone);
        const start = found?.startPfn ?? 0;
        const blocks =
          Math.ceil((start + (found?.spanned ?? 0)) / pagesPerBlock) - Math.floor(start / pagesPerBlock);
        const counted = sum([...pageblocks.values()]);
        // Pageblocks in a hole of the zone are not counted.
        expect(counted, name).toBeLessThanOrEqual(blocks);
        expect(counted * pagesPerBlock, name).toBeGreaterThanOrEqual(found?.present ?? Number.NaN);
      }
    }
  });

  test("zoneinfo, and its counters against its own marks", () => {
    const files = texts(/^(.*\.)?zoneinfo\.txt$/);
    expect(files.length).toBeGreaterThan(60);
    for (const { name, text } of files) {
      const { zones, nodes, cpus } = readZoneinfo(text);
      const plain = (line: RegExp) => plainRows(text, line).map(([value]) => value);
      expect(
        zones.map((zone) => zone.free),
        name,
      ).toEqual(plain(/^ +pages free/));
      expect(
        zones.map((zone) => zone.boost),
        name,
      ).toEqual(plain(/^ +boost/));
      expect(
        zones.map((zone) => zone.cma),
        name,
      ).toEqual(plain(/^ +cma/));
      const filled = zones.filter((zone) => zone.managed > 0);
      expect(
        filled.map((zone) => zone.counters.get("nr_free_pages")),
        name,
      ).toEqual(plain(/^ +nr_free_pages /));
      expect(
        filled.map((zone) => zone.free),
        name,
      ).toEqual(plain(/^ +nr_free_pages /));
      expect(
        zones.flatMap((zone) => zone.pageSets.map((set) => set.count)),
        name,
      ).toEqual(plain(/^ +count:/));
      expect(
        zones.flatMap((zone) => zone.pageSets.map((set) => set.high)),
        name,
      ).toEqual(plain(/^ +high:/));
      expect(
        filled.every((zone) => zone.pageSets.length === cpus),
        name,
      ).toBe(true);
      expect(
        nodes.map((node) => node.counters.get("nr_slab_unreclaimable")),
        name,
      ).toEqual(plain(/^ +nr_slab_unreclaimable/));
    }
  });

  test("vmstat", () => {
    const files = texts(/^vmstat(_end)?\.txt$/);
    expect(files.length).toBeGreaterThan(30);
    for (const { name, text } of files) {
      const counters = readVmstat(text);
      expect([...counters].map(([key, value]) => `${key} ${value}\n`).join(""), name).toBe(text);
    }
  });

  test.each(TRACES)(
    "kpageflags before %s: its free blocks are those of buddyinfo, order by order",
    (trace) => {
      const { freeRuns, pages } = readKpageflags(
        realData(`${trace}/kpageflags_before.u64le.gz`) ?? new Uint8Array(),
      );
      const blocks = new Array<number>(11).fill(0);
      for (const { order } of freeRuns.flatMap((run) => blocksOf(run, 10)))
        blocks[order] = (blocks[order] ?? 0) + 1;
      const buddyinfo = new TextDecoder().decode(realData(`${trace}/before.buddyinfo.txt`));
      expect(blocks).toEqual(sumByOrder(readBuddyinfo(buddyinfo).zones.map((zone) => zone.free)));
      expect(pages % 2 ** 15, "whole sections").toBe(0);
    },
  );
});
