/** The fields of the page events, key=value in any order: page, pfn, order, migratetype, gfp_flags, percpu_refill. */

import {
  EQUALS,
  endOfField,
  isBlank,
  isEnd,
  LETTER_N,
  LETTER_X,
  literal,
  NEWLINE,
  PAREN_OPEN,
  SPACE,
  standsAt,
  word,
  ZERO,
} from "./ascii";
import { PageEvent } from "./batch";
import type { GfpReader } from "./gfp-flags";
import type { NumberReader } from "./number";

/** The first four characters tell the fields apart. */
const PAGE = word("page");
const PFN = word("pfn=");
const ORDE = word("orde");
const MIGR = word("migr");
const GFP_ = word("gfp_");
const PERC = word("perc");
const ORDER = literal("order=");
const MIGRATETYPE = literal("migratetype=");
const GFP_FLAGS = literal("gfp_flags=");
const PERCPU_REFILL = literal("percpu_refill=");

/** Bits of the fields that were met. */
const HAS_PAGE = 1;
const HAS_PFN = 2;
const HAS_ORDER = 4;
const HAS_MIGRATETYPE = 8;
const HAS_GFP_FLAGS = 16;
const HAS_PERCPU_REFILL = 32;
const FIELD_NAMES = ["page", "pfn", "order", "migratetype", "gfp_flags", "percpu_refill"];

/** What each kind has to have, by its place in PAGE_EVENTS. `page` is missing where a tool could not print it. */
const REQUIRED = [
  HAS_PFN | HAS_ORDER | HAS_MIGRATETYPE | HAS_GFP_FLAGS,
  HAS_PFN | HAS_ORDER,
  HAS_PFN | HAS_ORDER,
  HAS_PFN | HAS_ORDER | HAS_MIGRATETYPE,
  HAS_PFN | HAS_ORDER | HAS_MIGRATETYPE | HAS_PERCPU_REFILL,
];

/** Beyond every kernel's MAX_ORDER. */
const MAX_ORDER = 15;
/** MIGRATE_ISOLATE, the last one. */
const MAX_MIGRATETYPE = 5;
/** Exact as a double, and beyond every machine. */
export const PFN_LIMIT = 2 ** 52;
/** All 64 bits set, which is no pfn, as a double. */
const NO_PFN = 2 ** 64;

export class PageEventReader {
  pfn = 0;
  order = 0;
  migratetype = 0;
  flags = 0;
  percpuRefill = 0;
  /** Why the last event was not read. */
  problem = "";
  /** Where the last event's page is printed, 0 if it is not. */
  pageAt = 0;
  /** Where the last event's pfn is printed. */
  pfnAt = 0;
  /** Whether page and pfn came first in the last event, or the pfn where there was no page. */
  isInOrder = false;

  constructor(
    private readonly number: NumberReader,
    private readonly gfp: GfpReader,
  ) {}

  /** Reads the fields at `start`. True if they make an event; else `problem` says why not. */
  read(view: DataView, start: number, kind: number): boolean {
    let at = start;
    let seen = 0;
    let seenBeforePfn = 0;
    this.pageAt = 0;
    this.migratetype = -1;
    this.flags = 0;
    this.percpuRefill = 0;
    for (;;) {
      while (isBlank(view.getUint8(at))) at++;
      if (view.getUint8(at) === NEWLINE) break;
      let field = 0;
      switch (view.getInt32(at, true)) {
        case PAGE:
          if (view.getUint8(at + 4) !== EQUALS) break;
          field = HAS_PAGE;
          at += 5;
          // Older kernels print a null pointer as blanks and "(null)".
          while (view.getUint8(at) === SPACE) at++;
          this.pageAt = at;
          at = endOfField(view, at);
          break;
        case PFN:
          field = HAS_PFN;
          seenBeforePfn = seen;
          this.pfnAt = at + 4;
          at = this.number.read(view, at + 4);
          this.pfn = this.number.value;
          break;
        case ORDE:
          if (!standsAt(ORDER, view, at)) break;
          field = HAS_ORDER;
          at = this.number.read(view, at + ORDER.length);
          this.order = this.number.value;
          break;
        case MIGR:
          if (!standsAt(MIGRATETYPE, view, at)) break;
          field = HAS_MIGRATETYPE;
          at = this.number.read(view, at + MIGRATETYPE.length);
          this.migratetype = this.number.value;
          break;
        case GFP_:
          if (!standsAt(GFP_FLAGS, view, at)) break;
          field = HAS_GFP_FLAGS;
          at = this.gfp.read(view, at + GFP_FLAGS.length);
          this.flags = this.gfp.bits;
          break;
        case PERC:
          if (!standsAt(PERCPU_REFILL, view, at)) break;
          field = HAS_PERCPU_REFILL;
          at = this.number.read(view, at + PERCPU_REFILL.length);
          this.percpuRefill = this.number.value;
          break;
      }
      if (field === 0) {
        // A field of another version of the kernel.
        while (!isEnd(view.getUint8(at))) at++;
        continue;
      }
      if (at < 0) return this.fail(`its '${nameOf(field)}' can't be read`);
      if ((seen & field) !== 0) return this.fail(`it has '${nameOf(field)}=' twice`);
      seen |= field;
    }
    const missing = (REQUIRED[kind] as number) & ~seen;
    if (missing !== 0) return this.fail(`it has no '${nameOf(missing & -missing)}='`);
    this.isInOrder = seenBeforePfn === (seen & HAS_PAGE);
    if (isFailure(kind, this.pfn, view, this.pageAt)) this.pfn = -1;
    if (this.pfn >= PFN_LIMIT) return this.fail("its 'pfn' is 2^52 or more");
    if (this.order > MAX_ORDER) return this.fail(`its 'order' is above ${MAX_ORDER}`);
    if (this.migratetype > MAX_MIGRATETYPE) return this.fail(`its 'migratetype' is above ${MAX_MIGRATETYPE}`);
    if (this.percpuRefill > 1) return this.fail("its 'percpu_refill' is neither 0 nor 1");
    return true;
  }

  private fail(problem: string): false {
    this.problem = problem;
    return false;
  }
}

function nameOf(field: number): string {
  return FIELD_NAMES[31 - Math.clz32(field)] as string;
}

/** The kernel prints a request that failed as page 0 and pfn 0; a tool that can't print the page, the bare pfn. */
function isFailure(kind: number, pfn: number, view: DataView, pageAt: number): boolean {
  if (kind !== PageEvent.alloc && kind !== PageEvent.zoneLocked) return false;
  return pfn === NO_PFN || (pfn === 0 && pageAt > 0 && isNull(view, pageAt));
}

/** "(null)", "(nil)", "0x0", "0000000000000000"; not "(____ptrval____)", which hides a page. */
function isNull(view: DataView, page: number): boolean {
  if (view.getUint8(page) === PAREN_OPEN) return view.getUint8(page + 1) === LETTER_N;
  let at = page;
  while (view.getUint8(at) === ZERO || view.getUint8(at) === LETTER_X) at++;
  return isEnd(view.getUint8(at));
}
