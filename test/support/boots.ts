/** Boots of real kernels, predicted from their own files and held against what they measured themselves. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type ImportedProfile, importProfile, readDmesg, type ZoneFacts } from "@carveout/formats";
import { checkInput, createRun, estimate, type RunInput, type RunResult } from "@carveout/sim";

/** Boots and traces of real kernels, beside a checkout of which `root` is the top; not part of it. */
export function dataFolder(root: string): string {
  return resolve(root, "../shared/data");
}

/** One number, or one line of numbers. */
export interface Figure {
  /** "managed", "watermarks", ...: a column of the table. */
  quantity: string;
  /** Node and zone, "" for the whole machine. */
  zone: string;
  predicted: string;
  measured: string;
}

export interface Comparison {
  name: string;
  /** The log has every reservation in order, so nothing that the boot counted itself goes into the prediction. */
  isLogged: boolean;
  kmsan: boolean;
  figures: Figure[];
}

/** The folders that hold a boot, in alphabetical order; empty if the data is not there. */
export function bootNames(data: string): string[] {
  if (!existsSync(data)) return [];
  return readdirSync(data)
    .filter((name) => fileOf(resolve(data, name), "zoneinfo") !== undefined)
    .sort();
}

/** What a folder calls a /proc file that was read right after boot. */
function fileOf(folder: string, kind: string): string | undefined {
  return ["", "before.", "00-initial."]
    .map((prefix) => resolve(folder, `${prefix}${kind}.txt`))
    .find((path) => existsSync(path));
}

/** The importer's files, of which the console capture has the most complete log. */
export function bootFiles(folder: string): { name: string; text: string }[] {
  return ["iomem", "zoneinfo", "meminfo", "dmesg"].flatMap((name) => {
    const serial = resolve(folder, "serial.log");
    const path = name === "dmesg" && existsSync(serial) ? serial : fileOf(folder, name);
    return path === undefined ? [] : [{ name, text: readFileSync(path, "utf8") }];
  });
}

/** The shortest workload there is: what counts is the machine right after boot. */
const IDLE = {
  durationMs: 1,
  allocationsPerSecond: 0,
  orderWeights: [1],
  lifetime: "fixed",
  lifetimeMeanMs: 1,
  immortalPercent: 0,
  burstStartMs: 0,
  burstLengthMs: 0,
  burstFactor: 1,
};

/** The input that boots a machine and does nothing; with the boot carve-out if that kernel had KMSAN. */
export function bootInput({ machine, measured }: ImportedProfile): RunInput {
  const strategies = measured.kmsan ? [{ family: "kmsan", type: "boot-carve-out", params: {} }] : [];
  return checkInput({ machine, strategies, workload: IDLE, seed: 1 });
}

/** @param check with the machine's laws checked, which is slow */
export function boot(input: RunInput, check = false): RunResult {
  const run = createRun(input, { check });
  while (run.step(1000));
  return run.result();
}

