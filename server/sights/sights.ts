import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { RunInput } from "@carveout/sim";
import { type Look, type LookState, MAX_LOOK_VIEWS } from "@carveout/wire";
import { workerFile } from "../worker-file";
import type { Order, PageSight, Report } from "./protocol";

export interface SightLimits {
  /** Machines that stand ready at once, of all boards together. */
  workers: number;
  /** Computing time of one look, ms. */
  wallMs: number;
  /** Heap of one worker, MiB; the machine's page arrays lie outside of it. */
  heapMiB: number;
  /** A machine that nobody looks at is let go after this, ms. */
  idleMs: number;
  /** What one participant may be sent, bytes a second. */
  bytesPerSecond: number;
}

export const DEFAULT_SIGHT_LIMITS: SightLimits = {
  // Two, for two variants side by side.
  workers: Math.max(2, availableParallelism() - 1),
  wallMs: 20_000,
  heapMiB: 512,
  idleMs: 60_000,
  bytesPerSecond: 100_000,
};

/** A worker that has been told to stop has this long to say so; a machine that boots can't look at the flag. */
const STOP_GRACE_MS = 40;
/** What a participant may be sent before the rate counts, ms of it. */
const CREDIT_MS = 500;
const MS = 1000;

/** Somebody who looks. */
export interface Viewer {
  tell(message: PageSight | LookState): void;
}

/** The look of a picture that is to be answered next. */
interface Task {
  viewer: Viewer;
  picture: string;
  look: Look;
  input: RunInput;
}

/** One thread with one machine, which stands where the last look left it. */
interface Seat {
  worker: Worker;
  run: string;
  tMs: number;
  task: Task | null;
  stop: Int32Array;
  timer: NodeJS.Timeout | null;
  /** Rises with each order; the seat that was used longest ago goes first. */
  used: number;
}

/**
 * Takes runs to the moments that people look at. A run has one machine for all who look at it; there are as many machines as workers. Of each
 * picture only the newest look is answered.
 */
export class Sights {
  private readonly waiting = new Map<string, Task>();
  private readonly seats = new Set<Seat>();
  private readonly numbers = new Map<Viewer, number>();
  /** When a viewer's line is free again, by the rate that holds. */
  private readonly lineFreeAt = new Map<Viewer, number>();
  private nextNumber = 0;
  private orders = 0;
  private retry: NodeJS.Timeout | null = null;
  private isClosed = false;
  private file: string | null = null;

  constructor(
    private readonly limits: SightLimits = DEFAULT_SIGHT_LIMITS,
    private readonly findFile = () => workerFile("sights/sight-worker"),
  ) {}

  /** Answers a look in place of the picture's earlier ones. */
  look(viewer: Viewer, look: Look, input: RunInput): void {
    const picture = this.pictureOf(viewer, look.view);
    const task = { viewer, picture, look, input };
    this.waiting.set(picture, task);
    const seat = this.seatServing(picture);
    if (seat !== undefined) this.stop(seat);
    this.serve();
    if (this.waiting.get(picture) !== task || this.delayOf(viewer) > 0) return;
    const place = [...this.waiting.keys()].indexOf(picture) + 1;
    if (!this.isStandingBy(look.run)) tellState(task, { state: "queued", place });
  }

  /** The picture is closed. */
  lookAway(viewer: Viewer, view: number): void {
    const picture = this.pictureOf(viewer, view);
    this.waiting.delete(picture);
    const seat = this.seatServing(picture);
    if (seat !== undefined) this.stop(seat);
  }

  /** The participant has left. */
  leave(viewer: Viewer): void {
    if (!this.numbers.has(viewer)) return;
    for (let view = 0; view < MAX_LOOK_VIEWS; view++) this.lookAway(viewer, view);
    this.numbers.delete(viewer);
    this.lineFreeAt.delete(viewer);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.waiting.clear();
    if (this.retry !== null) clearTimeout(this.retry);
    await Promise.all([...this.seats].map((seat) => this.dismiss(seat)));
  }

  private pictureOf(viewer: Viewer, view: number): string {
    const number = this.numbers.get(viewer) ?? this.nextNumber++;
    this.numbers.set(viewer, number);
    return `${number} ${view}`;
  }

  private seatServing(picture: string): Seat | undefined {
    return [...this.seats].find(({ task }) => task?.picture === picture);
  }

  private isStandingBy(run: string): boolean {
    return [...this.seats].some((seat) => seat.run === run);
  }

  /** Gives looks to seats until one of both has run out. */
  private serve(): void {
    let wait = Number.POSITIVE_INFINITY;
    for (const task of this.inOrder()) {
      const delay = this.delayOf(task.viewer);
      if (delay > 0) {
        wait = Math.min(wait, delay);
        continue;
      }
      const seat = this.seatFor(task.look.run);
      if (seat === null || seat.task !== null) continue;
      this.waiting.delete(task.picture);
      this.start(seat, task);
    }
    if (this.retry !== null) clearTimeout(this.retry);
    this.retry = Number.isFinite(wait) ? setTimeout(() => this.serve(), Math.ceil(wait)) : null;
  }

