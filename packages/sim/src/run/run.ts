import type { Buddy } from "../allocator/buddy";
import type { RunInput } from "../input";
import { checkMachine } from "../machine/check";
import { firstDeferredPfns } from "../machine/deferred";
import { KernelPanic } from "../machine/failure";
import { Machine } from "../machine/machine";
import type { ZoneMarks } from "../machine/marks";
import { BootPanic } from "../machine/panic";
import type {
  Diagnostic,
  FamilyFigures,
  OrderCounts,
  Panic,
  RunProgress,
  RunResult,
  ZoneReport,
} from "../output";
import { PAGE_STATES } from "../page-states";
import { FailureLog } from "../probes/failures";
import { OomLog } from "../probes/oom-log";
import { PageReader } from "../probes/pages/reader";
import { procFiles } from "../probes/procfs/files";
import { procView } from "../probes/procfs/proc-view";
import { Sampler } from "../probes/sampler";
import { withRemedies } from "../strategies/remedies";
import type { ChosenStrategy } from "../strategies/strategy";
import { ActionQueue } from "../workload/actions";
import { Arrivals } from "../workload/arrivals";
import { EventQueue } from "../workload/event-queue";
import { diagnose } from "./diagnose";
import { type Grant, Holdings } from "./holdings";
import { createHooks, planRun } from "./plan";
import { CORE_VERSION } from "./version";

/** The input is well-formed but cannot be run; the diagnostics say why, at least one is an error. */
export class InfeasibleError extends Error {
  override readonly name = "InfeasibleError";

  constructor(readonly diagnostics: Diagnostic[]) {
    super(diagnostics.find(({ severity }) => severity === "error")?.sentence ?? "The input cannot be run.");
  }
}

export interface RunOptions {
  /** Check the machine's laws after boot and with every sample; throws InvariantError. Slow. */
  check?: boolean;
}

/** A run that advances when told, so that its owner can report progress and stop in between. */
export interface Run {
  /** Simulates at most `maxEvents` allocations and frees; true if there is more to do. */
  step(maxEvents: number): boolean;
  /**
   * Simulates what is due up to a time, at most `maxEvents` of it; true if more is due by then. The machine then stands as it stood at that
   * time in every run of this input: what is due later has not happened, and what happens between events is left for the next one.
   */
  stepTo(timeMs: number, maxEvents: number): boolean;
  /** Simulated time of the last thing that happened, ms. */
  readonly timeMs: number;
  /** The machine's pages as they stand. */
  readonly pages: PageReader;
  /** The live parts of the result so far, copied. */
  progress(): RunProgress;
  /** The result. Throws RangeError before the run is over. */
  result(): RunResult;
}

/**
 * Boots the machine of a checked input. What a run says depends on its input alone, never on the size of its steps.
 * @throws InfeasibleError if diagnose() finds an error or the boot panics
 */
export function createRun(input: RunInput, options: RunOptions = {}): Run {
  const diagnostics = diagnose(input);
  if (diagnostics.some(({ severity }) => severity === "error")) throw new InfeasibleError(diagnostics);
  try {
    const plan = planRun(input);
    const machine = new Machine(plan.early, createHooks(plan));
    const warnings = diagnostics.filter(({ severity }) => severity === "warning");
    return new Simulation(input, machine, plan.chosen, warnings, options.check ?? false);
  } catch (error) {
    if (error instanceof BootPanic) throw new InfeasibleError([...diagnostics, error.diagnostic]);
    throw error;
  }
}

class Simulation implements Run {
  private readonly arrivals: Arrivals;
  private readonly frees: EventQueue;
  private readonly actions: ActionQueue;
  private readonly holdings: Holdings;
  /** Filled for each request that is granted, so that none is made. */
  private readonly grant: Grant = {
    frame: 0,
    order: 0,
    gfp: 0,
    isCache: false,
    isDirty: false,
    pinnedUntilMs: 0,
  };
  private readonly sampler: Sampler;
  private readonly failures: FailureLog;
  private readonly requested: Float64Array;
  private readonly failed: Float64Array;
  private readonly oom = new OomLog();
  timeMs = 0;
  private events = 0;
  private isOver = false;
  private panic: Panic | null = null;
  private reader: PageReader | undefined;

