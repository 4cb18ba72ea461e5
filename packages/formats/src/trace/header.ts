/**
 * What stands before an event's name, in the three layouts:
 *
 *             init-1       [000] d..3.     6.854532: mm_page_alloc: ...     trace, trace_pipe; trace-cmd report
 *             init-1     (      1) [000] ....  6.854532: mm_page_alloc: ... with the option record-tgid
 *             init     1 [000]     6.854532:        kmem:mm_page_alloc: ... perf script
 *
 * Source: kernel/trace/trace_output.c trace_print_context(); trace-cmd's libtracefs/libtraceevent print_event_info();
 * tools/perf/builtin-script.c perf_sample__fprintf_start().
 */

import {
  BRACKET_CLOSE,
  BRACKET_OPEN,
  DASH,
  endOfLine,
  HEX,
  hasNewline,
  isDigit,
  isEnd,
  NEWLINE,
  PAREN_CLOSE,
  PAREN_OPEN,
  SLASH,
  SPACE,
  ZERO,
} from "./ascii";
import type { TimeReader } from "./time";

/** All three give the task's name this many columns, aligned to the right; a name has at most 15 bytes (TASK_COMM_LEN). */
const NAME_COLUMNS = 16;
/** A paste may have moved a line by some columns. */
const MAX_NAME_COLUMNS = 32;
/** The kernel's NR_CPUS goes to 8192. */
const MAX_CPU = 0xffff;
/** PID_MAX_LIMIT of include/linux/threads.h, and room for kernels that raise it. */
const MAX_PID = 2 ** 31 - 1;

export class HeaderReader {
  cpu = 0;
  pid = 0;
  interruptedDepth = 0;
  /** Where the cpu is printed, at its bracket. */
  cpuAt = 0;
  /** Where the time starts. */
  timeAt = 0;

  constructor(private readonly time: TimeReader) {}

  /** Where the event's name starts (or what else stands there); -1 if the line does not start as events do. */
  read(view: DataView, line: number): number {
    const isLong =
      !hasNewline(view.getInt32(line, true)) &&
      !hasNewline(view.getInt32(line + 4, true)) &&
      !hasNewline(view.getInt32(line + 8, true)) &&
      !hasNewline(view.getInt32(line + 12, true));
    if (isLong) {
      const name = this.readBehind(view, line + NAME_COLUMNS);
      if (name >= 0) return name;
    }
    return this.search(view, line);
  }

  /**
   * A line whose columns have moved. A task may be named like the rest of a header ("a-1 [000] 2.0: b"), so what is
   * furthest to the right counts: the name ends before it.
   */
  private search(view: DataView, line: number): number {
    const end = endOfLine(view, line);
    for (let at = Math.min(end, line + MAX_NAME_COLUMNS); at > line; at--) {
      const name = this.readBehind(view, at);
      if (name >= 0) return name;
    }
    return -1;
  }

  /** Reads on from what parts the task's name from its pid. */
  private readBehind(view: DataView, separator: number): number {
    let at = separator;
    let byte = view.getUint8(at);
    if (byte !== DASH && byte !== SPACE) return -1;
    do byte = view.getUint8(++at);
    while (byte === SPACE);
    if (!isDigit(byte)) return -1;
    let pid = 0;
    for (; isDigit(byte); byte = view.getUint8(++at)) pid = Math.min(pid * 10 + byte - ZERO, MAX_PID);
    // perf prints the thread's group first and its own number behind a slash.
    while (isDigit(byte) || byte === SLASH) byte = view.getUint8(++at);
    while (byte === SPACE) byte = view.getUint8(++at);
    if (byte === PAREN_OPEN) {
      while (byte !== PAREN_CLOSE && byte !== BRACKET_OPEN && byte !== NEWLINE) byte = view.getUint8(++at);
      if (byte === PAREN_CLOSE) byte = view.getUint8(++at);
      while (byte === SPACE) byte = view.getUint8(++at);
    }
    if (byte !== BRACKET_OPEN) return -1;

    const firstOfCpu = at + 1;
    let cpu = 0;
    for (byte = view.getUint8(++at); isDigit(byte); byte = view.getUint8(++at)) {
      cpu = Math.min(cpu * 10 + byte - ZERO, MAX_CPU + 1);
    }
    if (at === firstOfCpu || cpu > MAX_CPU || byte !== BRACKET_CLOSE) return -1;
    byte = view.getUint8(++at);
    if (byte !== SPACE) return -1;
    while (byte === SPACE) byte = view.getUint8(++at);
    this.interruptedDepth = 0;
    if (!isDigit(byte)) {
      // Interrupts off, need-resched, hardirq or softirq, preemption depth, migration disabled.
      this.interruptedDepth = interruptedDepth(view.getUint8(at + 2), view.getUint8(at + 3));
      while (!isEnd(byte)) byte = view.getUint8(++at);
      while (byte === SPACE) byte = view.getUint8(++at);
    }
    this.cpu = cpu;
    this.pid = pid;
    this.cpuAt = firstOfCpu - 1;
    this.timeAt = at;
    return this.time.read(view, at);
  }
}

const IN_INTERRUPT = new Set([..."hHszZ"].map((letter) => letter.charCodeAt(0)));

/** Preemption depth, a hexadecimal digit or a dot for none, if the letter before it says that an interrupt is at work. */
function interruptedDepth(context: number, depth: number): number {
  const value = HEX[depth] as number;
  return IN_INTERRUPT.has(context) && value < 16 ? value : 0;
}