export function compareBoot(data: string, name: string): Comparison {
  const folder = resolve(data, name);
  const files = bootFiles(folder);
  const profile = importProfile(files);
  const input = bootInput(profile);
  const result = boot(input);
  const text = (kind: string) => files.find((file) => file.name === kind)?.text ?? "";
  const zones = profile.measured.zones.filter((zone) => zone.present > 0);
  const figures: Figure[] = [];
  const add = (quantity: string, zone: string, predicted: unknown, measured: unknown) =>
    figures.push({ quantity, zone, predicted: String(predicted), measured: String(measured) });

  const sets = pageSets(text("zoneinfo"));
  for (const [i, zone] of zones.entries()) {
    const own = result.zones[i];
    const where = `node ${zone.nid} ${zone.name}`;
    if (own?.name !== zone.name || own.nid !== zone.nid)
      throw new Error(`${name}: there is no zone ${where}`);
    const { min, low, high } = own.watermarks;
    add("spanned", where, own.spannedPages, zone.spanned);
    add("present", where, own.presentPages, zone.present);
    add("managed", where, own.managedPages, zone.managed);
    add("watermarks", where, `${min} / ${low} / ${high}`, `${zone.min} / ${zone.low} / ${zone.high}`);
    add("lowmem reserve", where, reserves(own.lowmemReserve, zone), zone.protection.join(", "));
    for (const set of sets.get(`${zone.nid} ${zone.name}`) ?? [])
      add("per-cpu lists", where, `${own.pcp.high} / ${own.pcp.batch}`, `${set.high} / ${set.batch}`);
  }
  const managed = sum(zones.map((zone) => zone.managed));
  add("managed", "", sum(result.zones.map((zone) => zone.managedPages)), managed);
  // Struct pages of persistent memory come out of managed pages.
  const bare = { ...input, machine: { ...input.machine, pmem: [] } };
  const { usablePages, pageExtPages } = estimate(bare).memory;
  add("managed", "in closed form", usablePages + pageExtPages, managed);
  const minFree = resolve(folder, "min_free_kbytes.txt");
  if (existsSync(minFree))
    add("min_free_kbytes", "", result.minFreeKbytes, readFileSync(minFree, "utf8").trim());

  const log = readDmesg(text("dmesg"));
  const isLogged = profile.machine.unplacedReservedPages === 0;
  const told = structPageTold(text("dmesg"), profile);
  if (told !== null) add("struct page", "", result.structPageBytes, told);
  const memmapBytes = loggedMemmap(text("dmesg"));
  if (memmapBytes !== null)
    add("memmap", "", result.memory.memmapPages, memmapBytes / profile.machine.pageSizeBytes);
  const pageExt = result.memory.pageExtPages * profile.machine.pageSizeBytes;
  add("page_ext", "", pageExt, log.pageExtBytes ?? 0);
  return { name, isLogged, kmsan: profile.measured.kmsan, figures };
}

/** "protection" has an entry for each zone that is compiled in; ZONE_DEVICE, the last, is not always. */
function reserves(predicted: number[], { protection }: ZoneFacts): string {
  return predicted.slice(0, protection.length).join(", ");
}

/** High mark and batch of each cpu's lists, by node and zone. */
function pageSets(zoneinfo: string): Map<string, { high: number; batch: number }[]> {
  const sets = new Map<string, { high: number; batch: number }[]>();
  for (const block of zoneinfo.split(/^(?=Node \d+, zone)/m)) {
    const [, nid, zone] = /^Node (\d+), zone\s+(\w+)/.exec(block) ?? [];
    const found = [...block.matchAll(/high:\s+(\d+)\s+batch:\s+(\d+)/g)];
    sets.set(
      `${nid} ${zone}`,
      found.map((match) => ({ high: Number(match[1]), batch: Number(match[2]) })),
    );
  }
  return sets;
}

/**
 * sizeof(struct page) by the line that counts "Total pages": the kernel leaves out what it thinks the memmap takes, and
 * at most some 200 pages more. Null if that leaves a choice. Source: mm/page_alloc.c calc_memmap_size().
 */
function structPageTold(log: string, { machine, measured }: ImportedProfile): number | null {
  const [, total] = /mobility grouping on\. {2}Total pages: (\d+)/.exec(log) ?? [];
  const { presentPages } = measured;
  if (total === undefined || presentPages === null) return null;
  const fitting = [48, 56, 64, 72, 80, 88, 96, 104].filter((size) => {
    const more = presentPages - Number(total) - Math.ceil((presentPages * size) / machine.pageSizeBytes);
    return more >= -1 && more <= 200;
  });
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** Size of the memmap where memblock=debug logged it: the buffer that was asked for without the tail given back. */
function loggedMemmap(log: string): number | null {
  const lines = log.split(/\r?\n/);
  const asked = lines.findIndex((line) => /memblock_alloc_exact_nid_raw: \d+ bytes/.test(line));
  if (asked < 0) return null;
  const [, size] = /memblock_alloc_exact_nid_raw: (\d+) bytes/.exec(lines[asked] ?? "") ?? [];
  const back = lines.slice(asked).find((line) => /memblock_(phys_)?free.*sparse_buffer_fini/.test(line));
  const [, from, to] = /\[(?:mem )?(0x[0-9a-f]+)-(0x[0-9a-f]+)\]/.exec(back ?? "") ?? [];
  return Number(size) - (from === undefined ? 0 : Number(to) - Number(from) + 1);
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
