/** When things happen that come by themselves. */

import { ln } from "../numbers/elementary";
import type { Random } from "../numbers/random";

/** A Poisson process whose rate changes from stretch to stretch. */
export class PoissonClock {
  /** Time of the current event, ms; Infinity when none is left. Before the first next(): 0. */
  timeMs = 0;
  /** Number of the stretch that it falls into. */
  stretch = 0;

  /**
   * @param ratesPerMs mean events per ms, by stretch
   * @param endsMs where each stretch ends, rising; the first starts at 0
   */
  constructor(
    private readonly ratesPerMs: Float64Array,
    private readonly endsMs: Float64Array,
    private readonly random: Random,
  ) {}

  /** Goes to the next event. The process has no memory: where the rate changes, the wait starts anew. */
  next(): void {
    const { ratesPerMs, endsMs } = this;
    let from = this.timeMs;
    for (; this.stretch < endsMs.length; this.stretch++) {
      const rate = ratesPerMs[this.stretch] as number;
      const end = endsMs[this.stretch] as number;
      const at = rate > 0 ? from - ln(this.random.unit()) / rate : Number.POSITIVE_INFINITY;
      if (at < end) {
        this.timeMs = at;
        return;
      }
      from = end;
    }
    this.timeMs = Number.POSITIVE_INFINITY;
  }
}
