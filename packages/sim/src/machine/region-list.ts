/** Sorted, disjoint ranges of bytes with flags and a node. Source: mm/memblock.c. */

/** Node id of a region that belongs to no node in particular, as NUMA_NO_NODE. */
export const NO_NODE = -1;

/** One region, in bytes. */
export interface Region {
  base: number;
  size: number;
  flags: number;
  nid: number;
}

/** A sorted array of disjoint regions in which no two neighbours could be one. Sizes of 0 do nothing. */
export class RegionList {
  readonly regions: Region[] = [];

  /**
   * Adds a range. Where it overlaps an older region, the older flags and node win.
   * Source: mm/memblock.c memblock_add_range().
   */
  add(base: number, size: number, flags = 0, nid = NO_NODE): void {
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

  /** Takes a range out, wherever it is listed. Source: mm/memblock.c memblock_remove_range(). */
  remove(base: number, size: number): void {
    const inside = new Set(this.isolate(base, size));
    this.replace(this.regions.filter((region) => !inside.has(region)));
  }

  /** Sets flags on what is listed of a range. Source: mm/memblock.c memblock_setclr_flag(). */
  mark(base: number, size: number, flags: number): void {
    for (const region of this.isolate(base, size)) region.flags |= flags;
    this.merge();
  }

  /** Clears flags on what is listed of a range. Source: mm/memblock.c memblock_setclr_flag(). */
  clear(base: number, size: number, flags: number): void {
    for (const region of this.isolate(base, size)) region.flags &= ~flags;
    this.merge();
  }

  /** Gives what is listed of a range to a node. Source: mm/memblock.c memblock_set_node(). */
  setNode(base: number, size: number, nid: number): void {
    for (const region of this.isolate(base, size)) region.nid = nid;
    this.merge();
  }

  /** Sum of the regions, bytes. */
  totalBytes(): number {
    return this.regions.reduce((sum, region) => sum + region.size, 0);
  }

  /** Cuts regions at both ends of a range and returns those inside. Source: mm/memblock.c memblock_isolate_range(). */
  private isolate(base: number, size: number): Region[] {
    if (size === 0) return [];
    for (const at of [base, base + size]) {
      const index = this.regions.findIndex((region) => region.base < at && at < region.base + region.size);
      const region = this.regions[index];
      if (region === undefined) continue;
      this.regions.splice(
        index,
        1,
        { ...region, size: at - region.base },
        { ...region, base: at, size: region.base + region.size - at },
      );
    }
    return this.regions.filter((region) => region.base >= base && region.base + region.size <= base + size);
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
    this.replace(merged);
  }

  private replace(regions: Region[]): void {
    this.regions.splice(0, this.regions.length, ...regions);
  }
}

/** Bytes that both lists cover, ascending. */
export function* intersect(a: RegionList, b: RegionList): Generator<{ start: number; end: number }> {
  for (const x of a.regions) {
    for (const y of b.regions) {
      const start = Math.max(x.base, y.base);
      const end = Math.min(x.base + x.size, y.base + y.size);
      if (start < end) yield { start, end };
    }
  }
}
