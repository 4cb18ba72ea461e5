/** Migratetypes, and which stand in for which. Source: include/linux/mmzone.h, mm/page_alloc.c fallbacks[]. */

export const UNMOVABLE = 0;
export const MOVABLE = 1;
export const RECLAIMABLE = 2;
export const HIGHATOMIC = 3;
export const CMA = 4;
export const ISOLATE = 5;

/** Types that per-cpu lists and ordinary requests know: MIGRATE_PCPTYPES. */
export const PCP_TYPES = 3;

/** As /proc/pagetypeinfo names them. */
export const MIGRATETYPE_NAMES = [
  "Unmovable",
  "Movable",
  "Reclaimable",
  "HighAtomic",
  "CMA",
  "Isolate",
] as const;

/** Types to fall back to, best first: two for each of the PCP_TYPES. */
export const FALLBACKS = Uint8Array.of(RECLAIMABLE, MOVABLE, RECLAIMABLE, UNMOVABLE, UNMOVABLE, MOVABLE);

/** True where free blocks of that type may merge with another mergeable type's: migratetype_is_mergeable(). */
export function isMergeable(type: number): boolean {
  return type < PCP_TYPES;
}
