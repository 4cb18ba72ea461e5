/**
 * The shadow that is mapped at boot: for memory, for the kernel image and for what else has a fixed place. All other addresses of
 * the shadow share one page and its tables, which belong to the image.
 * Source: arch/x86/mm/kasan_init_64.c, arch/arm64/mm/kasan_init.c, arch/arm/mm/kasan_init.c kasan_init().
 */

import type { MachineInput } from "../../input";
import { lowMemoryEnd } from "../../machine/arch";
import type { EarlyMachine } from "../../machine/early";
import { type ImageGrowth, kernelImage } from "./kernel-image";
import { ShadowMap, type ShadowShape } from "./shadow-map";

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** x86-64: the direct map's shadow begins 64 GiB into its top-level entry, the image's 768 MiB into its table of 1 GiB. Pages. */
const X86_MEMORY_START = (64 * GIB) / (4 * KIB);
const X86_IMAGE_START = (768 * MIB) / (4 * KIB);
/** x86-64: what .brk adds to the image's end; shadow of the cpu entry areas, with two tables. Measured on 6.1.192 with NR_CPUS 8. */
const X86_BRK_PAGES = 24;
const X86_CPU_ENTRY_PAGES = 72;
const X86_CPU_ENTRY_TABLES = 2;
/**
 * x86-64 with KASAN_VMALLOC: the upper tables for the shadow of the vmalloc area are there from boot on, so that every process has
 * them. Four levels: 4 TiB in the middle of an entry of 512 GiB (measured on 6.1.192). Five: 3,200 entries of 512 GiB in
 * 8 of 256 TiB (derived). Source: arch/x86/mm/kasan_init_64.c kasan_shallow_populate_pgds().
 */
const X86_VMALLOC_TABLES = 9;
const X86_VMALLOC_TABLES_5_LEVEL = 3208;
/** 32-bit arm: modules and kmap lie below the memory map, kmap in the last 2 MiB. */
const ARM32_MODULES_BYTES = 16 * MIB;
const ARM32_KMAP_BYTES = 2 * MIB;
/** arm64: the memory map starts at a multiple of this below the first memory. Source: arch/arm64/mm/init.c ARM64_MEMSTART_ALIGN. */
const ARM64_START_ALIGN = GIB;

export interface BootShadowWants {
  /** Bytes of memory that one byte of shadow speaks for. */
  bytesPerMemoryByte: number;
  /** The same for the kernel image and whatever else is no memory. */
  bytesPerImageByte: number;
  /** CONFIG_KASAN_VMALLOC. */
  vmalloc: boolean;
  growth: ImageGrowth;
}

/** Pages, closed form. */
export interface BootShadow {
  /** Of memory first, then of the kernel image. */
  maps: ShadowMap[];
  /** What has a size of its own. */
  otherPages: number;
  otherTables: number;
}

export function bootShadow(early: EarlyMachine, wants: BootShadowWants): BootShadow {
  const { input } = early;
  const { arch, pageSizeBytes } = input;
  const shape = shadowShape(input);
  const memory = new ShadowMap(shape);
  for (const { start, end } of mappedMemory(early, wants.vmalloc)) {
    const skew = arch === "x86-64" && !input.fiveLevelPaging ? X86_MEMORY_START : 0;
    const perPage = pageSizeBytes * wants.bytesPerMemoryByte;
    memory.map(skew + Math.floor(start / perPage), skew + Math.ceil(end / perPage));
  }
  const maps = [memory];
  const image = kernelImage(input);
  if (image !== undefined && arch !== "arm32") {
    const isX86 = arch === "x86-64";
    const start = isX86 ? X86_IMAGE_START + Math.floor(image.startPfn / wants.bytesPerImageByte) : 0;
    const pages = image.pages + wants.growth.pages + (isX86 ? X86_BRK_PAGES : 0);
    const map = new ShadowMap(shape);
    map.map(start, start + Math.ceil(pages / wants.bytesPerImageByte));
    maps.push(map);
  }
  if (arch !== "x86-64") return { maps, otherPages: 0, otherTables: 0 };
  const vmallocTables = input.fiveLevelPaging ? X86_VMALLOC_TABLES_5_LEVEL : X86_VMALLOC_TABLES;
  return {
    maps,
    otherPages: X86_CPU_ENTRY_PAGES,
    otherTables: X86_CPU_ENTRY_TABLES + (wants.vmalloc ? vmallocTables : 0),
  };
}

/** Bytes from where the shadow of memory begins, ascending. */
function mappedMemory(early: EarlyMachine, vmalloc: boolean): { start: number; end: number }[] {
  const { arch } = early.input;
  const { regions } = early.memblock.memory;
  const first = regions[0]?.base ?? 0;
  const ranges = regions.map(({ base, size }) => ({ start: base, end: base + size }));
  switch (arch) {
    case "x86-64":
      // The first MiB is mapped whatever is there.
      return joined([{ start: 0, end: MIB }, ...ranges]);
    case "arm64": {
      const origin = Math.floor(first / ARM64_START_ALIGN) * ARM64_START_ALIGN;
      return joined(ranges.map(({ start, end }) => ({ start: start - origin, end: end - origin })));
    }
    case "arm32": {
      const lowEnd = lowMemoryEnd(arch, first);
      const low = ranges
        .map(({ start, end }) => ({ start, end: Math.min(end, lowEnd) }))
        .filter(({ start, end }) => start < end)
        .map(({ start, end }) => ({
          start: start - first + ARM32_MODULES_BYTES,
          end: end - first + ARM32_MODULES_BYTES,
        }));
      // With KASAN_VMALLOC modules get their shadow when they are loaded.
      const modules = { start: 0, end: ARM32_MODULES_BYTES - ARM32_KMAP_BYTES };
      const kmap = { start: ARM32_MODULES_BYTES - ARM32_KMAP_BYTES, end: ARM32_MODULES_BYTES };
      return joined([...(vmalloc ? [] : [modules]), kmap, ...low]);
    }
  }
}

/** Ascending ranges with those that meet in one. */
function joined(ranges: { start: number; end: number }[]): { start: number; end: number }[] {
  const out: { start: number; end: number }[] = [];
  for (const { start, end } of ranges) {
    const last = out.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else out.push({ start, end });
  }
  return out;
}

/** Only x86 has leaves above a page here. */
function shadowShape({ arch, pageSizeBytes, fiveLevelPaging, gbPages }: MachineInput): ShadowShape {
  const entries = pageSizeBytes / 8;
  switch (arch) {
    case "x86-64":
      return { entries, levels: fiveLevelPaging ? 4 : 3, leafLevels: gbPages ? 2 : 1 };
    case "arm64":
      return { entries, levels: pageSizeBytes === 64 * KIB ? 2 : 3, leafLevels: 0 };
    case "arm32":
      return { entries, levels: 1, leafLevels: 0 };
  }
}