  /** As they came, but of one run what lies ahead of its machine first, and the nearest of that: no look back before it must be. */
  private inOrder(): Task[] {
    const standsAt = new Map([...this.seats].map(({ run, tMs }) => [run, tMs]));
    const rank = ({ look }: Task) => {
      const ahead = look.tMs - (standsAt.get(look.run) ?? 0);
      return ahead >= 0 ? ahead : ahead + Number.MAX_SAFE_INTEGER / 2;
    };
    const tasks = [...this.waiting.values()];
    const first = new Map<string, number>();
    for (const [i, { look }] of tasks.entries()) if (!first.has(look.run)) first.set(look.run, i);
    return tasks.sort(
      (a, b) => (first.get(a.look.run) ?? 0) - (first.get(b.look.run) ?? 0) || rank(a) - rank(b),
    );
  }

  /** The run's own seat, busy or not; else a new one, or the idle one that was used longest ago. */
  private seatFor(run: string): Seat | null {
    const seats = [...this.seats];
    const own = seats.find((seat) => seat.run === run);
    if (own !== undefined) return own;
    if (this.isClosed) return null;
    if (seats.length < this.limits.workers) return this.hire();
    return seats.filter(({ task }) => task === null).sort((a, b) => a.used - b.used)[0] ?? null;
  }

  private hire(): Seat {
    this.file ??= this.findFile();
    const worker = new Worker(this.file, { resourceLimits: { maxOldGenerationSizeMb: this.limits.heapMiB } });
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const seat: Seat = { worker, run: "", tMs: 0, task: null, stop, timer: null, used: 0 };
    worker.on("message", (report: Report) => this.hear(seat, report));
    worker.on("error", (error) => this.lose(seat, error));
    worker.on("exit", (code) => this.lose(seat, new Error(`its thread ended with code ${code}`)));
    worker.unref();
    this.seats.add(seat);
    return seat;
  }

  private start(seat: Seat, task: Task): void {
    const { look, picture, input } = task;
    const isKnown = seat.run === look.run;
    seat.task = task;
    seat.run = look.run;
    seat.tMs = look.tMs;
    seat.used = ++this.orders;
    this.setTimer(seat, null);
    Atomics.store(seat.stop, 0, 0);
    const order: Order = {
      run: look.run,
      input: isKnown ? null : input,
      picture,
      look,
      stop: seat.stop.buffer as SharedArrayBuffer,
      wallMs: this.limits.wallMs,
    };
    seat.worker.postMessage(order);
  }

  private stop(seat: Seat): void {
    Atomics.store(seat.stop, 0, 1);
    const task = seat.task;
    // A thread that only boots the machine that is wanted next is left to it.
    this.setTimer(seat, STOP_GRACE_MS, () => {
      if (seat.task === task && !this.isWanted(seat.run)) this.replace(seat);
    });
  }

  private isWanted(run: string): boolean {
    return [...this.waiting.values()].some(({ look }) => look.run === run);
  }

  private hear(seat: Seat, report: Report): void {
    const { task } = seat;
    if (task === null) return;
    if (report.type === "seeking") {
      seat.tMs = report.tMs;
      tellState(task, { state: "seeking", tMs: report.tMs });
      return;
    }
    if (report.type === "on the way") {
      this.send(task.viewer, report.sight);
      return;
    }
    this.rest(seat);
    if (report.type === "sight") this.send(task.viewer, report.sight);
    if (report.type === "failed") {
      seat.run = "";
      tellState(task, { state: "refused", sentence: report.sentence });
    }
    this.serve();
  }

  private send(viewer: Viewer, sight: PageSight): void {
    const bytes = sight.rasters.reduce((sum, { data }) => sum + data.length, 0);
    const now = performance.now();
    const free = Math.max(this.lineFreeAt.get(viewer) ?? 0, now - CREDIT_MS);
    if (this.numbers.has(viewer))
      this.lineFreeAt.set(viewer, free + (bytes * MS) / this.limits.bytesPerSecond);
    viewer.tell(sight);
  }

  /** How long a viewer's next look has to wait, ms. */
  private delayOf(viewer: Viewer): number {
    return (this.lineFreeAt.get(viewer) ?? 0) - performance.now();
  }

  /** Nothing to do: after a while the machine goes. */
  private rest(seat: Seat): void {
    seat.task = null;
    this.setTimer(seat, this.limits.idleMs, () => void this.dismiss(seat));
  }

  /** A thread broke, and with it its machine. */
  private lose(seat: Seat, error: Error): void {
    if (!this.seats.has(seat)) return;
    const isMemory = (error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY";
    const why = isMemory ? `over ${this.limits.heapMiB} MiB of memory` : error.message;
    if (seat.task !== null)
      tellState(seat.task, { state: "refused", sentence: `The run ended: ${why}. Look again.` });
    this.replace(seat);
  }

  private replace(seat: Seat): void {
    void this.dismiss(seat);
    this.serve();
  }

  private async dismiss(seat: Seat): Promise<void> {
    this.seats.delete(seat);
    this.setTimer(seat, null);
    await seat.worker.terminate();
  }

  private setTimer(seat: Seat, ms: number | null, action: () => void = () => {}): void {
    if (seat.timer !== null) clearTimeout(seat.timer);
    seat.timer = ms === null ? null : setTimeout(action, ms);
    seat.timer?.unref();
  }
}

function tellState({ viewer, look }: Task, status: LookState["status"]): void {
  viewer.tell({ type: "look state", view: look.view, serial: look.serial, status });
}
