/** What an import gives. */

import type { Arch, Kernel } from "../arch";
import type { ZoneFacts } from "../proc/zoneinfo";

export interface ImportedBank {
  baseBytes: number;
  sizeBytes: number;
  nid: number;
}

export interface ImportedReservation {
  baseBytes: number;
  sizeBytes: number;
  label: string;
  /** True if it exists when kmsan_init_shadow() records ranges. */
  recorded: boolean;
  /** True if it was reserved after the memmap. */
  afterMemmap: boolean;
  /** Whole pages at its end that were freed late in boot. */
  freedLatePages: number;
}

export interface ImportedCma {
  baseBytes: number;
  sizeBytes: number;
  label: string;
}

export interface ImportedPmem {
  baseBytes: number;
  sizeBytes: number;
  mode: "fsdax" | "devdax" | "raw";
  map: "dev" | "mem";
  alignBytes: number;
}

/** The machine in the simulation core's words. */
export interface ImportedMachine {
  arch: Arch;
  /** The version whose rules come nearest. */
  kernel: Kernel;
  pageSizeBytes: number;
  /** True if RAM lies where four levels do not reach. */
  fiveLevelPaging: boolean;
  cpus: number;
  /** Largest buddy order, inclusive. */
  maxOrder: number;
  /** Always 0: derived. */
  pageblockOrder: number;
  transparentHugepages: boolean;
  /** Always 0: computed. */
  minFreeKbytes: number;
  /** Always the kernel's default. */
  watermarkScaleFactor: number;
  /** sizeof(struct page) without KMSAN's 16 B. */
  structPageBytes: number;
  banks: ImportedBank[];
  /** Always empty: no file tells. */
  nodeDistances: string;
  /** Without the memmap and without KMSAN's metadata, ascending. */
  reserved: ImportedReservation[];
  unplacedReservedPages: number;
  unplacedRecordedPages: number;
  cma: ImportedCma[];
  deferredInit: boolean;
  pageOwner: boolean;
  pageTableCheck: boolean;
  /** Always false: no file tells. */
  debugVm: boolean;
  gbPages: boolean;
  debugPagealloc: boolean;
  rodataFull: boolean;
  kfence: boolean;
  /** Always false: no file tells. */
  bbml2: boolean;
  /** Always empty: no file tells. */
  tlb: never[];
  /** Always empty: no file tells. */
  tagStorage: never[];
  pmem: ImportedPmem[];
  /** Without CMA and without `freedLatePages` of the reserved ranges. */
  lateFreedPages: number;
  /** Of all pages freed late. */
  freedBeforeWatermarksPages: number;
  /** _sdata.._edata, 0 if no file tells. */
  kernelDataBytes: number;
}

/** What the machine itself counted; null where the files do not tell. Pages. */
export interface Measured {
  presentPages: number | null;
  /** Sum over the zones. */
  managedPages: number | null;
  memTotalPages: number | null;
  /** Offered to the buddy allocator by memblock_free_all(). */
  handedOverPages: number | null;
  zones: ZoneFacts[];
  /** True if the boot ran KMSAN, so that the zones' managed pages are about a third of what was handed over. */
  kmsan: boolean;
}

export interface ImportNote {
  severity: "info" | "warning";
  sentence: string;
}

export interface ImportedProfile {
  title: string;
  machine: ImportedMachine;
  measured: Measured;
  notes: ImportNote[];
}
