/** The fields of the page events, key=value in any order: page, pfn, order, migratetype, gfp_flags, percpu_refill. */

import {
  EQUALS,
  HEX,
  isBlank,
  isDigit,
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
import { PageEvent, type TraceBatch } from "./batch";
import type { GfpReader } from "./gfp-flags";

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
const PFN_LIMIT = 2 ** 52;
/** All 64 bits set, which is no pfn, as a double. */
const NO_PFN = 2 ** 64;

/** Digits that surely make a positive int32, whether hexadecimal or decimal. */
const INT_DIGITS = 7;

export class PageEventReader {
  /** Why the last event was not read. */
  problem = "";
  private number = 0;

  constructor(private readonly gfp: GfpReader) {}

  /** Reads the fields at `start` into row `row`. True if they make an event; else `problem` says why not. */
  read(view: DataView, start: number, kind: number, batch: TraceBatch, row: number): boolean {
    let at = start;
    let page = 0;
    let pfn = 0;
    let order = 0;
    let migratetype = -1;
    let gfp = 0;
    let percpuRefill = 0;
    let seen = 0;
    for (;;) {
      while (isBlank(view.getUint8(at))) at++;
      if (view.getUint8(at) === NEWLINE) break;
      let field = 0;
      switch (view.getInt32(at, true)) {
        case PAGE:
          if (view.getUint8(at + 4) !== EQUALS) break;
          field = HAS_PAGE;
          at += 5;
          // Kernels before v5.2 print a null pointer as blanks and "(null)".
          while (view.getUint8(at) === SPACE) at++;
          page = at;
          while (!isEnd(view.getUint8(at))) at++;
          break;
        case PFN:
          field = HAS_PFN;
          at = this.readNumber(view, at + 4);
          pfn = this.number;
          break;
        case ORDE:
          if (!standsAt(ORDER, view, at)) break;
          field = HAS_ORDER;
          at = this.readNumber(view, at + ORDER.length);
          order = this.number;
          break;
        case MIGR:
          if (!standsAt(MIGRATETYPE, view, at)) break;
          field = HAS_MIGRATETYPE;
          at = this.readNumber(view, at + MIGRATETYPE.length);
          migratetype = this.number;
          break;
        case GFP_:
          if (!standsAt(GFP_FLAGS, view, at)) break;
          field = HAS_GFP_FLAGS;
          at = this.gfp.read(view, at + GFP_FLAGS.length);
          gfp = this.gfp.bits;
          break;
        case PERC:
          if (!standsAt(PERCPU_REFILL, view, at)) break;
          field = HAS_PERCPU_REFILL;
          at = this.readNumber(view, at + PERCPU_REFILL.length);
          percpuRefill = this.number;
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
    if (kind === PageEvent.alloc || kind === PageEvent.zoneLocked) {
      // The kernel prints a request that failed as page 0 and pfn 0; a tool that can't print the page, the bare pfn.
      if (pfn === NO_PFN || (pfn === 0 && page > 0 && isNull(view, page))) pfn = -1;
    }
    if (pfn >= PFN_LIMIT) return this.fail("its 'pfn' is 2^52 or more");
    if (order > MAX_ORDER) return this.fail(`its 'order' is above ${MAX_ORDER}`);
    if (migratetype > MAX_MIGRATETYPE) return this.fail(`its 'migratetype' is above ${MAX_MIGRATETYPE}`);
    if (percpuRefill > 1) return this.fail("its 'percpu_refill' is neither 0 nor 1");
    batch.pfn[row] = pfn;
    batch.order[row] = order;
    batch.migratetype[row] = migratetype;
    batch.gfp[row] = gfp;
    batch.percpuRefill[row] = percpuRefill;
    return true;
  }

  private fail(problem: string): false {
    this.problem = problem;
    return false;
  }

  /** Where the number at `start` ends, decimal or hexadecimal behind 0x; it is then in `number`. -1 if it is none. */
  private readNumber(view: DataView, start: number): number {
    const isHex = view.getUint8(start) === ZERO && view.getUint8(start + 1) === LETTER_X;
    const first = isHex ? start + 2 : start;
    let at = first;
    let value = 0;
    let byte = view.getUint8(at);
    if (isHex) {
      for (; (HEX[byte] as number) < 16 && at - first < INT_DIGITS; byte = view.getUint8(++at)) {
        value = (value << 4) | (HEX[byte] as number);
      }
    } else {
      for (; isDigit(byte) && at - first < INT_DIGITS; byte = view.getUint8(++at)) {
        value = (value * 10 + byte - ZERO) | 0;
      }
    }
    this.number = value;
    if (isEnd(byte)) return at > first ? at : -1;
    return this.readLong(view, first, isHex ? 16 : 10);
  }

  private readLong(view: DataView, first: number, base: number): number {
    let at = first;
    let value = 0;
    for (let digit = digitAt(view, at); digit < base; digit = digitAt(view, ++at))
      value = value * base + digit;
    this.number = value;
    return isEnd(view.getUint8(at)) ? at : -1;
  }
}

function digitAt(view: DataView, at: number): number {
  return HEX[view.getUint8(at)] as number;
}

function nameOf(field: number): string {
  return FIELD_NAMES[31 - Math.clz32(field)] as string;
}

/** "(null)", "(nil)", "0x0", "0000000000000000"; not "(____ptrval____)", which hides a page. */
function isNull(view: DataView, page: number): boolean {
  if (view.getUint8(page) === PAREN_OPEN) return view.getUint8(page + 1) === LETTER_N;
  let at = page;
  while (view.getUint8(at) === ZERO || view.getUint8(at) === LETTER_X) at++;
  return isEnd(view.getUint8(at));
}
