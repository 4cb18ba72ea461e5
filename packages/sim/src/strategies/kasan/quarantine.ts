/** Freed objects wait before they are used again. Source: mm/kasan/quarantine.c. */

import type { Gauge, Hooks } from "../../machine/hooks";
import type { Machine } from "../../machine/machine";
import { type Explanation, isOutOfMemory, type Shortage } from "../../machine/shortage";
import { blockPages } from "../../order";
import type { CauseStep, Figure } from "../../output";
import { pages } from "../../text";
import type { StrategyRemedy } from "../strategy";

const MIB = 1024 * 1024;
/** Of memory, what the quarantine may hold: 1/32. */
const QUARANTINE_FRACTION = 32;

export interface QuarantineSize {
  /** What all batches may hold, bytes. */
  maxBytes: number;
  /** What is freed at once when that is exceeded, bytes. */
  batchBytes: number;
}

/**
 * Sizes from memory and online cpus. The kernel counts batches with NR_CPUS, which is 1,024 batches up to NR_CPUS 256 and is not
 * known here beyond that.
 * Source: mm/kasan/quarantine.c kasan_quarantine_reduce().
 */
export function quarantineSize(totalRamBytes: number, cpus: number): QuarantineSize {
  const total = Math.floor(totalRamBytes / QUARANTINE_FRACTION);
  const batches = Math.max(1024, 4 * cpus);
  return {
    maxBytes: Math.max(0, total - cpus * MIB),
    batchBytes: Math.max(MIB, Math.floor((2 * total) / batches)),
  };
}

/** Bytes behind an object that no access may touch, where debugging is not in its way. Source: mm/kasan/generic.c optimal_redzone(). */
export function redzone(objectBytes: number): number {
  const steps: [limit: number, redzone: number][] = [
    [64 - 16, 16],
    [128 - 32, 32],
    [512 - 64, 64],
    [4096 - 128, 128],
    [16384 - 256, 256],
    [32768 - 512, 512],
    [65536 - 1024, 1024],
  ];
  return steps.find(([limit]) => objectBytes <= limit)?.[1] ?? 2048;
}

/** A block of slab pages whose objects were all freed begins to wait. */
export type NoteFreed = (frame: number, order: number) => void;

const QUARANTINED = "quarantined";

export const QUARANTINE_REMEDY: StrategyRemedy = {
  cause: QUARANTINED,
  params: { quarantine: false },
  sentence:
    "Without the quarantine freed slab pages are free at once; what is used after it was freed is found less often.",
};

/** A strategy's hooks, with freed slab pages going through a quarantine. */
export function withQuarantine(hooks: Hooks, noteFreed: NoteFreed = () => {}): Hooks {
  const quarantine = new Quarantine(noteFreed);
  return {
    ...hooks,
    lateInit(machine) {
      hooks.lateInit?.(machine);
      quarantine.start(machine);
    },
    afterAllocate(machine, frame, order) {
      if (hooks.afterAllocate?.(machine, frame, order) === false) return false;
      quarantine.noteAllocation(machine, frame);
      return true;
    },
    delayFree: (machine, frame, order) => quarantine.delay(machine, frame, order),
    explain: (shortage, machine) => withQuarantined(hooks.explain?.(shortage, machine), shortage, quarantine),
    gauges: (machine) => [...(hooks.gauges?.(machine) ?? []), ...quarantine.gauges()],
    figures: (machine) => [...(hooks.figures?.(machine) ?? []), ...quarantine.figures()],
  };
}

/** Memory was short, and some of it waits: mm/kasan/quarantine.c has no shrinker that would bring it back. */
function withQuarantined(
  explanation: Explanation = {},
  shortage: Shortage,
  { pages: waiting }: Quarantine,
): Explanation {
  if (waiting === 0 || !isOutOfMemory(shortage)) return explanation;
  const step: CauseStep = {
    code: QUARANTINED,
    sentence: `${pages(waiting)} of freed slab pages wait in the quarantine and come back only when others are freed behind them.`,
    facts: { quarantinedPages: waiting },
    source: "mm/kasan/quarantine.c kasan_quarantine_put()",
  };
  return { ...explanation, roots: [...(explanation.roots ?? []), step] };
}

