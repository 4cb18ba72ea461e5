/** What the allocator knows of its zones besides their free lists: watermarks, reserves, what is set aside. */

/** Zones as the kernel numbers them, all configured; the index into lowmem reserves. */
export const ZONE_KINDS = ["DMA", "DMA32", "Normal", "HighMem", "Movable", "Device"] as const;
export type ZoneKind = (typeof ZONE_KINDS)[number];

/** One zone after boot; pages. */
export interface ZoneLevel {
  nid: number;
  kind: ZoneKind;
  managedPages: number;
  minPages: number;
  lowPages: number;
  highPages: number;
  /** Pages kept from requests that could use a higher zone, index = that zone's kind. */
  lowmemReserve: readonly number[];
  /** Per-cpu lists: pages moved at once, and pages at which a list is drained. */
  pcpBatch: number;
  pcpHigh: number;
}

/** Places for kinds in what is indexed by zone and kind, a power of two. */
export const KINDS = 8;

/** A request's place among a zone's gauges: the highest kind it may use, and in the last bit whether it may have CMA. */
export const GAUGE_BITS = 4;

/** Index of a request's gauge. */
export function gaugeIndex(zone: number, highest: number, mayHaveCma: boolean): number {
  return (zone << GAUGE_BITS) | (highest << 1) | (mayHaveCma ? 1 : 0);
}

/** Structure of arrays over zones: the hot paths read single numbers. */
export class ZoneLevels {
  readonly count: number;
  readonly kind: Uint8Array;
  readonly nid: Int32Array;
  readonly managed: Float64Array;
  /** Watermarks MIN, LOW, HIGH without boost, index = zone * 4 + mark. */
  readonly marks: Float64Array;
  /** Watermarks with the reserve, index = (zone * KINDS + highest kind the request may use) * 4 + mark. */
  readonly floors: Float64Array;
  /** Raised by fallbacks, taken back by kswapd. Source: mm/page_alloc.c boost_watermark(). */
  readonly boost: Readonly<Float64Array>;
  /** index = zone * KINDS + highest kind the request may use. */
  readonly reserve: Float64Array;
  /** Pages in pageblocks reserved for atomic requests. */
  readonly highatomic: Readonly<Float64Array>;
  /** Pages handed over as CMA. */
  readonly cma: Readonly<Float64Array>;
  /** Pages given out, and pages given back, since boot: pgalloc_*, pgfree. Parts of `gauges`. */
  readonly allocatedPages: Float64Array;
  readonly freedPages: Float64Array;
  /**
   * What nearly every request reads and writes, in one array. First, index = gaugeIndex(): with more free pages than that, a zone
   * is above LOW for a request without privileges whatever the kernel's rules are, and however much of its CMA is free. From
   * `tooFewAt` on, in the same order: with no more than that it is not. In between the rules decide. Then the pages allocated and
   * freed, index = zone.
   */
  readonly gauges: Float64Array;
  readonly tooFewAt: number;
  readonly allocatedAt: number;
  readonly freedAt: number;
  readonly pcpBatch: Int32Array;
  readonly pcpHigh: Int32Array;
  /** Pageblocks being isolated. */
  readonly isolatedBlocks: Int32Array;

  /** @param leavesOutReserved watermark checks leave out all pages of highatomic pageblocks, no fewer */
  constructor(
    count: number,
    private readonly leavesOutReserved: boolean,
  ) {
    this.count = count;
    this.kind = new Uint8Array(count);
    this.nid = new Int32Array(count);
    this.managed = new Float64Array(count);
    this.marks = new Float64Array(4 * count);
    this.floors = new Float64Array(4 * KINDS * count);
    this.boost = new Float64Array(count);
    this.reserve = new Float64Array(KINDS * count);
    this.highatomic = new Float64Array(count);
    this.cma = new Float64Array(count);
    this.tooFewAt = count << GAUGE_BITS;
    this.allocatedAt = 2 * this.tooFewAt;
    this.freedAt = this.allocatedAt + count;
    this.gauges = new Float64Array(this.freedAt + count);
    this.allocatedPages = this.gauges.subarray(this.allocatedAt, this.freedAt);
    this.freedPages = this.gauges.subarray(this.freedAt);
    this.pcpBatch = new Int32Array(count);
    this.pcpHigh = new Int32Array(count);
    this.isolatedBlocks = new Int32Array(count);
  }

  /** Sets what boot works out once memory is handed over. */
  tune(zone: number, level: ZoneLevel): void {
    this.kind[zone] = ZONE_KINDS.indexOf(level.kind);
    this.nid[zone] = level.nid;
    this.managed[zone] = level.managedPages;
    this.marks[4 * zone] = level.minPages;
    this.marks[4 * zone + 1] = level.lowPages;
    this.marks[4 * zone + 2] = level.highPages;
    this.reserve.set(level.lowmemReserve, KINDS * zone);
    for (let highest = 0; highest < KINDS; highest++) {
      const floor = 4 * (KINDS * zone + highest);
      const kept = level.lowmemReserve[highest] ?? 0;
      this.floors.set([level.minPages + kept, level.lowPages + kept, level.highPages + kept], floor);
    }
    this.pcpBatch[zone] = level.pcpBatch;
    this.pcpHigh[zone] = level.pcpHigh;
    this.setGauges(zone);
  }

  setBoost(zone: number, pages: number): void {
    this.set(this.boost, zone, pages);
  }

  setHighatomic(zone: number, pages: number): void {
    this.set(this.highatomic, zone, pages);
  }

  setCma(zone: number, pages: number): void {
    this.set(this.cma, zone, pages);
  }

  private set(pagesOf: Float64Array, zone: number, pages: number): void {
    pagesOf[zone] = pages;
    this.setGauges(zone);
  }

  private setGauges(zone: number): void {
    const reserved = this.highatomic[zone] as number;
    for (let highest = 0; highest < KINDS; highest++) {
      const low = (this.floors[4 * (KINDS * zone + highest) + 1] as number) + (this.boost[zone] as number);
      for (const mayHaveCma of [false, true]) {
        const gauge = gaugeIndex(zone, highest, mayHaveCma);
        this.gauges[gauge] = low + reserved + (mayHaveCma ? 0 : (this.cma[zone] as number));
        this.gauges[this.tooFewAt + gauge] = low + (this.leavesOutReserved ? reserved : 0);
      }
    }
  }
}
