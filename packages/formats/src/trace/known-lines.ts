/**
 * Reads page events of which all but the time's fraction, page and pfn was met before, as nearly all are. Of each part of
 * a line it guesses which one it is, compares it, and so knows where the next one starts.
 */

import { BLANK_PFN, EQUALS, endOfField, literal, SPACE, standsAt, ZERO_X } from "./ascii";
import { BATCH_EVENTS, PageEvent, type TraceBatch } from "./batch";
import { BEHIND, DECIMAL, HEXADECIMAL, LAST_DIGIT, PAIRS } from "./digit-pairs";
import type { HeaderReader } from "./header";
import {
  CPU,
  DEPTH,
  EIGHTS,
  GFP,
  HAS_FLAGS,
  HAS_PAGE,
  HAS_TYPE,
  HEAD,
  KIND,
  KnownTexts,
  LENGTH,
  MIDDLE,
  MIGRATETYPE,
  ORDER,
  PERCPU_REFILL,
  PID,
  stands,
  TAIL,
} from "./known-texts";
import type { PageEventReader } from "./page-event";
import { numberOf, type TimeReader } from "./time";

const PFN = literal(" pfn=");

/** Lengths of a page that is read here: 8 or 16 digits, perhaps behind 0x, or "(____ptrval____)". */
const MIN_PAGE = 8;
const MAX_PAGE = 20;

export class KnownLines {
  private readonly texts = new KnownTexts();
  /** Of the line that was learned last: where in it pid, cpu and flags start; blanks behind its time, but one; characters of its page. */
  private pidColumn = 0;
  private gap = 0;
  private pageLength = MIN_PAGE;

  constructor(
    private readonly view: DataView,
    private readonly time: TimeReader,
    private readonly batch: TraceBatch,
  ) {}

  /**
   * Reads the lines from `from` to `newline` into the batch. All in one loop, and with hardly a call that the engine does
   * not put in place: at each it would lose what it has checked of the arrays, which is most of the work here.
   *
   * @returns where the first one starts that is not known, or for which the batch has no room
   */
  read(from: number, newline: number): number {
    const { view, texts, time, batch, pidColumn, gap, pageLength } = this;
    const { table, eights } = texts;
    const pairs = PAIRS;
    const { kind, cpu, pid, interruptedDepth, pfn, order, migratetype, gfp, percpuRefill } = batch;
    const times = batch.time;
    const { value, digits, last, lastMask, first, firstMask } = time.second;
    const second = value * 1e6;
    let row = batch.count;
    let at = from;
    while (at <= newline && row < BATCH_EVENTS) {
      const head = texts.guess(HEAD, hashOfHead(view, at + pidColumn));
      const headLength = table[head | LENGTH] as number;
      if (!stands(view, at, headLength, eights, table[head | EIGHTS] as number)) break;

      const point = (at + headLength + digits) | 0;
      if ((view.getInt32(point - 3, true) & lastMask) !== last) break;
      if ((view.getInt32(point - 7, true) & firstMask) !== first) break;
      const four = view.getInt32(point + 1, true);
      const two = view.getInt32(point + 5, true);
      // Four digits; two digits, a colon and a blank.
      const notDigits =
        ((four & 0xf0f0f0f0) ^ 0x30303030) | (((four + 0x06060606) & 0xf0f0f0f0) ^ 0x30303030);
      const notEnd = ((two & 0xfffff0f0) ^ 0x203a3030) | (((two + 0x0606) & 0xfffff0f0) ^ 0x203a3030);
      if ((notDigits | notEnd) !== 0) break;
      const name = (point + 9) | 0;

      const middle = texts.guess(MIDDLE, hashOfMiddle(view, name + gap));
      const middleLength = table[middle | LENGTH] as number;
      const middleEights = table[middle | EIGHTS] as number;
      let next = (name + middleLength) | 0;
      if (view.getFloat64(next - 8, true) !== eights[middleEights]) break;
      if (view.getFloat64(name, true) !== eights[middleEights + 1]) break;
      if (view.getFloat64(name + 8, true) !== eights[middleEights + 2]) break;
      if (middleLength > 24 && view.getFloat64(name + 16, true) !== eights[middleEights + 3]) break;
      if (middleLength > 32 && !stands(view, name, middleLength, eights, middleEights)) break;

      if (table[middle | HAS_PAGE] !== 0) {
        const page = next;
        next = (page + pageLength) | 0;
        const a = view.getInt32(page, true);
        const b = view.getInt32(page + 4, true);
        // Of 8 characters that begins before them, in "page=".
        const c = view.getInt32(next - 12, true);
        const d = view.getInt32(next - 8, true);
        const e = view.getInt32(next - 4, true);
        // No blank and no end of a line among them. A byte of ASCII gets its top bit by that sum if it is "!" or above.
        const above =
          (a + 0x5f5f5f5f) & (b + 0x5f5f5f5f) & (c + 0x5f5f5f5f) & (d + 0x5f5f5f5f) & (e + 0x5f5f5f5f);
        if ((above & ~(a | b | c | d | e) & 0x80808080) !== -0x7f7f7f80) break;
        if (view.getInt32(next, true) !== BLANK_PFN || view.getUint8(next + 4) !== EQUALS) break;
        next = (next + 5) | 0;
      }

      let base = 10;
      let square = 100;
      let start = DECIMAL;
      if (view.getUint16(next, true) === ZERO_X) {
        base = 16;
        square = 256;
        start = HEXADECIMAL;
        next = (next + 2) | 0;
      }
      // Up to eight digits, two at a time.
      let frame = 0;
      let pair = pairs[start | view.getUint16(next, true)] as number;
      if (pair < LAST_DIGIT) {
        frame = pair;
        next = (next + 2) | 0;
        pair = pairs[start | view.getUint16(next, true)] as number;
        if (pair < LAST_DIGIT) {
          frame = Math.imul(frame, square) + pair;
          next = (next + 2) | 0;
          pair = pairs[start | view.getUint16(next, true)] as number;
          if (pair < LAST_DIGIT) {
            frame = Math.imul(frame, square) + pair;
            next = (next + 2) | 0;
            pair = pairs[start | view.getUint16(next, true)] as number;
            if (pair < LAST_DIGIT) {
              frame = Math.imul(frame, square) + pair;
              next = (next + 2) | 0;
              pair = pairs[start | view.getUint16(next, true)] as number;
              if (pair !== BEHIND) break;
            }
          }
        }
      }
      if (pair > BEHIND) break;
      if (pair < BEHIND) {
        frame = Math.imul(frame, base) + (pair & 15);
        next = (next + 1) | 0;
      }
      // Beyond 2^31 it is negative. Of pfn 0 the page has to be looked at: it may be a failed request.
      if (frame <= 0) break;

      const what = table[middle | KIND] as number;
      const hash = hashOfTail(
        view,
        next,
        what,
        table[middle | HAS_TYPE] as number,
        table[middle | HAS_FLAGS] as number,
      );
      const tail = texts.find(texts.guess(TAIL, hash), view, next);
      if (tail === 0 || table[tail | KIND] !== what) break;

      kind[row] = what;
      cpu[row] = table[head | CPU] as number;
      pid[row] = table[head | PID] as number;
      interruptedDepth[row] = table[head | DEPTH] as number;
      times[row] = (second + numberOf(four) * 100 + (two & 15) * 10 + ((two >>> 8) & 15)) / 1e6;
      pfn[row] = frame;
      order[row] = table[tail | ORDER] as number;
      migratetype[row] = table[tail | MIGRATETYPE] as number;
      gfp[row] = table[tail | GFP] as number;
      percpuRefill[row] = table[tail | PERCPU_REFILL] as number;
      row++;
      at = (next + (table[tail | LENGTH] as number)) | 0;
    }
    batch.count = row;
    return at;
  }

