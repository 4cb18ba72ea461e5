import { type DamagedLine, TraceError } from "../errors";
import { count, quoted } from "../text";
import { Annotations, type BufferCounts, type Lost } from "./annotations";
import {
  endOfLine,
  type Literal,
  LOOK_AHEAD_BYTES,
  literal,
  NEWLINE,
  RETURN,
  SPACE,
  standsAt,
  textBetween,
} from "./ascii";
import { BATCH_EVENTS, newBatch, PAGE_EVENTS, type PageEventName, type TraceBatch } from "./batch";
import { Damage } from "./damage";
import { GfpReader } from "./gfp-flags";
import { HeaderReader } from "./header";
import { KnownLines } from "./known-lines";
import { NumberReader } from "./number";
import { PageEventReader } from "./page-event";
import { refuseBinary, START_BYTES } from "./refusal";
import { type SideEventName, sideEvent } from "./side-events";
import { NAMES, Tally } from "./tally";
import { TimeReader } from "./time";

/** What a trace held. */
export interface TraceSummary {
  lines: number;
  /** Events of each kind that was met. */
  counts: Partial<Record<PageEventName | SideEventName, number>>;
  /** Events of other kinds, which are passed over. */
  others: number;
  /** Lines that were skipped, and the first 20 of them. */
  damaged: { count: number; first: DamagedLine[] };
  lost: Lost;
  /** From the header of an ftrace text, null without one. */
  buffer: BufferCounts | null;
  /** One more than the highest cpu that an event names. */
  cpus: number;
  /** Whether times are seconds, or ticks of a clock such as 'counter' or 'x86-tsc'. */
  clock: "seconds" | "ticks";
  /** Time of the first event and of the last. */
  first: number;
  last: number;
  /** Events with an earlier time than the one before them. */
  backwards: number;
  /** GFP flags that are not known here; they add no bits. */
  unknownFlags: string[];
}

/** Longest line that is read, which is also what is held of the text at a time: 256 KiB. */
const BUFFER_BYTES = 256 * 1024;
/** How much of a damaged line is kept, bytes. */
const EXCERPT_BYTES = 160;

const LITERALS: readonly Literal[] = NAMES.map((name) => literal(`${name}:`));

/**
 * Reads the text of a kernel trace, as `cat trace` (or trace_pipe), `trace-cmd report` and `perf script` print it: the
 * page events of kmem, compaction, reclaim, OOM victims and the marks of user space. Bytes may come in any pieces. Per
 * event nothing is allocated; of the text at most 256 KiB are held.
 *
 *     const scanner = new TraceScanner({ onBatch: (batch) => ... });
 *     for await (const chunk of stream) scanner.push(chunk);
 *     const summary = scanner.end();
 *
 * A scanner that threw is done.
 */
export class TraceScanner {
  private readonly bytes = new Uint8Array(BUFFER_BYTES + LOOK_AHEAD_BYTES);
  private readonly view = new DataView(this.bytes.buffer);
  private used = 0;
  private isStartJudged = false;
  /** Inside a line that does not fit into the buffer. */
  private isOverlong = false;

  private readonly onBatch: (batch: TraceBatch) => void;
  private readonly batch = newBatch();
  private readonly time = new TimeReader();
  private readonly header = new HeaderReader(this.time);
  private readonly number = new NumberReader();
  private readonly gfp = new GfpReader();
  private readonly pageEvent = new PageEventReader(this.number, this.gfp);
  private readonly known = new KnownLines(this.view, this.time, this.batch);
  private readonly annotations = new Annotations();
  private readonly damage = new Damage();

  private lines = 0;
  private readonly tally = new Tally();
  private others = 0;
  private firstOther = "";
  private hasTicks = false;

  /** @param onBatch takes each batch; its arrays are written over after it returns */
  constructor({ onBatch }: { onBatch: (batch: TraceBatch) => void }) {
    this.onBatch = onBatch;
  }

