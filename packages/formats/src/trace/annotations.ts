/** Lines of a trace that are no events: headers, gaps, stacks. */

import {
  endOfLine,
  HASH,
  HEX,
  isBlank,
  isEnd,
  literal,
  NEWLINE,
  SPACE,
  standsAt,
  textBetween,
  word,
} from "./ascii";

/** Events that were recorded and are not in the text. */
export interface Lost {
  /** Events that the marks count. */
  events: number;
  /** Marks that say events are missing, counted or not. */
  gaps: number;
  /** Cpus of which the oldest events were overwritten before the text starts. */
  lateCpus: number;
}

/** What an ftrace header says of its buffer. */
export interface BufferCounts {
  entries: number;
  written: number;
  cpus: number;
}

const ARROW = word(" => ");
const STACK_MARK = literal("<stack trace>");
/** Digits of an address in a call chain; a line that starts with fewer is no call chain. */
const MIN_ADDRESS_DIGITS = 6;

const ENTRIES = /^# entries-in-buffer\/entries-written: (\d{1,15})\/(\d{1,15})\s+#P:(\d{1,5})/;
const STARTED = /^#+ CPU \d+ buffer started #+$/;
const LOST = /^CPU:\d+ \[(?:LOST )?(\d{1,15} )?EVENTS(?: DROPPED)?\]$/;
const PREAMBLE =
  /^(version = |cpus=\d|CPU \d+ is empty|trace-cmd |.*: trace-cmd version|\S+ \(inlined\)$|-+$)/;
const PERF_LOST = /^PERF_RECORD_LOST(?:_SAMPLES)? lost (\d{1,15})/;

export class Annotations {
  readonly lost: Lost = { events: 0, gaps: 0, lateCpus: 0 };
  buffer: BufferCounts | null = null;

  /** Takes a line that does not start as events do. False if it is nothing that belongs into a trace. */
  take(view: DataView, line: number): boolean {
    if (isStack(view, line)) return true;
    const text = textBetween(view, line, endOfLine(view, line)).trim();
    if (text === "") return true;
    if (view.getUint8(line) === HASH) {
      const [, entries, written, cpus] = ENTRIES.exec(text) ?? [];
      if (entries !== undefined) {
        this.buffer = { entries: Number(entries), written: Number(written), cpus: Number(cpus) };
      } else if (STARTED.test(text)) this.lost.lateCpus++;
      return true;
    }
    const lost = LOST.exec(text);
    if (lost === null) return PREAMBLE.test(text);
    this.lose(Number(lost[1] ?? 0));
    return true;
  }

  /** Takes what stands in an event's place behind a header: perf counts there what it lost. */
  takeRecord(view: DataView, at: number): void {
    if (!standsAt(PERF_RECORD, view, at)) return;
    const [, lost] = PERF_LOST.exec(textBetween(view, at, endOfLine(view, at))) ?? [];
    if (lost !== undefined) this.lose(Number(lost));
  }

  private lose(events: number): void {
    this.lost.events += events;
    this.lost.gaps++;
  }
}

const PERF_RECORD = literal("PERF_RECORD_LOST");

/** " => function", "<stack trace>", or perf's "    ffffffff81234567 function". */
function isStack(view: DataView, line: number): boolean {
  if (view.getInt32(line, true) === ARROW) return true;
  let at = line;
  while (isBlank(view.getUint8(at))) at++;
  if (view.getUint8(at) === NEWLINE) return true;
  if (standsAt(STACK_MARK, view, at)) return true;
  if (at === line) return false;
  const address = at;
  while ((HEX[view.getUint8(at)] as number) < 16) at++;
  return at - address >= MIN_ADDRESS_DIGITS && isEnd(view.getUint8(at)) && view.getUint8(at) === SPACE;
}
