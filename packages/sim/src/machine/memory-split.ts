import type { MemorySplit } from "../output";
import { isFlatMemory } from "./arch";
import type { EarlyMachine } from "./early";
import { pageExtPages } from "./page-ext";

/**
 * Where the present pages are before the strategies correct it.
 * @param counts `offered` by memblock at the hand-over; `managed` by the zones in the end; `later`: freed after the hand-over
 */
export function bareSplit(
  early: EarlyMachine,
  counts: { offered: number; managed: number; later: number },
): MemorySplit {
  const { presentPages, memmapPages, taken } = early;
  const pageExt = pageExtPages(early);
  // FLATMEM's tables are reserved memory, SPARSEMEM's are allocated pages.
  const isReserved = isFlatMemory(early.input.arch);
  const takenPages = taken.shadow + taken.origin + taken.tag_storage + taken.page_table;
  const inMemblock = memmapPages + takenPages + (isReserved ? pageExt : 0);
  return {
    presentPages,
    usablePages: counts.managed - (isReserved ? 0 : pageExt),
    shadowPages: taken.shadow,
    originPages: taken.origin,
    pageExtPages: pageExt,
    memmapPages,
    tagStoragePages: taken.tag_storage,
    pageTablePages: taken.page_table,
    reservedPages: presentPages - counts.offered - counts.later - inMemblock,
    leakedPages: 0,
    usable: "exact",
  };
}
