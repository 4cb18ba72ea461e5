/**
 * How a persistent memory namespace divides its range: info block, memmap, padding, data.
 * Source: drivers/nvdimm/pfn_devs.c nd_pfn_init(), trim_pfn_device() (until 5.2), __nvdimm_setup_pfn().
 */

import type { MachineInput, PmemNamespace } from "../input";
import { pmdBytes, sectionBytes } from "../machine/arch";
import { address, bytes, count } from "../text";
import type { NamespaceProblem } from "./problem";

/** Smallest unit of memory that can be added since 5.3. Source: include/linux/mmzone.h SUBSECTION_SHIFT. */
export const SUBSECTION_BYTES = 2 ** 21;
/** Two pages of 4 KiB at the start, the info block in the second. Source: drivers/nvdimm/nd.h nd_info_block_reserve(). */
const INFO_BLOCK_BYTES = 8192;
/** What a namespace reserves for each struct page, whatever the kernel's size. Source: drivers/nvdimm/nd.h MAX_STRUCT_PAGE_SIZE. */
export const RESERVED_STRUCT_PAGE_BYTES = 64;
/** Until 5.1 a device-dax namespace kept this for labels that never came. */
const DAX_LABEL_BYTES = 131_072;

/** Whose rules a namespace is laid out and added by. */
export interface NamespaceRules {
  /** What memory can be added in: "subsections" of 2 MiB since 5.3, whole "sections" before. */
  unit: "subsections" | "sections";
  /** CONFIG_NVDIMM_KMSAN: a struct page above 64 B is no reason to refuse a memmap on the device. */
  structPageOverride: boolean;
}

/** The pages of a namespace that hold its own memmap. */
export interface AltmapRange {
  /** Pages from `basePfn` on that are not for struct pages: info block and pad. Their own struct pages are never initialised. */
  reservePages: number;
  /** Pages behind those, for struct pages and what aligning them costs. */
  freePages: number;
}

export interface NamespaceLayout {
  namespace: PmemNamespace;
  /** Bytes at the start that are left out, for they share a section with something else. 0 since 5.3. */
  startPadBytes: number;
  /** Bytes from the start, behind the pad, to the first byte of data. */
  dataOffsetBytes: number;
  /** Bytes at the end that are left out. */
  endTruncBytes: number;
  /** Pages that hold data. */
  dataPages: number;
  firstDataPfn: number;
  /** pfns [basePfn, endPfn) get struct pages. */
  basePfn: number;
  endPfn: number;
  /** Null where the memmap lies in ordinary memory. */
  altmap: AltmapRange | null;
}

/** Neighbours that a namespace must keep clear of. Bytes. */
export interface Neighbour {
  baseBytes: number;
  sizeBytes: number;
}

/**
 * Lays one namespace out.
 * @param structPageBytes sizeof(struct page) as the kernel runs
 * @param neighbours banks of RAM and other namespaces; only rules by sections ask for them
 */
export function layOutNamespace(
  namespace: PmemNamespace,
  machine: MachineInput,
  structPageBytes: number,
  rules: NamespaceRules,
  neighbours: readonly Neighbour[],
): NamespaceLayout | NamespaceProblem {
  if (namespace.mode === "raw") return layOutRaw(namespace, machine, rules);
  return rules.unit === "subsections"
    ? layOutBySubsections(namespace, machine, structPageBytes, rules)
    : layOutBySections(namespace, machine, neighbours);
}

export function isProblem(found: NamespaceLayout | NamespaceProblem): found is NamespaceProblem {
  return "sentence" in found;
}

