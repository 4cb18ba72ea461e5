import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { LOOP_WATCH_MS } from "./health";

/** A commit is one sync of the disk: a tenth of a millisecond where there is a cache, seconds where it is in trouble. Seconds. */
const COMMIT_BUCKETS = [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.6, 2];
/** A run takes milliseconds, and 20 s at most. Seconds. */
const RUN_BUCKETS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20];

/** What the server counts, in the form that Prometheus reads. */
export class Metrics {
  private readonly registry = new Registry();

  readonly updates = this.counter("updates_accepted_total", "Updates that brought something new");
  readonly refusals = this.counter("refusals_total", "Changes that were not let in, by rule", "rule");
  readonly rejected = this.counter("rejected_total", "Updates that closed their socket, by rule", "rule");
  readonly commands = this.counter("commands_total", "Commands that were done");
  readonly commandsRefused = this.counter("commands_refused_total", "Commands that were refused");
  readonly roomsFailed = this.counter("rooms_failed_total", "Rooms given up over a fault of ours");
  readonly socketsOpened = this.counter("sockets_opened_total", "Sockets that were let in");
  readonly behind = this.counter(
    "sockets_behind_total",
    "Times a reader fell behind and got the state later",
  );
  readonly runs = this.counter("runs_total", "Runs by outcome", "outcome");
  readonly runSeconds = this.histogram("run_seconds", "Computing time of a run", RUN_BUCKETS);
  readonly commitSeconds = this.histogram(
    "commit_seconds",
    "Time of a commit, synced to disk",
    COMMIT_BUCKETS,
  );

  /** A figure that is read when somebody asks. */
  gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: `carveout_${name}`,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  /** Adds what concerns the process: processor time, memory, delay of the event loop, garbage collection. Once in a process. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LOOP_WATCH_MS });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  private counter(name: string, help: string, ...labelNames: string[]): Counter {
    return new Counter({ name: `carveout_${name}`, help, labelNames, registers: [this.registry] });
  }

  private histogram(name: string, help: string, buckets: number[]): Histogram {
    return new Histogram({ name: `carveout_${name}`, help, buckets, registers: [this.registry] });
  }
}
