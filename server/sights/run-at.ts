import { createRun, type PageReader, type Run, type RunInput } from "@carveout/sim";
import { FIRST_CHUNK, nextChunk } from "../runs/chunk";

/** A run that stands at a moment. It goes forward from there; for an earlier one it starts again. */
export class RunAt {
  private run: Run | null = null;

  constructor(private readonly input: RunInput) {}

  get durationMs(): number {
    return this.input.workload.durationMs;
  }

  /** Simulated time of the last thing that happened, ms. */
  get timeMs(): number {
    return this.run?.timeMs ?? 0;
  }

  get pages(): PageReader {
    this.run ??= createRun(this.input);
    return this.run.pages;
  }

  /**
   * Takes the run to a time.
   * @param goesOn asked every few milliseconds; false stops where the run then stands
   * @returns false if it was stopped
   * @throws InfeasibleError if the machine does not boot
   */
  seek(tMs: number, goesOn: () => boolean): boolean {
    if (this.run === null || this.run.timeMs > tMs) this.run = createRun(this.input);
    let events = FIRST_CHUNK;
    for (;;) {
      if (!goesOn()) return false;
      const before = performance.now();
      if (!this.run.stepTo(tMs, events)) return true;
      events = nextChunk(events, performance.now() - before);
    }
  }
}
