/**
 * Machines to measure on: x86-64 with one node, zones DMA, DMA32 and Normal, 4 KiB pages. Frames are pfns
 * without the hole below 4 GiB, as in the simulator.
 */

/** A zone as both allocators get it; pages and frames. */
export interface ArenaZone {
  kind: "DMA" | "DMA32" | "Normal";
  startFrame: number;
  /** First frame behind the zone. */
  endFrame: number;
  managedPages: number;
  minPages: number;
  lowPages: number;
  highPages: number;
  /** Index = highest zone that the request may use: DMA, DMA32, Normal. */
  lowmemReserve: [number, number, number];
  pcpBatch: number;
  pcpHigh: number;
}

export interface Arena {
  frames: number;
  cpus: number;
  /** Ascending by frame. */
  zones: ArenaZone[];
  /** Ranges [start, end) of frames that boot hands over, ascending, none across a zone's border. */
  handedOver: { start: number; end: number }[];
}

const MIB = 256;
const GIB = 1024 * MIB;

const KINDS = ["DMA", "DMA32", "Normal"] as const;
/** Zone borders, frames: 16 MiB, and 3 GiB of memory below the hole. */
const ENDS = [16 * MIB, 3 * GIB, Number.POSITIVE_INFINITY];

/** A PC with so many GiB: what lies below 1 MiB, the kernel image and the memmap are reserved. */
export function pc(gib: number, cpus: number): Arena {
  const frames = gib * GIB;
  return arena(frames, cpus, ENDS, [
    { start: 1, end: 159 },
    { start: 256, end: 16 * MIB },
    { start: 64 * MIB, end: frames - frames / 64 },
  ]);
}

/**
 * @param ends first frame behind each zone
 * @param free ranges of frames that boot hands over, ascending
 */
export function arena(
  frames: number,
  cpus: number,
  ends: readonly number[],
  free: { start: number; end: number }[],
): Arena {
  const spans = ends
    .map((end, i) => ({
      start: Math.min(frames, ends[i - 1] ?? 0),
      end: Math.min(frames, end),
      kind: KINDS[i] ?? "Normal",
    }))
    .filter((span) => span.start < span.end);
  const handedOver = spans.flatMap(({ start, end }) =>
    free
      .map((r) => ({ start: Math.max(start, r.start), end: Math.min(end, r.end) }))
      .filter((r) => r.start < r.end),
  );
  const managed = spans.map(({ start, end }) =>
    handedOver.reduce((sum, r) => (r.start >= start && r.end <= end ? sum + r.end - r.start : sum), 0),
  );
  const total = managed.reduce((sum, pages) => sum + pages, 0);
  const minFree = minFreePages(total, spans.length);
  const zones = spans.map(({ start, end, kind }, i): ArenaZone => {
    const managedPages = managed[i] ?? 0;
    const minPages = Math.floor((minFree * managedPages) / total);
    const step = Math.max(Math.floor(minPages / 4), Math.floor(managedPages / 1000));
    const pcpBatch = batch(managedPages);
    const lowPages = minPages + step;
    return {
      kind,
      startFrame: start,
      endFrame: end,
      managedPages,
      minPages,
      lowPages,
      highPages: lowPages + step,
      lowmemReserve: reserve(spans, managed, i),
      pcpBatch,
      pcpHigh: Math.max(Math.floor(lowPages / cpus), 4 * pcpBatch),
    };
  });
  return { frames, cpus, zones, handedOver };
}

/** min_free_kbytes in pages, with THP's recommendation: the larger, at most 5 % of memory. */
function minFreePages(total: number, zones: number): number {
  const kbytes = Math.min(262_144, Math.max(128, Math.floor(Math.sqrt(16 * 4 * total))));
  return Math.max(Math.floor(kbytes / 4), Math.min(512 * zones * 11, Math.floor(total / 20)));
}

function reserve(spans: { kind: string }[], managed: number[], zone: number): [number, number, number] {
  const kind = KINDS.indexOf(spans[zone]?.kind as "DMA");
  const pages = [0, 0, 0] as [number, number, number];
  for (let highest = kind + 1; highest < KINDS.length; highest++) {
    const above = managed.filter((_, i) => i > zone && KINDS.indexOf(spans[i]?.kind as "DMA") <= highest);
    pages[highest] = Math.floor(above.reduce((sum, n) => sum + n, 0) / 256);
  }
  return pages;
}

function batch(managed: number): number {
  const share = Math.floor(Math.min(managed >>> 10, 256) / 4);
  return share <= 1 ? 1 : 2 ** (31 - Math.clz32(share + (share >>> 1))) - 1;
}
