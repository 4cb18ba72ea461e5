import type { Store } from "../store/store";
import type { FinishedRun } from "./queue";

/** Results that are kept in memory, of all boards together. */
const MAX_IN_MEMORY = 64;

/** Finished runs by their hash: the last ones in memory, all of them in the store. */
export class RunResults {
  private readonly recent = new Map<string, FinishedRun>();

  constructor(private readonly store: Store) {}

  async find(hash: string): Promise<FinishedRun | null> {
    const recent = this.recent.get(hash);
    if (recent !== undefined) return recent;
    const stored = await this.store.run(hash);
    if (stored === null) return null;
    const run = JSON.parse(new TextDecoder().decode(stored)) as FinishedRun;
    this.remember(hash, run);
    return run;
  }

  keep(hash: string, run: FinishedRun): void {
    this.remember(hash, run);
    // A result that is not stored is computed again: nothing is lost but time.
    this.store.keepRun(hash, new TextEncoder().encode(JSON.stringify(run))).catch(() => {});
  }

  private remember(hash: string, run: FinishedRun): void {
    this.recent.delete(hash);
    this.recent.set(hash, run);
    const [oldest] = this.recent.keys();
    if (this.recent.size > MAX_IN_MEMORY && oldest !== undefined) this.recent.delete(oldest);
  }
}