  /** @param chosen the strategies of the machine's hooks, in the same order */
  constructor(
    private readonly input: RunInput,
    private readonly machine: Machine,
    private readonly chosen: readonly ChosenStrategy[],
    private readonly warnings: Diagnostic[],
    private readonly isChecking: boolean,
  ) {
    this.arrivals = new Arrivals(input.workload, input.seed, input.machine.cpus);
    this.holdings = new Holdings(machine, swapPages(input.machine));
    machine.allocator.owner = this.holdings;
    this.frees = new EventQueue(input.workload.durationMs, (holdings, count) =>
      this.holdings.fetch(holdings, count),
    );
    this.actions = new ActionQueue(input.workload.actions, input.workload.durationMs);
    this.failures = new FailureLog(
      () => this.sampler.next,
      (chain) => withRemedies(chain, chosen, input.machine),
    );
    machine.noteFailure = (key, words) => this.failures.note(key, this.timeMs, words);
    const gauges = chosen.flatMap(({ strategy }, i) =>
      (machine.hooks[i]?.gauges?.(machine) ?? []).map((gauge) => ({
        family: strategy.description.family,
        gauge,
      })),
    );
    this.sampler = new Sampler(machine, input.workload.durationMs, gauges);
    this.requested = new Float64Array(machine.buddy.maxOrder + 1);
    this.failed = new Float64Array(machine.buddy.maxOrder + 1);
    this.sampleBefore(Math.min(this.arrivals.timeMs, this.actions.timeMs, input.workload.durationMs));
  }

  step(maxEvents: number): boolean {
    try {
      for (let i = 0; i < maxEvents && !this.isOver; i++) this.stepOne();
    } catch (error) {
      if (!(error instanceof KernelPanic)) throw error;
      this.stop(error);
    }
    return !this.isOver;
  }

  stepTo(timeMs: number, maxEvents: number): boolean {
    try {
      for (let i = 0; i < maxEvents && !this.isOver && this.nextMs() <= timeMs; i++) this.stepOne();
    } catch (error) {
      if (!(error instanceof KernelPanic)) throw error;
      this.stop(error);
    }
    return !this.isOver && this.nextMs() <= timeMs;
  }

  get pages(): PageReader {
    const titles = this.chosen.map(({ strategy }) => strategy.description.title);
    this.reader ??= new PageReader(this.machine, titles);
    return this.reader;
  }

  /** When stepOne() does something next. At the end of the run that is to end it. */
  private nextMs(): number {
    const next = Math.min(this.arrivals.timeMs, this.frees.timeMs, this.actions.timeMs, this.machine.wakeMs);
    return Math.min(next, this.input.workload.durationMs);
  }

  /** What is due first; at one time a strategy's own work comes before a free, a free before an action, and an action before a request. */
  private stepOne(): void {
    const { durationMs } = this.input.workload;
    const arrivalMs = this.arrivals.timeMs;
    const freeMs = this.frees.timeMs;
    const actionMs = this.actions.timeMs;
    const { wakeMs } = this.machine;
    const next = Math.min(arrivalMs, freeMs, actionMs, wakeMs);
    this.sampleBefore(next);
    if (next > durationMs) {
      this.timeMs = durationMs;
      this.isOver = true;
      return;
    }
    this.timeMs = next;
    this.holdings.nowMs = next;
    this.machine.nowMs = next;
    if (wakeMs <= next) {
      this.machine.wake();
      return;
    }
    this.events++;
    if (freeMs <= next) this.freeOne();
    else if (actionMs <= next) this.act();
    else this.allocateOne();
  }

  private stop({ sentence, address, words }: KernelPanic): void {
    const chain = withRemedies(words.chain, this.chosen, this.input.machine);
    this.failures.note(
      `panic ${address} ${chain.map(({ code }) => code).join(" ")}`,
      this.timeMs,
      () => words,
    );
    this.panic = { tMs: this.timeMs, sentence, address, chain };
    this.isOver = true;
  }

  progress(): RunProgress {
    return {
      tMs: this.timeMs,
      durationMs: this.input.workload.durationMs,
      memory: this.machine.memory(),
      series: this.sampler.copy(),
      orders: this.orderCounts(),
      failures: this.failures.list(),
      figures: this.figures(),
      panic: this.panic,
      events: this.events,
    };
  }

