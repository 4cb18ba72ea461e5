import { type DamagedLine, TraceError } from "../errors";
import { count, quoted } from "../text";
import { Annotations, type BufferCounts, type Lost } from "./annotations";
import {
  endOfField,
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
import { KnownHeads, KnownTexts, type Origin } from "./known-texts";
import { NumberReader } from "./number";
import { PageEventReader, PFN_LIMIT } from "./page-event";
import { refuseBinary, START_BYTES } from "./refusal";
import { SIDE_EVENTS, type SideEventName, sideEvent } from "./side-events";
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

const PFN = literal(" pfn=");

/** From an event's name to its page, or to its pfn where it has no page. */
interface Middle {
  kind: number;
  hasPage: boolean;
}

/** From behind the pfn to the end of the line. */
interface Tail {
  order: number;
  migratetype: number;
  gfp: number;
  percpuRefill: number;
}

const NAMES: readonly string[] = [...PAGE_EVENTS, ...SIDE_EVENTS];
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
  private readonly heads = new KnownHeads();
  private readonly middles = new KnownTexts<Middle>();
  private readonly tails = PAGE_EVENTS.map(() => new KnownTexts<Tail>());
  private readonly annotations = new Annotations();
  private readonly damage = new Damage();

  /** Of the line that is being read. */
  private origin: Origin = { cpu: 0, pid: 0, interruptedDepth: 0 };

  private lines = 0;
  private readonly counts = new Float64Array(NAMES.length);
  private events = 0;
  private others = 0;
  private firstOther = "";
  private topCpu = -1;
  private hasTicks = false;
  private firstTime = 0;
  private lastTime = 0;
  private backwards = 0;

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
    this.damage.judge(this.events);
    if (PAGE_EVENTS.every((_, kind) => this.counts[kind] === 0)) throw this.nothingFound();
    const counted = NAMES.map((name, kind) => [name, this.counts[kind]] as const);
    return {
      lines: this.lines,
      counts: Object.fromEntries(counted.filter(([, n]) => n !== 0)),
      others: this.others,
      damaged: { count: this.damage.total, first: this.damage.first },
      lost: this.annotations.lost,
      buffer: this.annotations.buffer,
      cpus: this.topCpu + 1,
      clock: this.hasTicks ? "ticks" : "seconds",
      first: this.firstTime,
      last: this.lastTime,
      backwards: this.backwards,
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
      while (at <= newline) at = this.scanLine(at);
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

  /** Reads the line at `line`. @returns where the next one starts */
  private scanLine(line: number): number {
    this.lines++;
    const named = this.readHead(line);
    if (named < 0) {
      if (!this.annotations.take(this.view, line)) {
        this.damaged(line, "it has no task, cpu and time before an event");
      }
      return endOfLine(this.view, line) + 1;
    }
    const next = this.recall(named);
    return next >= 0 ? next : this.parse(line, named);
  }

  /** Reads task, cpu and time. @returns where the event's name starts, -1 if the line does not start so */
  private readHead(line: number): number {
    const { view, heads, time, header } = this;
    const known = heads.find(view, line);
    if (known !== undefined) {
      const named = time.read(view, line + known.length);
      if (named >= 0) {
        this.origin = known.meaning;
        return named;
      }
    }
    const named = header.read(view, line);
    if (named >= 0) {
      const { cpu, pid, interruptedDepth } = header;
      this.origin = { cpu, pid, interruptedDepth };
      heads.learn(view, line, header.timeAt, this.origin);
    }
    return named;
  }

  /** Reads a page event of which all but page and pfn was met before. @returns the next line, -1 if it is another event */
  private recall(named: number): number {
    const { view, number } = this;
    const middle = this.middles.find(view, named);
    if (middle === undefined) return -1;
    let at = named + middle.length;
    const { kind, hasPage } = middle.meaning;
    if (hasPage) {
      at = endOfField(view, at);
      if (!standsAt(PFN, view, at)) return -1;
      at += PFN.length;
    }
    at = number.read(view, at);
    // Of pfn 0 the page has to be looked at: it may be a failed request.
    if (at < 0 || number.value === 0 || number.value >= PFN_LIMIT) return -1;
    const tail = (this.tails[kind] as KnownTexts<Tail>).find(view, at);
    if (tail === undefined) return -1;
    const { order, migratetype, gfp, percpuRefill } = tail.meaning;
    this.put(kind, number.value, order, migratetype, gfp, percpuRefill);
    return at + tail.length;
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
      this.learn(named, kind, end);
    } else this.damaged(line, pageEvent.problem);
    return end + 1;
  }

  /** Remembers what surrounds page and pfn of the event that was just parsed. */
  private learn(named: number, kind: number, end: number): void {
    const { view, number, pageEvent } = this;
    const { pageAt, pfnAt, isInOrder, order, migratetype, flags, percpuRefill } = pageEvent;
    const hasPage = pageAt > 0;
    if (!isInOrder) return;
    // Something else may stand between the two.
    if (hasPage && endOfField(view, pageAt) + PFN.length !== pfnAt) return;
    const tail = number.read(view, pfnAt);
    if (this.middles.find(view, named) === undefined) {
      this.middles.learn(view, named, hasPage ? pageAt : pfnAt, { kind, hasPage });
    }
    const tails = this.tails[kind] as KnownTexts<Tail>;
    if (tails.find(view, tail) === undefined) {
      tails.learn(view, tail, end + 1, { order, migratetype, gfp: flags, percpuRefill });
    }
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
    batch.cpu[row] = this.origin.cpu;
    batch.pid[row] = this.origin.pid;
    batch.interruptedDepth[row] = this.origin.interruptedDepth;
    batch.time[row] = this.time.value;
    batch.pfn[row] = pfn;
    batch.order[row] = order;
    batch.migratetype[row] = migratetype;
    batch.gfp[row] = gfp;
    batch.percpuRefill[row] = percpuRefill;
    this.tally(kind);
    batch.count = row + 1;
    if (batch.count === BATCH_EVENTS) this.flush();
  }

  private side(line: number, kind: number, fields: number, end: number): void {
    const { view, time, batch } = this;
    let from = fields;
    while (view.getUint8(from) === SPACE) from++;
    const to = view.getUint8(end - 1) === RETURN ? end - 1 : end;
    const placed = { at: batch.count, time: time.value, cpu: this.origin.cpu, pid: this.origin.pid };
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
    this.tally(NAMES.indexOf(event.name));
    if (batch.side.push(event) === BATCH_EVENTS) this.flush();
  }

  private tally(kind: number): void {
    const { cpu } = this.origin;
    const { value, isTicks } = this.time;
    (this.counts[kind] as number)++;
    if (cpu > this.topCpu) this.topCpu = cpu;
    if (isTicks) this.hasTicks = true;
    if (this.events === 0) this.firstTime = value;
    else if (value < this.lastTime) this.backwards++;
    this.lastTime = value;
    this.events++;
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

  private flush(): void {
    const { batch } = this;
    if (batch.count === 0 && batch.side.length === 0) return;
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
