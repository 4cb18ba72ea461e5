/**
 * GFP flags: what a caller of alloc_pages() may wait for, and where its page may lie.
 * Bit values as in include/linux/gfp.h of v5.18, kept for every kernel so that one input means one thing; what a kernel makes
 * of them is its rule set's affair (`kernel.ts`).
 */

export const __GFP_DMA = 0x1;
export const __GFP_HIGHMEM = 0x2;
export const __GFP_DMA32 = 0x4;
export const __GFP_MOVABLE = 0x8;
export const __GFP_RECLAIMABLE = 0x10;
/** May take half of the MIN watermark. */
export const __GFP_HIGH = 0x20;
export const __GFP_IO = 0x40;
export const __GFP_FS = 0x80;
export const __GFP_ZERO = 0x100;
/** Cannot sleep and matters; gone since v6.4, where __GFP_HIGH without direct reclaim says the same. */
export const __GFP_ATOMIC = 0x200;
export const __GFP_DIRECT_RECLAIM = 0x400;
export const __GFP_KSWAPD_RECLAIM = 0x800;
export const __GFP_NOWARN = 0x2000;
export const __GFP_RETRY_MAYFAIL = 0x4000;
export const __GFP_NOFAIL = 0x8000;
export const __GFP_NORETRY = 0x10000;
/** Past all watermarks: whoever asks will free more than this soon. */
export const __GFP_MEMALLOC = 0x20000;
export const __GFP_COMP = 0x40000;
export const __GFP_NOMEMALLOC = 0x80000;
export const __GFP_THISNODE = 0x200000;
/** The page will carry MTE tags: the tag-storage series' name for __GFP_ZEROTAGS (RFC v3, patch 18). */
export const __GFP_TAGGED = 0x800000;

/** Flags that say where a page may lie: the lowest ones. */
export const GFP_PLACE_BITS = 4;
export const GFP_PLACE_MASK = 15;

export const __GFP_RECLAIM = __GFP_DIRECT_RECLAIM | __GFP_KSWAPD_RECLAIM;
export const GFP_KERNEL = __GFP_RECLAIM | __GFP_IO | __GFP_FS;
export const GFP_ATOMIC = __GFP_HIGH | __GFP_ATOMIC | __GFP_KSWAPD_RECLAIM;
export const GFP_NOWAIT = __GFP_KSWAPD_RECLAIM;
export const GFP_HIGHUSER = GFP_KERNEL | __GFP_HIGHMEM;
export const GFP_HIGHUSER_MOVABLE = GFP_HIGHUSER | __GFP_MOVABLE;

/** The migratetype a request asks for: gfp_migratetype(). */
export function migratetypeOf(gfp: number): number {
  return (gfp & (__GFP_MOVABLE | __GFP_RECLAIMABLE)) >>> 3;
}

const NAMES: readonly (readonly [number, string])[] = [
  [GFP_HIGHUSER_MOVABLE, "GFP_HIGHUSER_MOVABLE"],
  [GFP_KERNEL, "GFP_KERNEL"],
  [__GFP_RECLAIM | __GFP_IO, "GFP_NOFS"],
  [GFP_ATOMIC, "GFP_ATOMIC"],
  [__GFP_RECLAIM, "GFP_NOIO"],
  [GFP_NOWAIT, "GFP_NOWAIT"],
  [__GFP_DMA, "GFP_DMA"],
  [__GFP_HIGHMEM, "__GFP_HIGHMEM"],
  [__GFP_DMA32, "GFP_DMA32"],
  [__GFP_HIGH, "__GFP_HIGH"],
  [__GFP_ATOMIC, "__GFP_ATOMIC"],
  [__GFP_IO, "__GFP_IO"],
  [__GFP_FS, "__GFP_FS"],
  [__GFP_NOWARN, "__GFP_NOWARN"],
  [__GFP_RETRY_MAYFAIL, "__GFP_RETRY_MAYFAIL"],
  [__GFP_NOFAIL, "__GFP_NOFAIL"],
  [__GFP_NORETRY, "__GFP_NORETRY"],
  [__GFP_COMP, "__GFP_COMP"],
  [__GFP_ZERO, "__GFP_ZERO"],
  [__GFP_NOMEMALLOC, "__GFP_NOMEMALLOC"],
  [__GFP_MEMALLOC, "__GFP_MEMALLOC"],
  [__GFP_THISNODE, "__GFP_THISNODE"],
  [__GFP_RECLAIMABLE, "__GFP_RECLAIMABLE"],
  [__GFP_MOVABLE, "__GFP_MOVABLE"],
  [__GFP_TAGGED, "__GFP_TAGGED"],
  [__GFP_DIRECT_RECLAIM, "__GFP_DIRECT_RECLAIM"],
  [__GFP_KSWAPD_RECLAIM, "__GFP_KSWAPD_RECLAIM"],
];

/** As the kernel prints it, "GFP_KERNEL|__GFP_NORETRY"; "none" for 0. Source: include/trace/events/mmflags.h, lib/vsprintf.c. */
export function gfpText(gfp: number): string {
  const found: string[] = [];
  let left = gfp;
  for (const [flags, name] of NAMES) {
    if ((left & flags) !== flags) continue;
    found.push(name);
    left &= ~flags;
  }
  if (left !== 0) found.push(`0x${left.toString(16)}`);
  return found.length === 0 ? "none" : found.join("|");
}
