/**
 * What a run is made of. Plain data only: the same input gives the same bytes on every machine.
 * Bytes and pages are integers below 2^53; every optional value is resolved before it gets here.
 */

export type Arch = "x86-64" | "arm64";

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
}

export interface MachineInput {
  arch: Arch;
  pageSizeBytes: number;
  /** Largest buddy order, inclusive (10 on x86-64). */
  maxOrder: number;
  /** sizeof(struct page) without what a strategy adds to it. */
  structPageBytes: number;
  banks: Bank[];
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
  /** Pages the kernel frees after boot is over (init memory, initrd, gaps). They reach the buddy last. */
  lateFreedPages: number;
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
