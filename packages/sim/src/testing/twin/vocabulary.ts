/**
 * Words of the twin: the page allocator written down a second time, in the most obvious manner, to hold the real one against.
 * It shares no code with it, not even constants.
 */

/** "6.1" is 6.1.192, with what stable took over since 6.1.0; "6.6" is mainline as read in March 2026. */
export const KERNELS = ["5.4", "5.18", "6.1", "6.6"] as const;
export type Kernel = (typeof KERNELS)[number];

export function isSince(kernel: Kernel, first: Kernel): boolean {
  return KERNELS.indexOf(kernel) >= KERNELS.indexOf(first);
}

/** Migratetypes of include/linux/mmzone.h with CMA and memory isolation configured. */
export const TYPE = { unmovable: 0, movable: 1, reclaimable: 2, highatomic: 3, cma: 4, isolate: 5 } as const;
export const TYPE_COUNT = 6;

/** Types whose free blocks merge with one another's and which stand in for one another. */
export function isOrdinary(type: number): boolean {
  return type === TYPE.unmovable || type === TYPE.movable || type === TYPE.reclaimable;
}

/** Bits of include/linux/gfp.h in v5.18. */
export const GFP = {
  dma: 0x1,
  highmem: 0x2,
  dma32: 0x4,
  movable: 0x8,
  reclaimable: 0x10,
  high: 0x20,
  atomic: 0x200,
  directReclaim: 0x400,
  kswapd: 0x800,
  nomemalloc: 0x80000,
  thisnode: 0x200000,
  tagged: 0x800000,
} as const;

export const ZONES = ["DMA", "DMA32", "Normal", "HighMem", "Movable", "Device"] as const;

export interface TwinZoneSetup {
  nid: number;
  kind: (typeof ZONES)[number];
  /** First frame that the zone spans, and the first behind it. */
  start: number;
  end: number;
  managed: number;
  min: number;
  low: number;
  high: number;
  /** Pages kept from requests that could use a higher zone, index = kind of that zone. */
  lowmemReserve: readonly number[];
  pcpBatch: number;
  pcpHigh: number;
  /** Some of its pages were handed over as CMA. */
  hasCma: boolean;
}

export interface TwinSetup {
  kernel: Kernel;
  /** Largest order, inclusive. */
  maxOrder: number;
  /** At most maxOrder. */
  pageblockOrder: number;
  zones: readonly TwinZoneSetup[];
  /** Zones of a node's zonelist, best first. Index = nid. */
  zonelists: readonly (readonly number[])[];
  /** Node of each cpu. */
  cpuNodes: readonly number[];
  /** Per-cpu lists hold blocks of pageblock order too. */
  thp: boolean;
  /** The kernel was built with ZONE_DMA32. */
  hasDma32: boolean;
}

/** An allocation that had to be served by another type: tracepoint mm_page_alloc_extfrag. */
export interface Extfrag {
  zone: number;
  frame: number;
  order: number;
  foundOrder: number;
  type: number;
  foundType: number;
}
