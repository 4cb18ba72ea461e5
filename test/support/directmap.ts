/** The direct map of real boots: what each page's leaf is, and how the kernel counts them. */

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { importProfile, readMeminfo } from "@carveout/formats";
import { checkInput, type MachineInput } from "@carveout/sim";
import { type DirectMap, PRESENT, WRITE } from "../../packages/sim/src/directmap/direct-map";
import { initialMap } from "../../packages/sim/src/directmap/initial-map";
import { bootFiles, bootInput } from "./boots";
import { markdownTable } from "./boots-report";

const PAGE = 4096;
const SLOT = 512;
const KIB = 1024;

/** What of the kernel image is protected, pfns. Source: arch/x86/mm/init_64.c mark_rodata_ro(), mm/init.c free_initmem(), kernel/idt.c. */
interface Image {
  textStart: number;
  textEnd: number;
  rodataStart: number;
  rodataEnd: number;
  dataStart: number;
  initStart: number;
  initEnd: number;
  idt: number;
  /** The section that is shared with a hypervisor was given back. */
  freedDecrypted: boolean;
}

export interface MappedBoot {
  name: string;
  /** Leaves of 4 KiB, 2 MiB and 1 GiB: predicted, and in the page tables where the kernel shows them. */
  leaves: { predicted: number[]; measured: number[] | null };
  /** Pages whose leaf or attributes in the page tables are not as predicted; null without page tables. */
  pagesOff: number | null;
  /** KiB by /proc/meminfo: 4k, 2M and 1G. */
  counted: { predicted: number[]; measured: number[] };
}

/** Null where there is no x86-64 boot with all the files. */
export function mappedBoot(data: string, name: string): MappedBoot | null {
  const folder = resolve(data, name);
  const files = bootFiles(folder);
  const text = (kind: string) => files.find((file) => file.name === kind)?.text ?? "";
  const { directMap } = readMeminfo(text("meminfo"));
  const image = imageOf(text("iomem"), text("dmesg"));
  if (directMap === null || image === null) return null;
  const { machine } = checkInput(bootInput(importProfile(files)));
  const { map, counted } = initialMap(machine, {}, { take: () => true, give: () => {} });
  protectImage(map, image);
  const path = resolve(folder, "page_tables.txt");
  const truth = existsSync(path) ? readPageTables(readFileSync(path, "utf8")) : null;
  const { bytes4k, bytes2M, bytes1G } = directMap;
  return {
    name,
    leaves: { predicted: map.leaves, measured: truth === null ? null : leavesOf(truth, map) },
    pagesOff: truth === null ? null : pagesOff(truth, map, machine),
    counted: {
      predicted: countSplits(counted, map, image),
      measured: [bytes4k, bytes2M, bytes1G ?? 0].map((bytes) => bytes / KIB),
    },
  };
}

function imageOf(iomem: string, log: string): Image | null {
  const range = (label: string) => {
    const [, start, end] = new RegExp(`^ *([0-9a-f]+)-([0-9a-f]+) : Kernel ${label}$`, "m").exec(iomem) ?? [];
    if (start === undefined || end === undefined) return null;
    return [Number.parseInt(start, 16) / PAGE, Math.ceil((Number.parseInt(end, 16) + 1) / PAGE)] as const;
  };
  const [code, rodata, data, bss] = [range("code"), range("rodata"), range("data"), range("bss")];
  if (code === null || rodata === null || data === null || bss === null) return null;
  const freed = (what: string) => Number(new RegExp(`Freeing ${what}.*?: (\\d+)K`).exec(log)?.[1] ?? 0) / 4;
  const initEnd = bss[0] - freed("SMP alternatives");
  return {
    textStart: code[0],
    textEnd: code[1],
    rodataStart: rodata[0],
    rodataEnd: rodata[1],
    dataStart: data[0],
    initStart: initEnd - freed("unused kernel image \\(initmem\\)"),
    initEnd,
    // The second page of .bss, behind the zero page.
    idt: bss[0] + 1,
    freedDecrypted: log.includes("Freeing unused decrypted memory"),
  };
}

/** Text and read-only data become read-only, the gaps behind them writable again, and the IDT read-only. */
function protectImage(map: DirectMap, image: Image): void {
  const end = Math.ceil(image.rodataEnd / SLOT) * SLOT;
  map.change(image.textStart, end - image.textStart, 0, WRITE);
  map.change(image.textEnd, image.rodataStart - image.textEnd, WRITE, 0);
  map.change(image.rodataEnd, image.dataStart - image.rodataEnd, WRITE, 0);
  map.change(image.idt, 1, 0, WRITE);
}

/**
 * Boot's count with the splits of the map and of the image's own mapping: split_page_count() counts both, and nothing where
 * no such leaf is counted.
 */
function countSplits(counted: number[], map: DirectMap, image: Image): number[] {
  const leaves = [...counted];
  const split = (level: number) => {
    if ((leaves[level] as number) === 0) return;
    leaves[level] = (leaves[level] as number) - 1;
    leaves[level - 1] = (leaves[level - 1] as number) + SLOT;
  };
  for (let i = 0; i < (map.splits[2] ?? 0); i++) split(2);
  for (let i = 0; i < (map.splits[1] ?? 0); i++) split(1);
  const { textEnd, rodataEnd, initStart, initEnd, idt, freedDecrypted } = image;
  const borders = [textEnd, rodataEnd, initStart, initEnd].filter((pfn) => pfn % SLOT !== 0);
  const slots = new Set([...borders, idt].map((pfn) => Math.floor(pfn / SLOT)));
  for (let i = 0; i < slots.size + (freedDecrypted ? 1 : 0); i++) split(1);
  return [4, 2048, 2 ** 20].map((kib, i) => kib * (leaves[i] as number));
}

