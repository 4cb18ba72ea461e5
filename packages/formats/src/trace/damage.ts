/** Keeps account of damaged lines, and says when there are too many. */

import { type DamagedLine, TraceError } from "../errors";
import { count } from "../text";

/** Damaged lines that are kept with their text. */
const MAX_KEPT = 20;
/** Fewer event lines than these say nothing about the whole, as long as more follow. */
const MIN_LINES = 100;
const MAX_PERCENT = 1;
/** Lines that a sentence quotes. */
const QUOTED = 3;

export class Damage {
  total = 0;
  readonly first: DamagedLine[] = [];

  /** Whether the next line's text is kept. */
  get isOpen(): boolean {
    return this.first.length < MAX_KEPT;
  }

  /**
   * One more damaged line.
   * @param text how the line starts; kept only while `isOpen`
   * @param read event lines that were read so far
   * @throws TraceError if there are too many
   */
  add(line: number, reason: string, text: string, read: number): void {
    this.total++;
    if (this.isOpen) this.first.push({ line, reason, text });
    if (this.total + read >= MIN_LINES) this.judge(read);
  }

  /** @throws TraceError if more than 1 % of the event lines are damaged */
  judge(read: number): void {
    const lines = this.total + read;
    if (this.total * 100 <= lines * MAX_PERCENT) return;
    const quotes = this.first
      .slice(0, QUOTED)
      .map(({ line, reason, text }) => `line ${count(line)}: ${reason} (${JSON.stringify(text)})`);
    throw new TraceError(
      `${count(this.total)} of ${count(lines)} event lines are damaged, more than ${MAX_PERCENT} %: ${quotes.join("; ")}. ` +
        "Give the text as 'cat trace', 'trace-cmd report' or 'perf script' printed it.",
      this.first,
    );
  }
}
