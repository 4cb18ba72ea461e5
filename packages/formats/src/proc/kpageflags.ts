import { FormatError } from "../errors";
import { count } from "../text";

/**
 * Bits of an entry in /proc/kpageflags.
 * Source: include/uapi/linux/kernel-page-flags.h; from 32 on include/linux/kernel-page-flags.h, for kernel developers.
 */
export const PageFlag = {
  LOCKED: 0,
  ERROR: 1,
  REFERENCED: 2,
  UPTODATE: 3,
  DIRTY: 4,
  LRU: 5,
  ACTIVE: 6,
  SLAB: 7,
  WRITEBACK: 8,
  RECLAIM: 9,
  /** In the buddy lists: every page of a free block carries it (is_free_buddy_page()). */
  BUDDY: 10,
  MMAP: 11,
  ANON: 12,
  SWAPCACHE: 13,
  SWAPBACKED: 14,
  COMPOUND_HEAD: 15,
  COMPOUND_TAIL: 16,
  HUGE: 17,
  UNEVICTABLE: 18,
  HWPOISON: 19,
  /** There is no struct page, or none that is online. */
  NOPAGE: 20,
  KSM: 21,
  THP: 22,
  OFFLINE: 23,
  ZERO_PAGE: 24,
  IDLE: 25,
  PGTABLE: 26,
  RESERVED: 32,
} as const;

/** What a page is used for, as far as its flags tell; the first that holds, in this order. */
export const PageClass = {
  /** A hole, or memory that the kernel does not see (NOPAGE). */
  absent: 0,
  /** Free, in the buddy lists. */
  free: 1,
  /** Taken out of use after a memory error, or given back to a hypervisor (HWPOISON, OFFLINE). */
  unusable: 2,
  slab: 3,
  /** Page tables. */
  table: 4,
  /** Of processes: anonymous memory (ANON, KSM). */
  anonymous: 5,
  /** The page cache and shared memory (LRU or mapped, not anonymous). */
  file: 6,
  /** Never given to the page allocator, or held by the kernel for good (RESERVED). */
  reserved: 7,
  /** In use by the kernel without a sign, or in a per-cpu list. */
  other: 8,
} as const;

/** Page frames [startPfn, endPfn). */
export interface PfnRun {
  startPfn: number;
  endPfn: number;
}

export interface KpageflagsFacts {
  /** Entries in the file. */
  pages: number;
  /** Of each pfn a PageClass. */
  classes: Uint8Array;
  /**
   * The free pages, in ascending order and as long as they go: neighbouring blocks are one run, which blocksOf() takes
   * apart.
   */
  freeRuns: PfnRun[];
  /** Compound pages, head to last tail, in ascending order; those of free memory are not among them. */
  compounds: PfnRun[];
}

const ENTRY_BYTES = 8;

/**
 * Reads /proc/kpageflags: 64 bits a page frame, little endian, from pfn 0.
 * Source: fs/proc/page.c kpageflags_read(), stable_page_flags().
 * @throws FormatError if the length is no whole number of entries, or no page exists (a file that was read without root is empty)
 */
export function readKpageflags(bytes: Uint8Array): KpageflagsFacts {
  if (bytes.length === 0 || bytes.length % ENTRY_BYTES !== 0) {
    throw new FormatError(
      null,
      `This is not /proc/kpageflags: it has ${count(bytes.length)} bytes, not 8 for each page. Copy it whole, as root.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const pages = bytes.length / ENTRY_BYTES;
  const classes = new Uint8Array(pages);
  const freeRuns: PfnRun[] = [];
  const compounds: PfnRun[] = [];
  let hasPages = false;
  for (let pfn = 0; pfn < pages; pfn++) {
    const low = view.getUint32(pfn * ENTRY_BYTES, true);
    const pageClass = classOf(low, view.getUint32(pfn * ENTRY_BYTES + 4, true));
    classes[pfn] = pageClass;
    if (pageClass === PageClass.absent) continue;
    hasPages = true;
    if (pageClass === PageClass.free) extend(freeRuns, pfn);
    else if (has(low, PageFlag.COMPOUND_HEAD)) compounds.push({ startPfn: pfn, endPfn: pfn + 1 });
    else if (has(low, PageFlag.COMPOUND_TAIL)) extend(compounds, pfn);
  }
  if (!hasPages) {
    throw new FormatError(
      null,
      `This is not /proc/kpageflags: none of its ${count(pages)} entries is a page. Copy it whole, from pfn 0.`,
    );
  }
  return { pages, classes, freeRuns, compounds };
}

function has(flags: number, bit: number): boolean {
  return ((flags >>> bit) & 1) !== 0;
}

function classOf(low: number, high: number): number {
  const is = (bit: number) => has(low, bit);
  if (is(PageFlag.NOPAGE)) return PageClass.absent;
  if (is(PageFlag.BUDDY)) return PageClass.free;
  if (is(PageFlag.HWPOISON) || is(PageFlag.OFFLINE)) return PageClass.unusable;
  if (is(PageFlag.SLAB)) return PageClass.slab;
  if (is(PageFlag.PGTABLE)) return PageClass.table;
  if (is(PageFlag.ANON) || is(PageFlag.KSM)) return PageClass.anonymous;
  if (is(PageFlag.LRU) || is(PageFlag.MMAP) || is(PageFlag.UNEVICTABLE)) return PageClass.file;
  if (has(high, PageFlag.RESERVED - 32)) return PageClass.reserved;
  return PageClass.other;
}

/** Makes the last run longer by a page that follows it, or starts a new one. */
function extend(runs: PfnRun[], pfn: number): void {
  const last = runs[runs.length - 1];
  if (last?.endPfn === pfn) last.endPfn = pfn + 1;
  else runs.push({ startPfn: pfn, endPfn: pfn + 1 });
}

export interface FreeBlock {
  pfn: number;
  order: number;
}

/**
 * The blocks of a run of free pages. The flags do not tell where they start, but two free buddies never stay apart
 * (mm/page_alloc.c __free_one_page()), so that each block is as large as its alignment, the run and `maxOrder` allow.
 * Not so where a pageblock is isolated, which keeps its neighbours from merging with it.
 * @param maxOrder the highest order of a free list: 10 unless the kernel was configured otherwise
 */
export function blocksOf({ startPfn, endPfn }: PfnRun, maxOrder: number): FreeBlock[] {
  const blocks: FreeBlock[] = [];
  for (let pfn = startPfn; pfn < endPfn; ) {
    let order = maxOrder;
    while (pfn % 2 ** order !== 0 || pfn + 2 ** order > endPfn) order--;
    blocks.push({ pfn, order });
    pfn += 2 ** order;
  }
  return blocks;
}
