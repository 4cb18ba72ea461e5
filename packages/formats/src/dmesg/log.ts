/**
 * The kernel log as text: takes prefixes off and finds the boot in a capture that holds it more than once.
 * Source: kernel/printk/printk.c info_print_prefix(); util-linux dmesg(1); journalctl(1) -k.
 */

import { FormatError } from "../errors";
import { count, type Line, linesOf, quoted } from "../text";

/** One kernel line without its prefix. */
export interface LogLine extends Line {
  /** Time stamp as printed, s; null where the prefix has none in seconds. */
  seconds: number | null;
}

/** `[    0.000000] `, `<6>[    0.000000] `, `[    0.000000][    T0] `, anywhere in a line: firmware may have written before it. */
const STAMP = /\[ *(\d{1,9}\.\d{6})\](?:\[ *[TC]\d+\])? ?/;
/** `dmesg -T`: `[Sat Nov 21 08:21:20 2026] `. */
const CALENDAR = /^\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}\] /;
/** `journalctl -k` and syslog: `Nov 21 08:21:20 host kernel: `, also with an ISO date. */
const JOURNAL = /^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.,+-]+Z?) \S+ kernel: /;
/** `dmesg --time-format iso`: `2026-11-21T08:21:20,000000+00:00 `. */
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d,\d{6}[+-]\d\d:\d\d /;

/** The console writes this one bare. Source: kernel/printk/printk.c console_emit_next_record(). */
const DROPPED = /^\*\* \d+ printk messages dropped/;

const BANNER = /^(Linux version \d|Booting Linux on physical CPU)/;
const HAND_OVER = /^Memory: \d+K\/\d+K available/;

/** True if the line carries a prefix that only the kernel log has. */
export function isKernelLine(text: string): boolean {
  return split(text) !== null;
}

/**
 * The kernel lines of the most complete boot in the text, in order.
 * A console capture can hold a boot several times: the early console's lines, the same lines replayed when the real
 * console registers, every line twice while both are enabled, and a dmesg that was printed at the end.
 * @throws FormatError if the text is too large
 */
export function bootLog(text: string): LogLine[] {
  const lines = kernelLines(linesOf(text));
  const copies = copiesOf(lines);
  let best: LogLine[] = [];
  let bestScore = -1;
  for (const copy of copies) {
    const score = completeness(copy);
    if (score > bestScore) {
      best = copy;
      bestScore = score;
    }
  }
  return best;
}

/** More lines of one sort than that, of those that tell about memory, are no boot. */
const MAX_FOUND = 4096;

/**
 * What `read` makes of each line that matches, in order. It gets the groups and the line's number.
 * @throws FormatError if more than 4,096 lines match, and what `read` throws
 */
export function findAll<T>(
  lines: LogLine[],
  pattern: RegExp,
  read: (groups: RegExpExecArray, line: number) => T,
): T[] {
  const found: T[] = [];
  for (const line of lines) {
    const groups = pattern.exec(line.text.trim());
    if (groups === null) continue;
    found.push(read(groups, line.number));
    if (found.length > MAX_FOUND) {
      throw new FormatError(
        line.number,
        `The log has more than ${count(MAX_FOUND)} lines such as ${quoted(line.text)}: no boot has.`,
      );
    }
  }
  return found;
}

function kernelLines(lines: Line[]): LogLine[] {
  const kernel: LogLine[] = [];
  for (const { number, text } of lines) {
    const parts = split(text);
    if (parts !== null) kernel.push({ number, ...parts });
  }
  if (kernel.length > 0) return kernel;
  // Booted with printk.time=0, or the prefixes were cut off: every line is one of the kernel's.
  return lines.map(({ number, text }) => ({
    number,
    seconds: null,
    text: text.replace(/^<\d+>/, "").trimStart(),
  }));
}

function split(text: string): { seconds: number | null; text: string } | null {
  const start = text.trimStart();
  const outer = JOURNAL.exec(start) ?? CALENDAR.exec(start) ?? ISO.exec(start);
  const rest = outer === null ? start : start.slice(outer[0].length);
  const stamp = STAMP.exec(rest);
  if (stamp !== null) {
    return { seconds: Number(stamp[1]), text: rest.slice(stamp.index + stamp[0].length) };
  }
  return outer !== null || DROPPED.test(rest) ? { seconds: null, text: rest } : null;
}

/** A copy starts at the kernel's banner, or where time falls back to 0 and stays behind. */
function copiesOf(lines: LogLine[]): LogLine[][] {
  const copies: LogLine[][] = [[]];
  let latest = 0;
  for (const [i, line] of lines.entries()) {
    const isBanner = BANNER.test(line.text) && !isSecondBanner(lines, i);
    if (isBanner || isRestart(lines, i, latest)) {
      copies.push([]);
      latest = 0;
    }
    latest = Math.max(latest, line.seconds ?? 0);
    copies.at(-1)?.push(line);
  }
  return copies.filter((copy) => copy.length > 0).map(withoutDoubles);
}

/** arm64 prints 'Booting Linux on physical CPU' and then 'Linux version': one boot, not two. */
function isSecondBanner(lines: LogLine[], i: number): boolean {
  return lines[i - 1]?.text.startsWith("Booting Linux on physical CPU") ?? false;
}

/** One line that is stamped 0 late is a secondary CPU whose clock is not set yet; a restart goes on at 0. */
function isRestart(lines: LogLine[], i: number, latest: number): boolean {
  if (latest < 1 || lines[i]?.seconds !== 0) return false;
  return lines.slice(i, i + 8).every((line) => line.seconds === 0);
}

/** While two consoles are enabled each line is there twice, one behind the other. A kernel's own repeats are kept. */
function withoutDoubles(lines: LogLine[]): LogLine[] {
  const kept: LogLine[] = [];
  let isDoubled = false;
  let isPaired = true;
  for (const line of lines) {
    const last = kept.at(-1);
    const isEqual = last !== undefined && last.text === line.text && last.seconds === line.seconds;
    if (isEqual && !isDoubled && /^(printk: )?(legacy )?console \[\w+\] enabled$/.test(line.text)) {
      isDoubled = true;
      isPaired = false;
    }
    if (isDoubled && isEqual && !isPaired) {
      isPaired = true;
      continue;
    }
    kept.push(line);
    isPaired = false;
  }
  return kept;
}

/** The hand-over counts most, then the start, then what is freed late. */
function completeness(copy: LogLine[]): number {
  const has = (pattern: RegExp) => copy.some((line) => pattern.test(line.text));
  return (has(HAND_OVER) ? 4 : 0) + (has(BANNER) ? 2 : 0) + (has(/^Freeing .*memory: \d+K/) ? 1 : 0);
}
