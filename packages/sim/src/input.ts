/**
 * What a run is made of. Plain data only: the same input gives the same bytes on every machine.
 * Bytes and pages are integers below 2^53; every optional value is resolved before it gets here.
 */

export type Arch = "x86-64" | "arm64" | "arm32";

/** Whose rules the machine follows where kernel versions differ; "6.6" stands for that and later ones. */
export type Kernel = "5.4" | "5.18" | "6.1" | "6.6";

/** One bank of RAM. `baseBytes` and `sizeBytes` in bytes, as memblock_add() would be told. */
export interface Bank {
  baseBytes: number;
  sizeBytes: number;
  /** NUMA node. */
  nid: number;
}

/** A range that is reserved in memblock when the hand-over starts. */
export interface ReservedRange {
  baseBytes: number;
  sizeBytes: number;
  /** Who asked for it, e.g. "kernel image", "initrd", "alloc_large_system_hash". */
  label: string;
  /** True if it exists when kmsan_init_shadow() records ranges (domain fact C-5), false if reserved after it. */
  recorded: boolean;
  /**
   * True if it was reserved after the memmap was placed, as the order of a memblock log tells: it may lie in the tail that
   * the memmap's buffer gives back. Left out: the memmap keeps clear of it. Changes the memmap's place, never its size.
   */
  afterMemmap?: boolean;
  /**
   * Whole pages at its end that are freed late in boot: all of an initrd's, the init sections of the kernel image.
   * Left out: none. More than it has: all.
   */
  freedLatePages?: number;
}

/** A range that the contiguous memory allocator keeps: movable pages only, until a driver wants it in one piece. */
export interface CmaRange {
  baseBytes: number;
  sizeBytes: number;
  /** The area's name, e.g. "reserved" for the default one. */
  label: string;
}

export interface MachineInput {
  arch: Arch;
  kernel: Kernel;
  pageSizeBytes: number;
  /** x86-64 with five levels of page tables: 52 instead of 46 bits of physical address. Elsewhere it has no meaning. */
  fiveLevelPaging: boolean;
  /** At least 1. They are dealt to the nodes evenly, in order. */
  cpus: number;
  /** Largest buddy order, inclusive (10 on x86-64). */
  maxOrder: number;
  /** 2^pageblockOrder pages share a migratetype. 0: what the kernel derives from architecture and page size. */
  pageblockOrder: number;
  /** Compiled in and not switched off at boot. */
  transparentHugepages: boolean;
  /** vm.min_free_kbytes as an administrator set it. 0: what the kernel computes. */
  minFreeKbytes: number;
  /** vm.watermark_scale_factor, in 1/10,000 of a zone's managed pages. */
  watermarkScaleFactor: number;
  /** sizeof(struct page) without what a strategy adds to it. */
  structPageBytes: number;
  banks: Bank[];
  /**
   * Rows of distances between the nodes that have memory, rows apart by ";", numbers by spaces, as in
   * /sys/devices/system/node/nodeN/distance: "10 21; 21 10". Empty: 10 to itself, 20 to any other.
   */
  nodeDistances: string;
  /** Without the memmap: the machine places that itself, from `structPageBytes`. */
  reserved: ReservedRange[];
  /** Pages known to be reserved whose place the boot did not log. Placed from the top of memory. */
  unplacedReservedPages: number;
  /** How many of `unplacedReservedPages` exist when KMSAN records ranges. At most that number. */
  unplacedRecordedPages: number;
  /**
   * Size of the kernel's data, _sdata.._edata ("rwdata" in the boot's "Memory:" line). KMSAN records it a second time, for it
   * is reached through the kernel image mapping and, with the image, through the direct map. Left out: 0.
   */
  kernelDataBytes?: number;
  /** Areas of the contiguous memory allocator; reserved until core initcalls hand them to the buddy. */
  cma: CmaRange[];
  /** CONFIG_DEFERRED_STRUCT_PAGE_INIT: most struct pages are initialised by threads, once all cpus run. */
  deferredInit: boolean;
  /** Booted with page_owner=on: a client of page_ext. */
  pageOwner: boolean;
  /** CONFIG_PAGE_TABLE_CHECK enforced: a client of page_ext. */
  pageTableCheck: boolean;
  /**
   * Reserved pages that are freed late in boot, nobody knows where: without CMA and without `freedLatePages` of the
   * reserved ranges.
   */
  lateFreedPages: number;
  /** How many of all the pages freed late, in known places or not, are back before the watermarks are computed. */
  freedBeforeWatermarksPages: number;
}

/** One strategy with its parameters. The catalogue names the families, types and parameters. */
export interface StrategyInput {
  family: string;
  type: string;
  params: Record<string, number | string | boolean>;
}

export type LifetimeKind = "exponential" | "lognormal" | "pareto" | "fixed";

/** A synthetic load: allocations arrive as a Poisson process and live for a drawn time. */
export interface WorkloadInput {
  /** Simulated length, ms. */
  durationMs: number;
  /** Mean arrivals per simulated second. */
  allocationsPerSecond: number;
  /** Relative weight of each order, index = order. Longer than maxOrder + 1 is an input error. */
  orderWeights: number[];
  lifetime: LifetimeKind;
  /** Mean lifetime, ms. */
  lifetimeMeanMs: number;
  /** Share of allocations that are never freed, 0 to 100 %. */
  immortalPercent: number;
  /** From here on the arrival rate is multiplied by `burstFactor`, ms after the start. */
  burstStartMs: number;
  /** 0 = no burst. */
  burstLengthMs: number;
  burstFactor: number;
}

export interface RunInput {
  machine: MachineInput;
  /** At most one per family; an empty list is the kernel without any of them. */
  strategies: StrategyInput[];
  workload: WorkloadInput;
  /** 32-bit unsigned. */
  seed: number;
}