/** Entries of the direct map as debugfs shows them: runs of equal ones, holes of a table among them. */
interface Run {
  startPfn: number;
  endPfn: number;
  /** Index of the leaf size. */
  leaf: number;
  attributes: number;
}

function readPageTables(text: string): Run[] {
  const [, section = ""] = /---\[ Low Kernel Mapping \]---\n([\s\S]*?)---\[/.exec(text) ?? [];
  const base = BigInt(`0x${/^0x([0-9a-f]+)-/.exec(section)?.[1] ?? "0"}`);
  const runs: Run[] = [];
  for (const line of section.split("\n")) {
    const [, start, end, rest = ""] = /^0x([0-9a-f]+)-0x([0-9a-f]+)\s+\S+(.*)$/.exec(line) ?? [];
    if (start === undefined || end === undefined) continue;
    const leaf = ["pte", "pmd", "pud"].findIndex((level) => rest.trim().endsWith(level));
    if (leaf < 0) continue;
    const attributes = (/\b(RW|ro)\b/.test(rest) ? PRESENT : 0) | (/\bRW\b/.test(rest) ? WRITE : 0);
    const pfn = (address: string) => Number((BigInt(`0x${address}`) - base) / BigInt(PAGE));
    runs.push({ startPfn: pfn(start), endPfn: pfn(end), leaf, attributes });
  }
  return runs;
}

/** An entry that is not present maps what the prediction maps there, or nothing: the file does not tell these apart. */
function leavesOf(runs: Run[], map: DirectMap): number[] {
  const pages = [0, 0, 0];
  for (const { startPfn, endPfn, leaf, attributes } of runs) {
    for (let pfn = startPfn; pfn < endPfn; pfn += leaf === 0 ? 1 : SLOT) {
      const isMapped = attributes !== 0 || map.leafAt(pfn) === leaf;
      if (isMapped) pages[leaf] = (pages[leaf] as number) + (leaf === 0 ? 1 : SLOT);
      if (attributes === 0 && endPfn - pfn > 2 ** 22) break;
    }
  }
  return [1, SLOT, SLOT * SLOT].map((size, i) => (pages[i] as number) / size);
}

/** With debug_pagealloc free pages are not present, and which are free is no matter of the map. */
function pagesOff(runs: Run[], map: DirectMap, { debugPagealloc }: MachineInput): number {
  let off = 0;
  for (const { startPfn, endPfn, leaf, attributes } of runs) {
    if (attributes === 0) continue;
    for (let pfn = startPfn; pfn < endPfn; pfn++) {
      // The trampoline of the other processors lies in the first MiB.
      const isTrampoline = pfn < 256;
      const isSame = map.leafAt(pfn) === leaf && (isTrampoline || map.attributesAt(pfn) === attributes);
      if (!isSame) off++;
    }
  }
  if (debugPagealloc) return off;
  const present = runs.reduce((sum, run) => sum + (run.attributes === 0 ? 0 : run.endPfn - run.startPfn), 0);
  return off + Math.abs(present - map.presentPages);
}

/** Why counters differ from the prediction. A boot that differs has to have a reason, and one with a reason to differ. */
export function counterReason(name: string): string | undefined {
  if (name.startsWith("deb-pmem"))
    return "The namespace, 512 MiB in leaves of 2 MiB, is mapped when it is set up; and code, as on the other boots of this kernel.";
  if (name.startsWith("deb-"))
    return "Debian's kernel loads modules and generates code (BPF, ftrace), whose pages are protected: a leaf of 2 MiB for each place where they lie, which the files do not tell.";
  return undefined;
}

/** Markdown: a row for each boot, then what differs. */
export function directMapReport(boots: MappedBoot[]): string {
  const rows = boots.map(({ name, leaves, pagesOff: off, counted }) => [
    name,
    leaves.measured === null ? "–" : same(leaves.predicted, leaves.measured),
    off === null ? "–" : off === 0 ? "=" : `${off.toLocaleString("en-US")} differ`,
    ...["4k", "2M", "1G"].map((_, i) =>
      same(counted.predicted.slice(i, i + 1), counted.measured.slice(i, i + 1)),
    ),
  ]);
  const off = boots.filter((boot) =>
    rows.some(([name, ...cells]) => name === boot.name && cells.some((c) => c.includes("for"))),
  );
  return [
    ...markdownTable(
      ["boot", "leaves 4K / 2M / 1G", "page by page", "DirectMap4k", "DirectMap2M", "DirectMap1G"],
      rows,
    ),
    "",
    "Not exact:",
    "",
    ...[...new Set(off.map(({ name }) => counterReason(name) ?? "No reason is known."))].map((reason) => {
      const names = off.filter(({ name }) => (counterReason(name) ?? "No reason is known.") === reason);
      return `- **${names.map(({ name }) => name).join(", ")}.** ${reason}`;
    }),
  ].join("\n");
}

function same(predicted: number[], measured: number[]): string {
  const text = (values: number[]) => values.map((value) => value.toLocaleString("en-US")).join(" / ");
  const isSame = predicted.every((value, i) => value === measured[i]);
  return isSame ? `${text(predicted)} =` : `${text(predicted)} for ${text(measured)}`;
}
