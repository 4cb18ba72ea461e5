/** Namespaces that were made one after the other on one real machine, predicted and held against what the kernel told of them. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { importProfile, readZoneinfo } from "@carveout/formats";
import { diagnose, type RunInput } from "@carveout/sim";
import { figureOf } from "../../packages/sim/src/testing/results";
import { boot, bootFiles, bootInput } from "./boots";

const FOLDER = "deb-pmem-e820-512M-at-1G";
const ALIGNMENTS: Record<string, number> = { "4K": 4096, "2M": 2 ** 21, "1G": 2 ** 30 };
/** Pages that ndctl's own work may take or give back: slab, page tables, stacks. */
export const NDCTL_NOISE_PAGES = 100;

export interface NamespaceFigures {
  /** The kernel made it. */
  isThere: boolean;
  /** Physical address of the first byte of data, and how many there are. */
  dataStart: number;
  dataBytes: number;
  /** Pages of ordinary memory that went away with it. */
  dramPages: number;
  /** Share of the namespace's pfns that /proc/kpageflags answers with NOPAGE, percent. */
  noPagePercent: number;
}

export interface NamespaceComparison {
  name: string;
  predicted: NamespaceFigures;
  measured: NamespaceFigures;
}

/** Names of the namespaces, in the order in which they were made; empty if the data is not there. */
export function namespaceNames(data: string): string[] {
  const folder = resolve(data, FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".create.txt"))
    .map((file) => file.replace(".create.txt", ""))
    .sort();
}

export function compareNamespace(data: string, name: string): NamespaceComparison {
  const read = (file: string) => readFileSync(resolve(data, FOLDER, `${name}.${file}.txt`), "utf8");
  return { name, predicted: predict(data, name), measured: measure(read) };
}

function predict(data: string, name: string): NamespaceFigures {
  const folder = resolve(data, FOLDER);
  const files = bootFiles(folder).filter((file) => file.name !== "iomem");
  const own = ["iomem", "ndctl"].flatMap((kind) => {
    const path = resolve(folder, `${name}.${kind}.txt`);
    return existsSync(path) ? [{ name: kind, text: readFileSync(path, "utf8") }] : [];
  });
  const profile = importProfile([...files, ...own]);
  const input = bootInput(profile);
  // What ndctl could not make is in no list: how it was asked for is in the name.
  const [, mode, map, align] = /^\d+-(\w+)-(\w+)-(\w+)$/.exec(name) ?? [];
  const isListed = own.some((file) => file.name === "ndctl");
  const [namespace] = input.machine.pmem;
  if (namespace === undefined) throw new Error(`${name}: no file tells where the namespace lies.`);
  const asked = isListed
    ? namespace
    : {
        ...namespace,
        mode: mode as "fsdax" | "devdax",
        map: map as "dev" | "mem",
        alignBytes: ALIGNMENTS[align ?? ""] ?? 0,
      };
  const what: RunInput = {
    ...input,
    machine: { ...input.machine, pmem: [asked] },
    workload: {
      ...input.workload,
      actions: [{ kind: "kpageflags", startMs: 0, times: 1, everyMs: 0, pages: asked.sizeBytes / 4096 }],
    },
  };
  if (diagnose(what).some(({ severity }) => severity === "error")) return NOT_THERE;
  const result = boot(what);
  const figure = (key: string) => Number(figureOf(result, "device", key));
  const inDram = figure("pmem0.inDram") / 4096 + figure("pmem0.tables");
  return {
    isThere: true,
    dataStart: asked.baseBytes + figure("pmem0.dataOffset"),
    dataBytes: figure("pmem0.dataPages") * 4096,
    dramPages: inDram,
    noPagePercent: (100 * figure("noPage")) / figure("walked"),
  };
}

const NOT_THERE: NamespaceFigures = {
  isThere: false,
  dataStart: 0,
  dataBytes: 0,
  dramPages: 0,
  noPagePercent: 0,
};

function measure(read: (file: string) => string): NamespaceFigures {
  const create = read("create");
  if (!/^rc 0$/m.test(create)) return NOT_THERE;
  const [, resource] = /\/resource:0x([0-9a-f]+)$/m.exec(create) ?? [];
  const [, region] = /region start 0x([0-9a-f]+)/.exec(read("kpageflags")) ?? [];
  const [, sectors] = /\/sys\/block\/pmem0\/size:(\d+)/.exec(create) ?? [];
  const [, dax] = /\/sys\/bus\/dax\/devices\/dax0\.0\/size:(\d+)/.exec(create) ?? [];
  const flags = [...read("kpageflags").matchAll(/^pfn\+\d+ flags\s+([0-9a-f]+)/gm)].map((match) => match[1]);
  return {
    isThere: true,
    // Without an info block there is no pfn device, and the data starts with the region.
    dataStart: Number.parseInt(resource ?? region ?? "", 16),
    dataBytes: sectors === undefined ? Number(dax) : 512 * Number(sectors),
    dramPages: freePages(read("before.zoneinfo")) - freePages(read("after.zoneinfo")),
    noPagePercent:
      (100 * flags.filter((one) => Number.parseInt(one ?? "", 16) === 0x100000).length) / flags.length,
  };
}

/** On free lists and in per-cpu lists: a freed leaf of 2 MiB waits in one of those. */
function freePages(zoneinfo: string): number {
  return readZoneinfo(zoneinfo).zones.reduce(
    (sum, { free, pageSets }) => sum + free + pageSets.reduce((held, { count }) => held + count, 0),
    0,
  );
}

const HEADS = ["namespace", "data starts", "data", "from DRAM, pages", "NOPAGE"];

/** A table, predicted / measured where they differ. */
export function namespacesReport(all: readonly NamespaceComparison[]): string {
  const rows = all.map(({ name, predicted, measured }) => {
    if (!predicted.isThere && !measured.isThere) return [name, "refused", "refused", "", ""];
    const both = (show: (figures: NamespaceFigures) => string) =>
      show(predicted) === show(measured) ? show(predicted) : `${show(predicted)} / ${show(measured)}`;
    return [
      name,
      both(({ dataStart }) => `0x${dataStart.toString(16)}`),
      both(({ dataBytes }) => `${dataBytes / 2 ** 20} MiB`),
      `${predicted.dramPages} / ${measured.dramPages}`,
      both(({ noPagePercent }) => `${noPagePercent} %`),
    ];
  });
  const widths = HEADS.map((head, i) => Math.max(head.length, ...rows.map((row) => (row[i] ?? "").length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  return [line(HEADS), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
