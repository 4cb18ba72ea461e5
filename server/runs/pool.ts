import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { formatNumber } from "@carveout/model";
import type { RunInput, RunProgress } from "@carveout/sim";
import { workerFile } from "../worker-file";
import type { Order, Report } from "./protocol";
import type { Haste, RunListener, RunQueue } from "./queue";

export interface PoolLimits {
  workers: number;
  /** Computing time of one run, ms. */
  wallMs: number;
  /** Heap of one worker, MiB; the machine's page arrays lie outside of it and are limited by the core (320 MiB). */
  heapMiB: number;
}

const CORES = availableParallelism();

/**
 * One core stays free for the sockets, except where there are only two: a second thread there doubles the runs and costs an edit about 2.5 ms on its
 * way to the others (3.1 against 5.5 ms in the middle, 50 people, 100 edits/s, both threads busy).
 */
export const DEFAULT_LIMITS: PoolLimits = {
  workers: Math.max(Math.min(2, CORES), CORES - 1),
  wallMs: 20_000,
  heapMiB: 512,
};

/** A stopped run has this long to say so; after that its thread is ended. A machine that boots can't look at the flag. */
const STOP_GRACE_MS = 40;
/** A run over its time that has not said so by itself, e.g. because the boot takes it all. */
const WALL_GRACE_MS = 1000;

interface Job {
  input: RunInput;
  haste: Haste;
  listener: RunListener;
  last: RunProgress | null;
}

/** One thread. It carries one run at a time: two machines in one thread would only slow each other down. */
interface Seat {
  worker: Worker;
  job: Job | null;
  stop: Int32Array;
  timer: NodeJS.Timeout | null;
}

/** Runs in worker threads of this process. */
export class WorkerPool implements RunQueue {
  private readonly waiting: Job[] = [];
  /** Those that wait until nobody else does. */
  private readonly idle: Job[] = [];
  private readonly seats = new Set<Seat>();
  private isClosed = false;

  private file: string | null = null;

  constructor(
    private readonly limits: PoolLimits = DEFAULT_LIMITS,
    /** Finds the threads' program when the first one starts. */
    private readonly findFile = () => workerFile("runs/run-worker"),
  ) {}

  submit(input: RunInput, listener: RunListener, haste: Haste = "now"): () => void {
    const job: Job = { input, haste, listener, last: null };
    (haste === "now" ? this.waiting : this.idle).push(job);
    this.fill();
    if (this.waiting.at(-1) === job) listener.waits(this.waiting.length);
    return () => this.cancel(job);
  }

  depth(): number {
    return this.waiting.length;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.waiting.length = 0;
    this.idle.length = 0;
    await Promise.all([...this.seats].map((seat) => this.dismiss(seat)));
  }

  private cancel(job: Job): void {
    const idle = this.idle.indexOf(job);
    if (idle >= 0) {
      this.idle.splice(idle, 1);
      return;
    }
    const place = this.waiting.indexOf(job);
    if (place >= 0) {
      this.waiting.splice(place, 1);
      this.tellPlaces(place);
      return;
    }
    for (const seat of this.seats) {
      if (seat.job !== job) continue;
      seat.job = { ...job, listener: DEAF };
      Atomics.store(seat.stop, 0, 1);
      this.setTimer(seat, STOP_GRACE_MS, () => this.replace(seat));
    }
  }

  /** Gives waiting runs to free threads; returns how many. */
  private fill(): number {
    const before = this.waiting.length;
    for (let queue = this.next(); queue !== null && !this.isClosed; queue = this.next()) {
      const seat = [...this.seats].find(({ job }) => job === null) ?? this.hire();
      const job = seat === null ? undefined : queue.shift();
      if (seat === null || job === undefined) break;
      this.start(seat, job);
    }
    return before - this.waiting.length;
  }

  /** Whose turn it is. One thread stays free of those that are in no hurry, so that an edit never waits for one of them. */
  private next(): Job[] | null {
    if (this.waiting.length > 0) return this.waiting;
    const unhurried = [...this.seats].filter(({ job }) => job?.haste === "idle").length;
    return this.idle.length > 0 && unhurried < Math.max(1, this.limits.workers - 1) ? this.idle : null;
  }

  private tellPlaces(from: number): void {
    for (const [index, { listener }] of this.waiting.entries()) if (index >= from) listener.waits(index + 1);
  }

  private hire(): Seat | null {
    if (this.seats.size >= this.limits.workers) return null;
    this.file ??= this.findFile();
    const worker = new Worker(this.file, { resourceLimits: { maxOldGenerationSizeMb: this.limits.heapMiB } });
    const seat: Seat = { worker, job: null, stop: new Int32Array(new SharedArrayBuffer(4)), timer: null };
    worker.on("message", (report: Report) => this.hear(seat, report));
    worker.on("error", (error) => this.lose(seat, error));
    worker.on("exit", (code) => this.lose(seat, new Error(`its thread ended with code ${code}`)));
    worker.unref();
    this.seats.add(seat);
    return seat;
  }

  private start(seat: Seat, job: Job): void {
    seat.job = job;
    Atomics.store(seat.stop, 0, 0);
    this.setTimer(seat, this.limits.wallMs + WALL_GRACE_MS, () => {
      const { listener, last } = seat.job ?? job;
      this.replace(seat);
      listener.ended(`Ended: over ${formatNumber(this.limits.wallMs / 1000)} s of computing time.`, last);
    });
    const order: Order = {
      input: job.input,
      stop: seat.stop.buffer as SharedArrayBuffer,
      wallMs: this.limits.wallMs,
    };
    seat.worker.postMessage(order);
    job.listener.runs(null);
  }

  private hear(seat: Seat, report: Report): void {
    const { job } = seat;
    if (job === null) return;
    if (report.type === "progress") {
      job.last = report.progress;
      job.listener.runs(report.progress);
      return;
    }
    this.setTimer(seat, null);
    seat.job = null;
    if (report.type === "done") job.listener.done(report.run);
    else if (report.type === "ended") job.listener.ended(report.reason, report.progress ?? job.last);
    this.advance();
  }

  /** A thread broke. Only its own run suffers. */
  private lose(seat: Seat, error: Error): void {
    if (!this.seats.has(seat)) return;
    const { job } = seat;
    this.replace(seat);
    const isMemory = (error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY";
    const why = isMemory ? `over ${this.limits.heapMiB} MiB of memory` : error.message;
    job?.listener.ended(`Ended: ${why}. Kept up to there.`, job.last);
  }

  private replace(seat: Seat): void {
    seat.job = null;
    void this.dismiss(seat);
    this.advance();
  }

  /** A thread is free: everybody moves up. */
  private advance(): void {
    if (this.fill() > 0) this.tellPlaces(0);
  }

  private async dismiss(seat: Seat): Promise<void> {
    this.seats.delete(seat);
    this.setTimer(seat, null);
    await seat.worker.terminate();
  }

  private setTimer(seat: Seat, ms: number | null, action: () => void = () => {}): void {
    if (seat.timer !== null) clearTimeout(seat.timer);
    seat.timer = ms === null ? null : setTimeout(action, ms);
  }
}

/** Hears nothing: the listener of a cancelled run. */
const DEAF: RunListener = { waits() {}, runs() {}, done() {}, ended() {} };
