/**
 * memblock: the allocator of early boot. Two sorted arrays of byte ranges, what exists and what is taken.
 * Source: mm/memblock.c.
 */

import { RegionList } from "./region-list";

/** Flags of a region, values as in include/linux/memblock.h. */
export const MEMBLOCK_NONE = 0;
/** Memory that may be unplugged. */
export const MEMBLOCK_HOTPLUG = 1;
/** Memory that the hardware mirrors; allocations prefer it where there is any. */
export const MEMBLOCK_MIRROR = 2;
/** Memory that the kernel must not map, and so never gives out. */
export const MEMBLOCK_NOMAP = 4;
/** Memory that a driver has added. */
export const MEMBLOCK_DRIVER_MANAGED = 8;
/** Reserved, and its struct pages are not initialised. */
export const MEMBLOCK_RSRV_NOINIT = 16;
/** Reserved for an allocation of the kernel's own. */
export const MEMBLOCK_RSRV_KERN = 32;

/** Half-open range of bytes with the node of the memory it lies in. */
export interface FreeRange {
  start: number;
  end: number;
  nid: number;
}

export interface FindOptions {
  /** Power of two, bytes. */
  align: number;
  /** Lowest address allowed, bytes. */
  min?: number;
  /** First address not allowed, bytes. */
  max?: number;
  /** Only memory of this node. */
  nid?: number;
}

export interface AllocateOptions extends FindOptions {
  /** No other node will do. */
  exactNode?: boolean;
}

export class Memblock {
  readonly memory = new RegionList();
  readonly reserved = new RegionList();
  /** Search from low addresses to high ones: memblock_set_bottom_up(). */
  bottomUp = false;
  /** First address that is not given out unless asked for, bytes: memblock_set_current_limit(). */
  limit = Number.MAX_SAFE_INTEGER;
  /** Booted with movable_node: hotpluggable memory is given to nobody, so that it can be unplugged. */
  movableNode = false;

  /** @param lowest no address below it is given out, bytes: the kernel keeps off its first page, for 0 means failure. */
  constructor(private readonly lowest = 0) {}

  /** Memory that exists: memblock_add_node(). Bytes. */
  add(base: number, size: number, nid: number, flags = MEMBLOCK_NONE): void {
    this.memory.add(base, size, flags, nid);
  }

  /** Memory that does not exist after all: memblock_remove(). */
  remove(base: number, size: number): void {
    this.memory.remove(base, size);
  }

  reserve(base: number, size: number, flags = MEMBLOCK_NONE): void {
    this.reserved.add(base, size, flags);
  }

  /** Gives back what was reserved, wholly or in part: memblock_phys_free(). */
  free(base: number, size: number): void {
    this.reserved.remove(base, size);
  }

  /** Free memory, ascending: memory that is mapped, minus what is reserved. Source: mm/memblock.c __next_mem_range(). */
  *freeRanges(): Generator<FreeRange> {
    yield* this.gaps((flags) => (flags & MEMBLOCK_NOMAP) === 0);
  }

  /**
   * First fitting place for `size` bytes in the direction of the search, or undefined.
   * Source: mm/memblock.c __memblock_find_range_top_down(), __memblock_find_range_bottom_up().
   */
  find(size: number, options: FindOptions): number | undefined {
    return this.findIn(size, options, MEMBLOCK_NONE);
  }

  /**
   * Finds a place and reserves it; undefined if there is none. Mirrored memory first where there is any; then, unless
   * `exactNode`, any node's; at last without the lower limit.
   * Source: mm/memblock.c memblock_alloc_internal(), memblock_alloc_range_nid().
   */
  allocate(size: number, options: AllocateOptions): number | undefined {
    const base =
      this.findAnywhere(size, options) ??
      (options.min === undefined ? undefined : this.findAnywhere(size, { ...options, min: 0 }));
    if (base !== undefined) this.reserve(base, size, MEMBLOCK_RSRV_KERN);
    return base;
  }

  private findAnywhere(size: number, options: AllocateOptions): number | undefined {
    const { nid, exactNode = false, ...anyNode } = options;
    const hasMirror = this.memory.regions.some((region) => (region.flags & MEMBLOCK_MIRROR) !== 0);
    for (const wanted of hasMirror ? [MEMBLOCK_MIRROR, MEMBLOCK_NONE] : [MEMBLOCK_NONE]) {
      const base =
        this.findIn(size, options, wanted) ??
        (nid === undefined || exactNode ? undefined : this.findIn(size, anyNode, wanted));
      if (base !== undefined) return base;
    }
    return undefined;
  }

  private findIn(size: number, options: FindOptions, wanted: number): number | undefined {
    const { align, max = this.limit, nid } = options;
    const min = Math.max(options.min ?? 0, this.lowest);
    const ranges = [...this.gaps((flags) => this.isUsable(flags, wanted))];
    if (!this.bottomUp) ranges.reverse();
    for (const range of ranges) {
      if (nid !== undefined && range.nid !== nid) continue;
      const low = Math.max(range.start, min);
      const high = Math.min(range.end, max);
      if (high < low + size) continue;
      const candidate = this.bottomUp
        ? Math.ceil(low / align) * align
        : Math.floor((high - size) / align) * align;
      if (candidate >= low && candidate + size <= high) return candidate;
    }
    return undefined;
  }

  /** Source: mm/memblock.c should_skip_region(). */
  private isUsable(flags: number, wanted: number): boolean {
    if (this.movableNode && (flags & MEMBLOCK_HOTPLUG) !== 0) return false;
    if ((wanted & MEMBLOCK_MIRROR) !== 0 && (flags & MEMBLOCK_MIRROR) === 0) return false;
    return (flags & (MEMBLOCK_NOMAP | MEMBLOCK_DRIVER_MANAGED)) === 0;
  }

  /** What is not reserved of the memory regions whose flags are accepted, ascending. No gap spans two regions. */
  private *gaps(accepts: (flags: number) => boolean): Generator<FreeRange> {
    let next = 0;
    const reserved = this.reserved.regions;
    for (const bank of this.memory.regions) {
      if (!accepts(bank.flags)) continue;
      const bankEnd = bank.base + bank.size;
      let from = bank.base;
      while (next > 0 && (reserved[next - 1]?.base ?? 0) + (reserved[next - 1]?.size ?? 0) > from) next--;
      for (; next < reserved.length; next++) {
        const taken = reserved[next];
        if (taken === undefined || taken.base >= bankEnd) break;
        const takenEnd = taken.base + taken.size;
        if (takenEnd <= from) continue;
        if (taken.base > from) yield { start: from, end: taken.base, nid: bank.nid };
        from = Math.max(from, takenEnd);
      }
      if (from < bankEnd) yield { start: from, end: bankEnd, nid: bank.nid };
    }
  }
}
