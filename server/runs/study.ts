import {
  cellKey,
  type Measures,
  measure,
  type StudyCell as Planned,
  runHash,
  type StudyKind,
} from "@carveout/model";
import { CORE_VERSION, type RunInput } from "@carveout/sim";
import type { Study as Stand, StudyCell, WireMessage } from "@carveout/wire";
import type { RunServices } from "./column";
import { findingsOf } from "./findings";

/** Runs that are handed to the queue at once: enough to keep it busy, few enough to let go of. */
const IN_FLIGHT = 4;
/** Between two messages about what has come, ms. */
const TELL_MS = 100;

/** One study at work: known runs from the store, the others computed when nobody waits for a column's. */
export class Study {
  readonly cells: StudyCell[] = [];
  private state: Stand["state"] = "running";
  private serial = 0;
  private told = 0;
  private timer: NodeJS.Timeout | null = null;
  private readonly todo: Planned[];
  private readonly cancels = new Set<() => void>();
  private inFlight = 0;

  constructor(
    readonly experiment: string,
    readonly kind: StudyKind,
    readonly name: string,
    planned: readonly Planned[],
    private readonly services: RunServices,
    private readonly tell: (message: WireMessage) => void,
  ) {
    this.todo = [...planned];
    this.total = planned.length;
    this.flush();
    this.fill();
  }

  private readonly total: number;

  get isRunning(): boolean {
    return this.state === "running";
  }

  /** Ends it: nothing more comes. What has come stays. */
  end(state: Exclude<Stand["state"], "running">): void {
    if (this.state === state) return;
    this.state = state;
    this.todo.length = 0;
    for (const cancel of this.cancels) cancel();
    this.cancels.clear();
    this.flush();
  }

  /** Its input is as it was: an edit was undone. */
  resume(): void {
    if (this.state !== "stale") return;
    this.state = this.cells.length === this.total ? "done" : "cancelled";
    this.flush();
  }

  /** Everything that somebody who joins has to know. */
  *everything(): Generator<WireMessage> {
    yield this.stand();
    yield this.message(this.cells);
  }

  private fill(): void {
    while (this.isRunning && this.inFlight < IN_FLIGHT) {
      const cell = this.todo.shift();
      if (cell === undefined) break;
      this.inFlight++;
      void this.take(cell);
    }
    if (this.isRunning && this.inFlight === 0) {
      this.state = "done";
      this.flush();
    }
  }

  private async take(cell: Planned): Promise<void> {
    const { run } = cell;
    if ("missing" in run) return this.keep(cell, "", null, run.missing);
    const error = findingsOf(run.input, run.sources).find(({ severity }) => severity === "error");
    if (error !== undefined) return this.keep(cell, "", null, error.sentence);
    const hash = runHash(run.input, CORE_VERSION);
    const known = await this.services.results.measuresOf(hash).catch(() => null);
    if (!this.isRunning) return;
    if (known !== null) return this.keep(cell, hash, known, "");
    this.compute(cell, hash, run.input);
  }

  private compute(cell: Planned, hash: string, input: RunInput): void {
    const { queue, results, metrics } = this.services;
    const cancel = queue.submit(
      input,
      {
        waits() {},
        runs() {},
        done: (finished) => {
          this.cancels.delete(cancel);
          results.keep(hash, input, finished);
          metrics.runs.inc({ outcome: "done" });
          metrics.runSeconds.observe(finished.wallMs / 1000);
          this.keep(cell, hash, measure(finished.result), "");
        },
        ended: (reason) => {
          this.cancels.delete(cancel);
          metrics.runs.inc({ outcome: "ended early" });
          this.keep(cell, hash, null, reason);
        },
      },
      "idle",
    );
    this.cancels.add(cancel);
  }

  private keep(cell: Planned, run: string, measures: Measures | null, reason: string): void {
    if (!this.isRunning) return;
    this.inFlight--;
    const { variant, seed, profile, workload, at } = cell;
    const place = { variant, seed, profile, workload, at };
    this.cells.push({ key: cellKey(place), ...place, run, measures, reason });
    this.timer ??= setTimeout(() => this.flush(), TELL_MS);
    this.fill();
  }

  /** What has come goes out together. */
  private flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const fresh = this.cells.slice(this.told);
    this.told = this.cells.length;
    if (fresh.length > 0) this.tell(this.message(fresh));
    this.tell(this.stand());
  }

  private stand(): Stand {
    const { experiment, kind, name, state, total } = this;
    return {
      type: "study",
      experiment,
      study: kind,
      name,
      serial: ++this.serial,
      state,
      total,
      done: this.cells.length,
      ahead: this.services.queue.depth(),
    };
  }

  private message(cells: readonly StudyCell[]): WireMessage {
    const { experiment, kind, name } = this;
    return { type: "study cells", experiment, study: kind, name, cells: [...cells] };
  }
}
