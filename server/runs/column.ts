import { type ItemId, inputChanges, runHash } from "@carveout/model";
import {
  CORE_VERSION,
  type Estimate,
  estimate,
  type RunInput,
  type RunProgress,
  type RunResult,
} from "@carveout/sim";
import type { BoardDiagnostic, RunFrame, RunState } from "@carveout/wire";
import type { Metrics } from "../operations/metrics";
import type { Sights } from "../sights/sights";
import type { CompletePlan } from "./findings";
import type { FinishedRun, RunQueue } from "./queue";
import type { RunResults } from "./results";

type State = RunState<Estimate, RunProgress, RunResult>;
export type Frame = RunFrame<Estimate, RunProgress, RunResult>;

/** What a column needs to get its runs done. */
export interface RunServices {
  queue: RunQueue;
  results: RunResults;
  metrics: Metrics;
  sights: Sights;
}

/** One variant of an experiment: which run it shows, and where that stands. */
export class Column {
  private run = "";
  private input: RunInput | null = null;
  /** The newest complete input, whether it can be run or not. */
  private wanted: RunInput | null = null;
  private seed = 0;
  private serial = 0;
  private last: Frame | null = null;
  private cancel: (() => void) | null = null;
  /** Changes with each run that is planned: an answer from the store for an earlier one is dropped. */
  private current: object | null = null;
  /** Of the last result, to tell what has changed since. */
  private shown: RunInput | null = null;

  constructor(
    private readonly experiment: ItemId,
    private readonly variant: string,
    private readonly services: RunServices,
    private readonly tell: (frame: Frame) => void,
  ) {}

  /** The newest state, for who joins late. */
  get frame(): Frame | null {
    return this.last;
  }

  /** The input of a run, if it is the one that the column shows. */
  inputOf(run: string): RunInput | null {
    return run === this.run ? this.input : null;
  }

  /** Something is not wired yet. */
  lack(missing: string, seed: number): void {
    this.rest("", seed, { state: "incomplete", missing });
  }

  /** The input is complete. The same run as before goes on undisturbed; another one takes its place. */
  plan(plan: CompletePlan, findings: readonly BoardDiagnostic[]): void {
    const { input } = plan.run;
    const hash = runHash(input, CORE_VERSION);
    const error = findings.find(({ severity }) => severity === "error");
    if (error !== undefined) {
      const { sentence, item, field } = error;
      this.wanted = input;
      this.rest(hash, plan.seed, { state: "no run", reason: sentence, item, field });
      return;
    }
    if (hash === this.run && this.last?.status.state !== "no run") return;
    this.stop();
    this.run = hash;
    this.input = input;
    this.wanted = input;
    this.seed = plan.seed;
    const known = estimate(input);
    const warnings = findings.filter(({ severity }) => severity === "warning").length;
    this.say({ state: "queued", place: this.services.queue.depth() + 1, estimate: known });
    const token = {};
    this.current = token;
    void this.services.results
      .find(hash)
      .catch(() => null)
      .then((found) => {
        if (this.current !== token) return;
        if (found !== null) {
          this.services.metrics.runs.inc({ outcome: "known" });
          this.show(found, warnings);
        } else this.submit(plan, known, warnings);
      });
  }

  private submit(plan: CompletePlan, known: Estimate, warnings: number): void {
    const { run } = this;
    this.cancel = this.services.queue.submit(plan.run.input, {
      waits: (place) => this.say({ state: "queued", place, estimate: known }),
      runs: (progress) => this.say({ state: "running", estimate: known, progress }),
      done: (finished) => {
        this.cancel = null;
        this.services.results.keep(run, plan.run.input, finished);
        this.services.metrics.runs.inc({ outcome: "done" });
        this.services.metrics.runSeconds.observe(finished.wallMs / 1000);
        this.show(finished, warnings);
      },
      ended: (reason, progress) => {
        this.cancel = null;
        this.services.metrics.runs.inc({ outcome: "ended early" });
        this.say({ state: "ended early", reason, estimate: known, progress });
      },
    });
  }

  private show({ result, resultHash, wallMs }: FinishedRun, warnings: number): void {
    this.shown = this.input;
    this.say({ state: "result", result, resultHash, wallMs, warnings });
  }

  /** A state in which nothing runs. */
  private rest(run: string, seed: number, status: State): void {
    const isSame = run === this.run && JSON.stringify(status) === JSON.stringify(this.last?.status);
    if (isSame) return;
    this.stop();
    this.run = run;
    this.input = null;
    this.seed = seed;
    this.say(status);
  }

  /** Lets go of what runs. */
  stop(): void {
    this.current = null;
    if (this.cancel !== null) {
      this.cancel();
      this.services.metrics.runs.inc({ outcome: "superseded" });
    }
    this.cancel = null;
  }

  private say(status: State): void {
    const { experiment, variant, run, seed, shown, wanted } = this;
    const changed = shown === null || wanted === null ? "" : inputChanges(shown, wanted);
    this.last = { type: "run", experiment, variant, run, seed, serial: ++this.serial, changed, status };
    this.tell(this.last);
  }
}
