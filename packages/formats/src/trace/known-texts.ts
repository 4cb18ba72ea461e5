/**
 * Texts that were met before, with what they mean. A trace repeats itself: all but the time, the page and the pfn of a
 * line stood in an earlier line already. Comparing is several times as fast as parsing, and as exact.
 */

import { LOOK_AHEAD_BYTES } from "./ascii";

/**
 * A text of eight or more ASCII characters. Eight of them are compared at a time, as one double: that is exact because
 * bytes 1 to 127 make neither NaN, which differs from itself, nor a zero, of which there are two.
 */
class Text<T> {
  readonly length: number;
  /** Those before the last eight characters, by eights; the last of them may overlap. */
  private readonly eights: Float64Array;
  private readonly last: number;

  constructor(
    view: DataView,
    from: number,
    to: number,
    readonly meaning: T,
  ) {
    this.length = to - from;
    this.eights = Float64Array.from({ length: (this.length - 1) >> 3 }, (_, i) =>
      view.getFloat64(from + 8 * i, true),
    );
    this.last = view.getFloat64(to - 8, true);
  }

  /** Its end is compared first: texts of a kind differ most in it. */
  standsAt(view: DataView, at: number): boolean {
    if (view.getFloat64(at + this.length - 8, true) !== this.last) return false;
    const { eights } = this;
    for (let i = 0; i < eights.length; i++) if (view.getFloat64(at + 8 * i, true) !== eights[i]) return false;
    return true;
  }
}

const MIN_LENGTH = 8;
/** What is compared must not reach beyond what may be read behind a line. */
const MAX_LENGTH = LOOK_AHEAD_BYTES / 2;
/** Texts kept; a real trace has some dozens of each kind. */
const MAX_TEXTS = 64;

/** A few texts, the frequent ones foremost. */
export class KnownTexts<T> {
  private readonly known: Text<T>[] = [];

  /** The text that stands at `at`. Of two of which one starts with the other, either may be found. */
  find(view: DataView, at: number): Text<T> | undefined {
    const { known } = this;
    for (let i = 0; i < known.length; i++) {
      const text = known[i] as Text<T>;
      if (!text.standsAt(view, at)) continue;
      if (i > 0) {
        known[i] = known[i - 1] as Text<T>;
        known[i - 1] = text;
      }
      return text;
    }
    return undefined;
  }

  learn(view: DataView, from: number, to: number, meaning: T): void {
    if (!isKeepable(view, from, to)) return;
    if (this.known.length === MAX_TEXTS) this.known.pop();
    this.known.push(new Text(view, from, to, meaning));
  }
}

const SLOTS = 1024;

/** Who an event is of. */
export interface Origin {
  cpu: number;
  pid: number;
  interruptedDepth: number;
}

/** What stands before the time in a line, and who it names: as many as there are tasks at work, so a hash finds them. */
export class KnownHeads {
  private readonly slots: (Text<Origin> | undefined)[] = new Array(SLOTS).fill(undefined);
  /** Neighbours are mostly of one task. */
  private latest: Text<Origin> | undefined = undefined;

  find(view: DataView, line: number): Text<Origin> | undefined {
    const { latest } = this;
    if (latest?.standsAt(view, line)) return latest;
    const found = this.slots[slotOf(view, line)];
    if (!found?.standsAt(view, line)) return undefined;
    this.latest = found;
    return found;
  }

  learn(view: DataView, line: number, to: number, origin: Origin): void {
    if (isKeepable(view, line, to)) this.slots[slotOf(view, line)] = new Text(view, line, to, origin);
  }
}

/** Of the end of the task's name, its pid, cpu and flags, wherever the layout has them: columns 12 to 35. */
function slotOf(view: DataView, line: number): number {
  let hash = 0;
  for (let at = line + 12; at < line + 36; at += 4)
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
  return (hash >>> 16) & (SLOTS - 1);
}

function isKeepable(view: DataView, from: number, to: number): boolean {
  if (to - from < MIN_LENGTH || to - from > MAX_LENGTH) return false;
  for (let at = from; at < to; at++) if (((view.getUint8(at) - 1) & 0xff) >= 0x7f) return false;
  return true;
}
