import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { type Measures, measure } from "@carveout/model";
import type { RunInput } from "@carveout/sim";
import type { Store } from "../store/store";
import type { FinishedRun } from "./queue";

/** A run as it is kept under its hash: with what it was computed from, so that it can be shown and repeated without its board. */
export interface KeptRun extends FinishedRun {
  input: RunInput;
}

/** Results that are kept in memory, of all boards together. */
const MAX_IN_MEMORY = 64;
/** Measures are small: a sweep that is run again is answered from them. */
const MAX_MEASURES = 5000;

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** Finished runs by their hash: the last ones in memory, all of them in the store. */
export class RunResults {
  private readonly recent = new Recent<KeptRun>(MAX_IN_MEMORY);
  private readonly measured = new Recent<Measures>(MAX_MEASURES);

  constructor(private readonly store: Store) {}

  async find(hash: string): Promise<KeptRun | null> {
    const recent = this.recent.get(hash);
    if (recent !== undefined) return recent;
    const stored = await this.store.run(hash);
    if (stored === null) return null;
    const run = JSON.parse((await unpack(stored)).toString()) as KeptRun;
    this.recent.set(hash, run);
    return run;
  }

  /** Hashes of finished runs that begin so, two at most. */
  async beginning(prefix: string): Promise<string[]> {
    const recent = this.recent.keys().filter((hash) => hash.startsWith(prefix));
    return [...new Set([...recent, ...(await this.store.runsBeginning(prefix))])].slice(0, 2);
  }

  /** What a finished run measured. */
  async measuresOf(hash: string): Promise<Measures | null> {
    const known = this.measured.get(hash);
    if (known !== undefined) return known;
    const run = await this.find(hash);
    if (run === null) return null;
    const measures = measure(run.result);
    this.measured.set(hash, measures);
    return measures;
  }

  keep(hash: string, input: RunInput, finished: FinishedRun): void {
    const run = { ...finished, input };
    this.recent.set(hash, run);
    // A result that is not stored is computed again: nothing is lost but time.
    void pack(JSON.stringify(run))
      .then((bytes) => this.store.keepRun(hash, bytes))
      .catch(() => {});
  }
}

/** The entries that were set last. */
class Recent<T> {
  private readonly entries = new Map<string, T>();

  constructor(private readonly most: number) {}

  get(key: string): T | undefined {
    return this.entries.get(key);
  }

  keys(): string[] {
    return [...this.entries.keys()];
  }

  set(key: string, value: T): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    const [oldest] = this.entries.keys();
    if (this.entries.size > this.most && oldest !== undefined) this.entries.delete(oldest);
  }
}
