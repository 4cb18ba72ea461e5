import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import type { Store } from "../store/store";

/** How long an answer of the store is believed: asking is a write to the disk, and anybody may ask. */
const FRESH_MS = 2000;
/** A store that does not answer for so long is in trouble. */
const LIMIT_MS = 2000;
/** The loop is woken this often to see whether it comes late: with every 10 ms, as is usual, a board at work would pay a tenth more for it. */
export const LOOP_WATCH_MS = 100;

export interface Vitals {
  ok: boolean;
  /** "writable", or why it is not. */
  store: string;
  /** Longest delay of the event loop since somebody asked before, ms. That it goes round at all is said by the answer. */
  loopDelayMs: number;
}

/** Whether this server can do what it is for. */
export class Health {
  private readonly delay: IntervalHistogram = monitorEventLoopDelay({ resolution: LOOP_WATCH_MS });
  private asked = Number.NEGATIVE_INFINITY;
  private answer: Promise<string> = Promise.resolve("");

  constructor(private readonly store: Store) {
    this.delay.enable();
  }

  async vitals(): Promise<Vitals> {
    const now = performance.now();
    if (now - this.asked > FRESH_MS) {
      this.asked = now;
      this.answer = this.askStore();
    }
    const store = await this.answer;
    const loopDelayMs = Math.max(0, Math.round(this.delay.max / 1e6) - LOOP_WATCH_MS);
    this.delay.reset();
    return { ok: store === "writable", store, loopDelayMs };
  }

  private async askStore(): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`no answer for ${LIMIT_MS / 1000} s`), LIMIT_MS);
    });
    const check = this.store.check().then(
      () => "writable",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const answer = await Promise.race([check, limit]);
    clearTimeout(timer);
    return answer;
  }

  stop(): void {
    this.delay.disable();
  }
}