/** Slab pages that were freed and wait, the oldest first. */
class Quarantine {
  private batchBytes = 0;
  private limitBytes = 0;
  private bytes = 0;
  private mostBytes = 0;
  private pageSizeBytes = 1;
  /** 1 for the first frame of a block of slab pages that somebody holds. */
  private isSlab = new Uint8Array(0);
  /** Rings of first frames and orders; their length is a power of two. */
  private frames = new Uint32Array(1024);
  private orders = new Uint8Array(1024);
  private head = 0;
  private length = 0;

  constructor(private readonly noteFreed: NoteFreed) {}

  /** The machine has booted. */
  start({ buddy, early, managedPages }: Machine): void {
    const { pageSizeBytes, cpus } = early.input;
    const { maxBytes, batchBytes } = quarantineSize(managedPages * pageSizeBytes, cpus);
    this.pageSizeBytes = pageSizeBytes;
    this.batchBytes = batchBytes;
    // The queues of the cpus hold what is kept back from the common one.
    this.limitBytes = maxBytes + cpus * MIB;
    this.isSlab = new Uint8Array(buddy.frames);
  }

  get pages(): number {
    return this.bytes / this.pageSizeBytes;
  }

  noteAllocation({ isSlabRequest }: Machine, frame: number): void {
    this.isSlab[frame] = isSlabRequest ? 1 : 0;
  }

  /** True if the block waits; then older ones may have gone back. */
  delay(machine: Machine, frame: number, order: number): boolean {
    if (this.isSlab[frame] === 0) return false;
    this.isSlab[frame] = 0;
    this.noteFreed(frame, order);
    this.push(frame, order);
    this.bytes += blockPages(order) * this.pageSizeBytes;
    if (this.bytes > this.limitBytes) this.reduce(machine);
    this.mostBytes = Math.max(this.mostBytes, this.bytes);
    return true;
  }

  gauges(): Gauge[] {
    return [{ key: "quarantine", label: "Quarantine", unit: "bytes", read: () => this.bytes }];
  }

  figures(): Figure[] {
    return [
      {
        key: "quarantine-limit",
        label: "Quarantine at most",
        unit: "bytes",
        value: this.limitBytes,
        help: "1/32 of memory, at least 1 MiB for each cpu.",
        source: "mm/kasan/quarantine.c kasan_quarantine_reduce()",
      },
      { key: "quarantine-batch", label: "Freed from it at once", unit: "bytes", value: this.batchBytes },
      { key: "quarantine-most", label: "Most it held", unit: "bytes", value: this.mostBytes },
    ];
  }

  /** Frees the oldest blocks, a batch of them. */
  private reduce(machine: Machine): void {
    const kept = this.bytes - this.batchBytes;
    while (this.length > 0 && this.bytes > kept) {
      const frame = this.frames[this.head] as number;
      const order = this.orders[this.head] as number;
      this.head = (this.head + 1) & (this.frames.length - 1);
      this.length--;
      this.bytes -= blockPages(order) * this.pageSizeBytes;
      machine.freeNow(frame, order, machine.cpu);
    }
  }

  private push(frame: number, order: number): void {
    if (this.length === this.frames.length) this.grow();
    const tail = (this.head + this.length) & (this.frames.length - 1);
    this.frames[tail] = frame;
    this.orders[tail] = order;
    this.length++;
  }

  private grow(): void {
    const { frames, orders, head, length } = this;
    this.frames = new Uint32Array(2 * length);
    this.orders = new Uint8Array(2 * length);
    for (let i = 0; i < length; i++) {
      const from = (head + i) & (length - 1);
      this.frames[i] = frames[from] as number;
      this.orders[i] = orders[from] as number;
    }
    this.head = 0;
  }
}