  /**
   * Takes the next piece of the text.
   * @throws TraceError if it is no text, or more than 1 % of its first 100 or more event lines are damaged
   */
  push(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length; ) {
      const piece = chunk.subarray(from, from + BUFFER_BYTES - this.used);
      this.bytes.set(piece, this.used);
      this.used += piece.length;
      from += piece.length;
      if (!this.isStartJudged && this.used >= START_BYTES) this.judgeStart();
      if (this.isStartJudged) this.scanLines();
    }
  }

  /**
   * Reads what is left and hands on the last batch.
   * @throws TraceError as push(), or if more than 1 % of the event lines are damaged, or there is no page event at all
   */
  end(): TraceSummary {
    if (!this.isStartJudged) this.judgeStart();
    if (this.used > 0 || this.isOverlong) this.push(Uint8Array.of(NEWLINE));
    this.flush();
    const { tally } = this;
    this.damage.judge(tally.events);
    if (tally.counts.slice(0, PAGE_EVENTS.length).every((n) => n === 0)) throw this.nothingFound();
    const counted = NAMES.map((name, kind) => [name, tally.counts[kind]] as const);
    return {
      lines: this.lines,
      counts: Object.fromEntries(counted.filter(([, n]) => n !== 0)),
      others: this.others,
      damaged: { count: this.damage.total, first: this.damage.first },
      lost: this.annotations.lost,
      buffer: this.annotations.buffer,
      cpus: tally.topCpu + 1,
      clock: this.hasTicks ? "ticks" : "seconds",
      first: tally.first,
      last: tally.last,
      backwards: tally.backwards,
      unknownFlags: this.gfp.unknown,
    };
  }

  private judgeStart(): void {
    refuseBinary(this.bytes.subarray(0, Math.min(this.used, START_BYTES)));
    this.isStartJudged = true;
  }

  /** Reads the whole lines of the buffer and moves what is left to its start. */
  private scanLines(): void {
    const newline = this.bytes.lastIndexOf(NEWLINE, this.used - 1);
    let at = 0;
    if (newline >= 0) {
      if (this.isOverlong) {
        at = endOfLine(this.view, 0) + 1;
        this.isOverlong = false;
      }
      for (at = this.readKnown(at, newline); at <= newline; at = this.readKnown(at, newline))
        at = this.readLine(at);
      this.bytes.copyWithin(0, at, this.used);
      this.used -= at;
    } else if (this.used === BUFFER_BYTES) {
      if (!this.isOverlong) {
        this.bytes[BUFFER_BYTES] = NEWLINE;
        this.lines++;
        this.damaged(0, "it is longer than 256 KiB");
      }
      this.isOverlong = true;
      this.used = 0;
    }
  }

  /** Reads lines as long as they are known. @returns where the first other one starts */
  private readKnown(from: number, newline: number): number {
    const { batch } = this;
    for (let at = from; ; ) {
      const before = batch.count;
      at = this.known.read(at, newline);
      this.lines += batch.count - before;
      if (batch.count < BATCH_EVENTS) return at;
      this.flush();
    }
  }

  /** Reads the line at `line`. @returns where the next one starts */
  private readLine(line: number): number {
    this.lines++;
    const named = this.header.read(this.view, line);
    if (named >= 0) {
      this.known.learnHead(line, this.header);
      return this.parse(line, named);
    }
    if (!this.annotations.take(this.view, line)) {
      this.damaged(line, "it has no task, cpu and time before an event");
    }
    return endOfLine(this.view, line) + 1;
  }

  private parse(line: number, named: number): number {
    const { view, pageEvent } = this;
    const end = endOfLine(view, named);
    const name = behindSystem(view, named);
    const kind = kindAt(view, name);
    const fields = kind < 0 ? name : name + (LITERALS[kind] as Literal).length;
    if (kind < 0) this.other(name);
    else if (kind >= PAGE_EVENTS.length) this.side(line, kind, fields, end);
    else if (pageEvent.read(view, fields, kind)) {
      const { pfn, order, migratetype, flags, percpuRefill } = pageEvent;
      this.put(kind, pfn, order, migratetype, flags, percpuRefill);
      if (pageEvent.isInOrder)
        this.known.learnEvent(named, this.number.read(view, pageEvent.pfnAt), end + 1, kind, pageEvent);
    } else this.damaged(line, pageEvent.problem);
    return end + 1;
  }

  private put(
    kind: number,
    pfn: number,
    order: number,
    migratetype: number,
    gfp: number,
    percpuRefill: number,
  ): void {
    const { batch } = this;
    const row = batch.count;
    batch.kind[row] = kind;
    batch.cpu[row] = this.header.cpu;
    batch.pid[row] = this.header.pid;
    batch.interruptedDepth[row] = this.header.interruptedDepth;
    batch.time[row] = this.time.value;
    batch.pfn[row] = pfn;
    batch.order[row] = order;
    batch.migratetype[row] = migratetype;
    batch.gfp[row] = gfp;
    batch.percpuRefill[row] = percpuRefill;
    if (this.time.isTicks) this.hasTicks = true;
    batch.count = row + 1;
    if (batch.count === BATCH_EVENTS) this.flush();
  }

  private side(line: number, kind: number, fields: number, end: number): void {
    const { view, time, batch } = this;
    let from = fields;
    while (view.getUint8(from) === SPACE) from++;
    const to = view.getUint8(end - 1) === RETURN ? end - 1 : end;
    const placed = { at: batch.count, time: time.value, cpu: this.header.cpu, pid: this.header.pid };
    const event = sideEvent(
      NAMES[kind] as string,
      textBetween(view, from, Math.max(from, to)),
      placed,
      this.gfp,
    );
    if (typeof event === "string") {
      this.damaged(line, event);
      return;
    }
    if (time.isTicks) this.hasTicks = true;
    if (batch.side.push(event) === BATCH_EVENTS) this.flush();
  }

  private other(name: number): void {
    this.others++;
    if (this.others === 1) this.firstOther = textBetween(this.view, name, endOfLine(this.view, name));
    this.annotations.takeRecord(this.view, name);
  }

  private damaged(line: number, reason: string): void {
    const { view, damage } = this;
    const end = damage.isOpen ? Math.min(endOfLine(view, line), line + EXCERPT_BYTES) : line;
    damage.add(this.lines, reason, textBetween(view, line, end).trim(), this.events);
  }

  /** Events that were read so far. */
  private get events(): number {
    return this.tally.events + this.batch.count + this.batch.side.length;
  }

  private flush(): void {
    const { batch } = this;
    if (batch.count === 0 && batch.side.length === 0) return;
    this.tally.add(batch);
    this.onBatch(batch);
    batch.count = 0;
    batch.side.length = 0;
  }

  private nothingFound(): TraceError {
    const found =
      this.others > 0
        ? `${count(this.others)} events of other kinds, the first of which reads ${quoted(this.firstOther)}`
        : `${count(this.lines)} lines`;
    return new TraceError(
      `The trace has no allocated or freed page, only ${found}. ` +
        "Record the events of kmem, for instance with 'trace-cmd record -e kmem:mm_page_alloc -e kmem:mm_page_free'.",
    );
  }
}

/** What perf script puts before an event's name. */
const SYSTEMS = ["kmem:", "compaction:", "vmscan:", "oom:", "ftrace:"].map(literal);

function behindSystem(view: DataView, at: number): number {
  for (const system of SYSTEMS) if (standsAt(system, view, at)) return at + system.length;
  return at;
}

/** The place in NAMES of the name at `at`, -1 if it is another. */
function kindAt(view: DataView, at: number): number {
  for (let kind = 0; kind < LITERALS.length; kind++) {
    if (standsAt(LITERALS[kind] as Literal, view, at)) return kind;
  }
  return -1;
}