  /** Remembers how the line at `line` starts, which was just read. */
  learnHead(line: number, { cpuAt, timeAt, cpu, pid, interruptedDepth }: HeaderReader): void {
    this.pidColumn = Math.max(0, cpuAt - line - 6);
    const hash = hashOfHead(this.view, line + this.pidColumn);
    this.texts.learn(HEAD, hash, this.view, line, timeAt, cpu, pid, interruptedDepth);
  }

  /** Remembers what stands around page and pfn of the event that was just read, if they stand side by side as they should. */
  learnEvent(named: number, pfnEnd: number, end: number, kind: number, event: PageEventReader): void {
    const { view, texts } = this;
    const { pageAt, pfnAt, order, migratetype, flags, percpuRefill } = event;
    const hasPage = pageAt > 0;
    if (hasPage) {
      const length = pfnAt - PFN.length - pageAt;
      if (length < MIN_PAGE || length > MAX_PAGE) return;
      if (endOfField(view, pageAt) !== pageAt + length || !standsAt(PFN, view, pageAt + length)) return;
      this.pageLength = length;
    }
    let from = named;
    while (view.getUint8(from - 2) === SPACE) from--;
    this.gap = named - from;
    const middle = hasPage ? pageAt : pfnAt;
    const hasType = migratetype < 0 ? 0 : -1;
    const hasFlags = kind === PageEvent.alloc ? -1 : 0;
    texts.learn(
      MIDDLE,
      hashOfMiddle(view, named),
      view,
      from,
      middle,
      kind,
      hasPage ? 1 : 0,
      hasType,
      hasFlags,
    );
    const hash = hashOfTail(view, pfnEnd, kind, hasType, hasFlags);
    texts.learn(TAIL, hash, view, pfnEnd, end, kind, order, migratetype, flags, percpuRefill);
  }
}

function hashOfHead(view: DataView, pid: number): number {
  const who = view.getInt32(pid, true) ^ (view.getInt32(pid + 4, true) << 4);
  const where = view.getInt32(pid + 8, true) ^ (view.getInt32(pid + 12, true) << 4);
  return mixed(mixed(who) ^ where);
}

function hashOfMiddle(view: DataView, named: number): number {
  return mixed(view.getInt32(named + 8, true) ^ (view.getInt32(named + 14, true) << 4));
}

/** Of the digits of order and migratetype and of the start of the flags, as far as the event has them. */
function hashOfTail(view: DataView, at: number, kind: number, hasType: number, hasFlags: number): number {
  const digits = view.getInt32(at + 4, true) ^ ((view.getInt32(at + 20, true) & hasType) >>> 4) ^ kind;
  const flags = view.getInt32(at + 37, true) ^ (view.getInt32(at + 46, true) << 3);
  return mixed(mixed(flags & hasFlags) ^ digits);
}

function mixed(hash: number): number {
  return Math.imul(hash, 0x9e3779b1);
}
