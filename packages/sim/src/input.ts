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

/** One kind of entry of the data TLB: how many translations of a leaf size it holds at once. */
export interface TlbEntries {
  /** Bytes that one entry covers. */
  leafBytes: number;
  entries: number;
}

/** Where the MTE tags of one memory range are kept, as an `arm,mte-tag-storage` node of the device tree says (domain fact E-5). */
export interface TagStorageRegion {
  baseBytes: number;
  sizeBytes: number;
  /** Bytes of tag storage that are switched together; a property of the hardware, not of the page size. */
  blockBytes: number;
  /** The memory node's one range, whose tags lie here. */
  memoryBaseBytes: number;
  memorySizeBytes: number;
}

/** A persistent memory namespace, as ndctl creates it. Its range is no bank. */
export interface PmemNamespace {
  baseBytes: number;
  sizeBytes: number;
  /** "raw": without an info block, as a legacy range (memmap=nn!ss) starts; all of it is data, and its memmap lies in ordinary memory. */
  mode: "fsdax" | "devdax" | "raw";
  /** Where its memmap lies: on the device itself (altmap) or in ordinary memory. Without meaning where `mode` is "raw". */
  map: "dev" | "mem";
  /** Without meaning where `mode` is "raw". */
  alignBytes: number;
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
  /** Room for anonymous pages that reclaim takes away, bytes. Left out: 0, no swap. */
  swapBytes?: number;
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
  /** CONFIG_DEBUG_VM: the memmap of memory that is added later is filled with ones until it is initialised. */
  debugVm: boolean;
  /** x86-64: the cpu has 1 GiB leaves (pdpe1gb) and nogbpages was not given. Elsewhere it has no meaning. */
  gbPages: boolean;
  /** Booted with debug_pagealloc=on. */
  debugPagealloc: boolean;
  /** arm64: rodata=full. Elsewhere it has no meaning. */
  rodataFull: boolean;
  /** KFENCE has a pool. */
  kfence: boolean;
  /** arm64: every cpu has FEAT_BBM level 2 without TLB conflict aborts. Elsewhere it has no meaning. */
  bbml2: boolean;
  /** Empty: the profile does not describe its TLB. */
  tlb: TlbEntries[];
  /** arm64 with MTE. Empty: no tag storage that the kernel knows of. */
  tagStorage: TagStorageRegion[];
  pmem: PmemNamespace[];
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

export type LifetimeKind = "exponential" | "lognormal" | "pareto" | "fixed" | "never";

/**
 * Who asks, by the GFP flags they use: `kernel` GFP_KERNEL (unmovable), `user` GFP_HIGHUSER_MOVABLE, `reclaimable`
 * GFP_KERNEL | __GFP_RECLAIMABLE (slab caches that can shrink), `atomic` GFP_ATOMIC, `nowait` GFP_NOWAIT, `cache` clean page cache
 * (GFP_HIGHUSER_MOVABLE), which reclaim may drop before its time.
 */
export type RequestClass = "kernel" | "user" | "reclaimable" | "atomic" | "nowait" | "cache";

/** One class in the mix. */
export interface ClassInput {
  /** Relative to the other classes' weights. */
  weight: number;
  /** "workload": as the workload's own lifetime, with its share that is never freed. */
  lifetime: LifetimeKind | "workload";
  /** Mean lifetime, ms, where the class has a lifetime of its own. */
  lifetimeMeanMs: number;
}

/** A stretch of time in which the load is another one. Where phases overlap, their factors multiply. */
export interface PhaseInput {
  /** ms after the start. */
  startMs: number;
  lengthMs: number;
  /** Multiplies the rate of arrivals and of atomic bursts. */
  rateFactor: number;
  /** Multiply the weight of the class. */
  kernelFactor: number;
  userFactor: number;
  reclaimableFactor: number;
  atomicFactor: number;
  nowaitFactor: number;
  cacheFactor: number;
}

/**
 * What happens besides page requests. Walkers over struct pages: `kpageflags` and `kpagecount` read the file in /proc, `compact`
 * writes /proc/sys/vm/compact_memory, `page-idle` reads the bitmap of idle pages, `offline` scans memory that is to be unplugged.
 * Changes of the direct map: `secretmem` maps secret pages, `hibernate` saves an image, `vmalloc-ro` makes a vmalloc area read-only and
 * executable and frees it again, `set-memory-np` takes an aligned range out of the map, `map-back` puts one page of it back.
 * `unaligned-access` touches two pages of one allocation at once; `touch-pages` touches page after page, whoever has them.
 */
export type ActionKind =
  | "kpageflags"
  | "kpagecount"
  | "compact"
  | "page-idle"
  | "offline"
  | "secretmem"
  | "hibernate"
  | "vmalloc-ro"
  | "set-memory-np"
  | "map-back"
  | "unaligned-access"
  | "touch-pages";

/** Something that is done once or again and again. */
export interface ActionInput {
  kind: ActionKind;
  /** ms after the start. */
  startMs: number;
  /** How often, 1 and up. */
  times: number;
  /** ms from one time to the next. */
  everyMs: number;
  /** Pages that one time is about; 0: all there are, for a walker. */
  pages: number;
}

/** A synthetic load: allocations arrive as a Poisson process, on some cpu, and live for a drawn time. */
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
  /** Short for a phase with a rate factor only: it starts here, ms after the start. */
  burstStartMs: number;
  /** 0 = no burst. */
  burstLengthMs: number;
  burstFactor: number;
  classes: Record<RequestClass, ClassInput>;
  phases: PhaseInput[];
  /** Mean number of atomic bursts per simulated second, a Poisson process of its own: 0 = none. */
  atomicBurstsPerSecond: number;
  /** Requests of the class `atomic` that come at once, on one cpu, as an interrupt's would. */
  atomicBurstAllocations: number;
  atomicBurstOrder: number;
  /** Share of user pages that are pinned from the start, 0 to 100 %. */
  pinnedPercent: number;
  /**
   * A long-term pin (FOLL_LONGTERM) keeps out of CMA and MOVABLE, a short one does not (domain fact B-30). vmsplice() takes a short one
   * and keeps it as long as the block lives.
   */
  pinTerm: "short" | "long" | "vmsplice";
  /** Mean time of a short or a long-term pin, ms, exponential; it ends with the block at the latest. */
  pinMeanMs: number;
  /** Share of page cache that was written to, 0 to 100 %: reclaim has to write it back first. */
  dirtyPercent: number;
  /** Share of page cache requests that read again what was dropped before, any of it alike, 0 to 100 %; a new file where nothing was. */
  rereadPercent: number;
  /** Share of user requests for pages that will carry MTE tags, 0 to 100 %. */
  taggedPercent: number;
  /** Share of atomic requests for pages that will carry MTE tags, 0 to 100 %: a copy of a tagged page under a spinlock. */
  atomicTaggedPercent: number;
  /** Share of kernel, reclaimable, atomic and nowait requests that become slab pages or kernel stacks, 0 to 100 %. */
  slabPercent: number;
  /** Each request on a cpu drawn at random, or on the cpus in turn. */
  cpuChoice: "uniform" | "in-turn";
  /** Share of blocks that the allocating cpu frees, 0 to 100 %; the others are freed on another, drawn at random. */
  sameCpuFreePercent: number;
  actions: ActionInput[];
}

export interface RunInput {
  machine: MachineInput;
  /** At most one per family; an empty list is the kernel without any of them. */
  strategies: StrategyInput[];
  workload: WorkloadInput;
  /** 32-bit unsigned. */
  seed: number;
}