  result(): RunResult {
    if (!this.isOver) throw new RangeError("the run is not over; call step() until it returns false");
    return {
      core: CORE_VERSION,
      memory: this.machine.memory(),
      zones: this.zoneReports(),
      firstDeferredPfns: firstDeferredPfns(this.machine.early.zones, this.input.machine),
      minFreeKbytes: this.machine.marks.minFreeKbytes,
      structPageBytes: this.machine.early.structPageBytes,
      series: this.sampler.copy(),
      orders: this.orderCounts(),
      failures: this.failures.list(),
      warnings: structuredClone(this.warnings),
      figures: this.figures(),
      panic: this.panic,
      files: [...procFiles(procView(this.machine)), ...this.oom.files()],
      pageStates: this.pageStates(),
      events: this.events,
    };
  }

  private allocateOne(): void {
    const { arrivals, machine } = this;
    const { gfp, cpu, lifetimeMs, freeCpu } = arrivals;
    const again = arrivals.isReread ? this.holdings.pickDropped(arrivals.rereadPoint) : -1;
    const order = again < 0 ? arrivals.order : this.holdings.orderOf(again);
    this.requested[order] = (this.requested[order] as number) + 1;
    machine.isSlabRequest = arrivals.isSlab;
    const frame = machine.allocate(order, gfp, cpu);
    if (frame < 0) {
      this.failed[order] = (this.failed[order] as number) + 1;
      this.failures.noteRequest(machine, this.timeMs);
      this.oom.note(machine, this.timeMs);
    } else if (again >= 0) {
      this.holdings.refill(again, frame);
    } else {
      const { gfp, isCache, isDirty, isPinned, pinMs } = arrivals;
      this.grant.frame = frame;
      this.grant.order = order;
      this.grant.gfp = gfp;
      this.grant.isCache = isCache;
      this.grant.isDirty = isDirty;
      this.grant.pinnedUntilMs = isPinned ? this.timeMs + pinMs : 0;
      const holding = this.holdings.take(this.grant);
      const endMs = this.timeMs + lifetimeMs;
      if (endMs <= this.input.workload.durationMs) this.frees.push(endMs, holding, order, freeCpu);
    }
    machine.settle();
    arrivals.advance();
  }

  private act(): void {
    this.machine.act(this.actions.next());
    this.machine.settle();
  }

  private freeOne(): void {
    const { holding, order, cpu } = this.frees;
    this.frees.pop();
    const frame = this.holdings.release(holding);
    if (frame >= 0) this.machine.free(frame, order, cpu);
  }

  /** Samples what is due before the next event; an event at the due time itself still counts. */
  private sampleBefore(nextMs: number): void {
    while (this.sampler.dueMs < nextMs) {
      this.timeMs = this.sampler.dueMs;
      this.holdings.nowMs = this.sampler.dueMs;
      this.machine.tick();
      if (this.isChecking) checkMachine(this.machine);
      this.sampler.take();
    }
  }

  private figures(): FamilyFigures[] {
    return this.chosen.flatMap(({ strategy: { description } }, i) => {
      const { family, type } = description;
      const figures = this.machine.hooks[i]?.figures?.(this.machine) ?? [];
      return figures.length === 0 ? [] : [{ family, type, figures }];
    });
  }

  private orderCounts(): OrderCounts[] {
    return Array.from(this.requested, (requested, order) => ({
      order,
      requested,
      failed: this.failed[order] as number,
    }));
  }

  private pageStates(): RunResult["pageStates"] {
    const { totals } = this.pages.census();
    return PAGE_STATES.flatMap((state, code) => {
      const pages = totals[code] as number;
      return pages === 0 ? [] : [{ state, pages }];
    });
  }

  private zoneReports(): ZoneReport[] {
    const { zones, managedOf, buddy, marks } = this.machine;
    return zones.map((zone, i) => ({
      ...(marks.zones[i] as ZoneMarks),
      nid: zone.nid,
      name: zone.name,
      startPfn: zone.startPfn,
      spannedPages: zone.endPfn - zone.startPfn,
      presentPages: zone.presentPages,
      managedPages: managedOf[i] ?? 0,
      freeBlocks: freeBlocksOf(buddy, i),
    }));
  }
}

function freeBlocksOf(buddy: Buddy, zone: number): number[] {
  const sums = new Int32Array(buddy.maxOrder + 1);
  buddy.addFreeBlocks(zone, sums);
  return [...sums];
}

function swapPages({ swapBytes = 0, pageSizeBytes }: RunInput["machine"]): number {
  return Math.floor(swapBytes / pageSizeBytes);
}