function layOutBySubsections(
  namespace: PmemNamespace,
  { pageSizeBytes: page, kernel }: MachineInput,
  structPageBytes: number,
  rules: NamespaceRules,
): NamespaceLayout | NamespaceProblem {
  const { baseBytes: start, sizeBytes: size, map } = namespace;
  const align = Math.max(namespace.alignBytes, SUBSECTION_BYTES);
  if (start % SUBSECTION_BYTES !== 0) return misaligned(namespace);
  const hasOverride = rules.structPageOverride && kernel !== "5.4" && kernel !== "5.18";
  if (map === "dev" && structPageBytes > RESERVED_STRUCT_PAGE_BYTES && !hasOverride)
    return structPageTooLarge(structPageBytes, kernel);
  const endTruncBytes = (start + size) % align;
  const forMap = Math.max(structPageBytes, RESERVED_STRUCT_PAGE_BYTES) * pagesToMap(size, page);
  const dataOffsetBytes = alignUp(start + INFO_BLOCK_BYTES + (map === "dev" ? forMap : 0), align) - start;
  // The kernel compares without the end that it cuts off; then npfns would come out negative.
  if (dataOffsetBytes + endTruncBytes >= size) return noRoom(namespace, dataOffsetBytes, endTruncBytes);
  const infoPages = Math.ceil(INFO_BLOCK_BYTES / page);
  return {
    namespace,
    startPadBytes: 0,
    dataOffsetBytes,
    endTruncBytes,
    dataPages: Math.floor((size - dataOffsetBytes - endTruncBytes) / page),
    firstDataPfn: (start + dataOffsetBytes) / page,
    basePfn: start / page,
    endPfn: Math.floor((start + size - endTruncBytes) / page),
    altmap:
      map === "dev"
        ? { reservePages: infoPages, freePages: Math.floor(dataOffsetBytes / page) - infoPages }
        : null,
  };
}

/** The memmap of whole sections is reserved, and the range is added in whole sections. */
function layOutBySections(
  namespace: PmemNamespace,
  machine: MachineInput,
  neighbours: readonly Neighbour[],
): NamespaceLayout | NamespaceProblem {
  const { baseBytes, sizeBytes: size, map, mode, alignBytes } = namespace;
  const page = machine.pageSizeBytes;
  const section = sectionBytes(machine);
  const end = baseBytes + size;
  const isShared = (from: number, to: number) =>
    neighbours.some((other) => other.baseBytes < to && from < other.baseBytes + other.sizeBytes);
  const startPadBytes = isShared(alignDown(baseBytes, section), end)
    ? alignUp(baseBytes, section) - baseBytes
    : 0;
  const isEndShared = isShared(baseBytes, alignUp(end, section)) || end % alignBytes !== 0;
  const endTruncBytes = isEndShared ? end - Math.min(alignDown(end, section), alignDown(end, alignBytes)) : 0;
  const start = baseBytes + startPadBytes;
  const labels = mode === "devdax" ? DAX_LABEL_BYTES : 0;
  const mapped = alignUp(pagesToMap(size - startPadBytes - endTruncBytes, page), section / page);
  const dataOffsetBytes =
    map === "dev"
      ? alignUp(
          start + INFO_BLOCK_BYTES + RESERVED_STRUCT_PAGE_BYTES * mapped + labels,
          Math.max(alignBytes, pmdBytes(page)),
        ) - start
      : alignUp(start + INFO_BLOCK_BYTES + labels, alignBytes) - start;
  const lost = startPadBytes + dataOffsetBytes + endTruncBytes;
  if (lost >= size) return noRoom(namespace, dataOffsetBytes, startPadBytes + endTruncBytes);
  const basePfn = alignDown(start, section) / page;
  const infoPages = INFO_BLOCK_BYTES / page;
  return {
    namespace,
    startPadBytes,
    dataOffsetBytes,
    endTruncBytes,
    dataPages: Math.floor((size - lost) / page),
    firstDataPfn: (start + dataOffsetBytes) / page,
    basePfn,
    endPfn: alignUp(end - endTruncBytes, section) / page,
    altmap:
      map === "dev"
        ? {
            reservePages: infoPages + start / page - basePfn,
            freePages: (dataOffsetBytes - INFO_BLOCK_BYTES) / page,
          }
        : null,
  };
}

