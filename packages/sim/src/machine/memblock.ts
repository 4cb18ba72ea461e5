/**
 * memblock: the allocator of early boot. Two sorted arrays of byte ranges, what exists and what is taken.
 * Source: mm/memblock.c memblock_add_range(), memblock_merge_regions(), memblock_find_in_range_node().
 */

/** Flags of a region, values as in include/linux/memblock.h. */
export const MEMBLOCK_NONE = 0;
export const MEMBLOCK_NOMAP = 4;
export const MEMBLOCK_RSRV_KERN = 32;

/** Node id of a region that belongs to no node in particular, as NUMA_NO_NODE. */
export const NO_NODE = -1;

/** One region, in bytes. */
export interface Region {
  base: number;
  size: number;
  flags: number;
  nid: number;
}

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

/** A sorted array of disjoint regions in which no two neighbours could be one. */
export class RegionList {
  readonly regions: Region[] = [];

  /**
   * Adds a range. Where it overlaps an older region, the older flags and node win.
   * Bytes; a size of 0 adds nothing. Source: mm/memblock.c memblock_add_range().
   */
  add(base: number, size: number, flags = MEMBLOCK_NONE, nid = NO_NODE): void {
    const end = base + size;
    const pieces: Region[] = [];
    let from = base;
    for (const old of this.regions) {
      const oldEnd = old.base + old.size;
      if (oldEnd <= from) continue;
      if (old.base >= end) break;
      if (old.base > from) pieces.push({ base: from, size: old.base - from, flags, nid });
      from = Math.min(oldEnd, end);
    }
    if (from < end) pieces.push({ base: from, size: end - from, flags, nid });
    this.regions.push(...pieces);
    this.regions.sort((a, b) => a.base - b.base);
    this.merge();
  }

  /** Sum of the regions, bytes. */
  totalBytes(): number {
    return this.regions.reduce((sum, region) => sum + region.size, 0);
  }

  private merge(): void {
    const merged: Region[] = [];
    for (const region of this.regions) {
      const last = merged.at(-1);
      if (
        last !== undefined &&
        last.base + last.size === region.base &&
        last.nid === region.nid &&
        last.flags === region.flags
      ) {
        last.size += region.size;
      } else {
        merged.push(region);
      }
    }
    this.regions.splice(0, this.regions.length, ...merged);
  }
}

export class Memblock {
  readonly memory = new RegionList();
  readonly reserved = new RegionList();

  /** Free memory, ascending: memory that is mapped, minus what is reserved. */
  *freeRanges(): Generator<FreeRange> {
    let next = 0;
    const reserved = this.reserved.regions;
    for (const bank of this.memory.regions) {
      if (bank.flags & MEMBLOCK_NOMAP) continue;
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

  /**
   * Highest free place for `size` bytes, or undefined.
   * Source: mm/memblock.c __memblock_find_range_top_down().
   */
  find(size: number, options: FindOptions): number | undefined {
    const { align, min = 0, max = Number.MAX_SAFE_INTEGER, nid } = options;
    const ranges = [...this.freeRanges()].reverse();
    for (const range of ranges) {
      if (nid !== undefined && range.nid !== nid) continue;
      const low = Math.max(range.start, min);
      const high = Math.min(range.end, max);
      if (high < low + size) continue;
      const candidate = Math.floor((high - size) / align) * align;
      if (candidate >= low) return candidate;
    }
    return undefined;
  }

  /** Finds a place from the top down and reserves it; undefined if there is none. */
  allocate(size: number, options: FindOptions): number | undefined {
    const base = this.find(size, options);
    if (base !== undefined) this.reserved.add(base, size, MEMBLOCK_RSRV_KERN);
    return base;
  }
}