/** Without an info block the driver maps all of it. Source: drivers/nvdimm/pmem.c pmem_should_map_pages(). */
function layOutRaw(
  namespace: PmemNamespace,
  machine: MachineInput,
  rules: NamespaceRules,
): NamespaceLayout | NamespaceProblem {
  const { baseBytes: start, sizeBytes: size } = namespace;
  const page = machine.pageSizeBytes;
  const unit = rules.unit === "subsections" ? SUBSECTION_BYTES : sectionBytes(machine);
  if (rules.unit === "subsections") {
    if (start % unit !== 0) return misaligned(namespace);
    if (size % unit !== 0) {
      return {
        id: "misaligned",
        field: "sizeBytes",
        sentence: `A raw namespace is added in sub-sections of ${bytes(unit)}; ${count(size % unit)} bytes of ${bytes(size)} are left over (-EINVAL). Make its size a multiple of ${bytes(unit)}.`,
        source: "mm/memory_hotplug.c check_pfn_span()",
      };
    }
  }
  return {
    namespace,
    startPadBytes: 0,
    dataOffsetBytes: 0,
    endTruncBytes: 0,
    dataPages: Math.floor(size / page),
    firstDataPfn: start / page,
    basePfn: alignDown(start, unit) / page,
    endPfn: alignUp(start + size, unit) / page,
    altmap: null,
  };
}

/** Pages that the namespace would have without the info block. */
function pagesToMap(bytesLeft: number, page: number): number {
  return Math.floor((bytesLeft - INFO_BLOCK_BYTES) / page);
}

function misaligned({ baseBytes }: PmemNamespace): NamespaceProblem {
  return {
    id: "misaligned",
    field: "baseBytes",
    sentence:
      `The namespace starts at ${address(baseBytes)}, ${bytes(baseBytes % SUBSECTION_BYTES)} behind a sub-section of ` +
      `${bytes(SUBSECTION_BYTES)}; memory is added in whole ones (-EINVAL). Move its start to a multiple of ${bytes(SUBSECTION_BYTES)}.`,
    source: "drivers/nvdimm/pfn_devs.c nd_pfn_init()",
  };
}

function noRoom({ sizeBytes, alignBytes }: PmemNamespace, offset: number, cut: number): NamespaceProblem {
  return {
    id: "no-room",
    field: "alignBytes",
    sentence:
      `With an alignment of ${bytes(alignBytes)} the data would start ${bytes(offset)} into the namespace` +
      `${cut === 0 ? "" : ` and lose ${bytes(cut)} at its ends`}, which is ${bytes(sizeBytes)} large (-ENXIO). ` +
      "Choose a smaller alignment or a larger namespace.",
    source: "drivers/nvdimm/pfn_devs.c nd_pfn_init()",
  };
}

/** A bound that the compiler checks until 6.1, and the driver since. */
function structPageTooLarge(structPageBytes: number, kernel: MachineInput["kernel"]): NamespaceProblem {
  const outcome =
    kernel === "5.4" || kernel === "5.18"
      ? `${kernel} does not build so. Put the memmap into ordinary memory.`
      : '"Memory debug options prevent using pmem for the page map" (-EINVAL). Put the memmap into ordinary memory, or build with CONFIG_NVDIMM_KMSAN.';
  return {
    id: "struct-page",
    field: "map",
    sentence: `struct page is ${structPageBytes} B and a namespace reserves ${RESERVED_STRUCT_PAGE_BYTES} B for each: ${outcome}`,
    source: "drivers/nvdimm/pfn_devs.c nd_pfn_init()",
  };
}

function alignDown(value: number, unit: number): number {
  return value - (value % unit);
}

function alignUp(value: number, unit: number): number {
  return alignDown(value + unit - 1, unit);
}
