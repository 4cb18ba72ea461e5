/** When allocations arrive and what they ask for. */

import { __GFP_MOVABLE, __GFP_TAGGED, GFP_ATOMIC } from "../allocator/gfp";
import type { RequestClass, WorkloadInput } from "../input";
import { ln } from "../numbers/elementary";
import { Random } from "../numbers/random";
import { ATOMIC, CACHE, CLASS_GFP, type ClassLife, classLives, REQUEST_CLASSES, USER } from "./classes";
import { CpuPicker } from "./cpu-picker";
import { drawLifetime } from "./lifetimes";
import { PoissonClock } from "./poisson";
import { type Stretch, stretchesOf } from "./stretches";

/** One random sequence for each question, so that a change of one distribution leaves the others' draws alone. */
const STREAM = {
  time: 0,
  order: 1,
  immortal: 2,
  class: 9,
  cpu: 10,
  freeCpu: 11,
  pinned: 12,
  pinTime: 13,
  tagged: 14,
  burstTime: 15,
  burstLifetime: 16,
  burstImmortal: 17,
  burstCpu: 18,
  burstFreeCpu: 19,
  dirty: 20,
  slab: 21,
  atomicTagged: 22,
  reread: 23,
  rereadPoint: 24,
};
const LIFETIME_STREAM: Record<RequestClass, number> = {
  user: 3,
  kernel: 4,
  reclaimable: 5,
  atomic: 6,
  nowait: 7,
  cache: 8,
};

const TWO_POW_32 = 4_294_967_296;
const CLASSES = REQUEST_CLASSES.length;

/** Draws do not depend on what the machine does: two machines under one seed get the same requests. */
export class Arrivals {
  /** Time of the current arrival, ms; Infinity when none is left. */
  timeMs = 0;
  order = 0;
  gfp = 0;
  cpu = 0;
  /** Infinity: never freed. */
  lifetimeMs = 0;
  /** The cpu that frees the block. */
  freeCpu = 0;
  isPinned = false;
  /** How long from the allocation on, ms; never longer than the lifetime. 0 where it is not pinned. */
  pinMs = 0;
  /** Page cache: reclaim may drop it before its time. */
  isCache = false;
  /** Page cache that has to be written back first. */
  isDirty = false;
  /** Page cache that was dropped before; `rereadPoint`, 32 random bits, says which. */
  isReread = false;
  rereadPoint = 0;
  /** A slab page or a kernel stack. */
  isSlab = false;

  private readonly clock: PoissonClock;
  private readonly bursts: PoissonClock;
  /** Requests of the current burst still to come. */
  private burstLeft = 0;

  private readonly lives: ClassLife[];
  /** Whether to draw who stays: then for every request, so that a change of the mix leaves the draws alone. */
  private readonly hasImmortals: boolean;
  private readonly orderSums: Float64Array;
  /** classSums[stretch * CLASSES + class]: weights summed up to and with the class. */
  private readonly classSums: Float64Array;
  private readonly cpus: CpuPicker;
  private readonly burstCpus: CpuPicker;
  private readonly pinnedBelow: number;
  private readonly taggedBelow: number;
  private readonly dirtyBelow: number;
  private readonly slabBelow: number;
  private readonly atomicTaggedBelow: number;
  private readonly rereadBelow: number;

  private readonly orders: Random;
  private readonly immortals: Random;
  private readonly lifetimes: Random[];
  private readonly classes: Random;
  private readonly pins: Random;
  private readonly pinTimes: Random;
  private readonly tags: Random;
  private readonly dirt: Random;
  private readonly slabs: Random;
  private readonly atomicTags: Random;
  private readonly rereads: Random;
  private readonly rereadPoints: Random;
  private readonly burstLifetimes: Random;
  private readonly burstImmortals: Random;

  /**
   * @param seed 32-bit unsigned
   * @param cpus how many the machine has, 1 and up
   */
  constructor(
    private readonly workload: WorkloadInput,
    seed: number,
    cpus: number,
  ) {
    const random = (stream: number) => new Random(seed, stream);
    this.orders = random(STREAM.order);
    this.immortals = random(STREAM.immortal);
    this.lifetimes = REQUEST_CLASSES.map((name) => random(LIFETIME_STREAM[name]));
    this.classes = random(STREAM.class);
    this.pins = random(STREAM.pinned);
    this.pinTimes = random(STREAM.pinTime);
    this.tags = random(STREAM.tagged);
    this.dirt = random(STREAM.dirty);
    this.slabs = random(STREAM.slab);
    this.atomicTags = random(STREAM.atomicTagged);
    this.rereads = random(STREAM.reread);
    this.rereadPoints = random(STREAM.rereadPoint);
    this.burstLifetimes = random(STREAM.burstLifetime);
    this.burstImmortals = random(STREAM.burstImmortal);
    this.cpus = new CpuPicker(workload, cpus, random(STREAM.cpu), random(STREAM.freeCpu));
    this.burstCpus = new CpuPicker(workload, cpus, random(STREAM.burstCpu), random(STREAM.burstFreeCpu));
    this.lives = classLives(workload);
    this.hasImmortals = this.lives.some(({ immortal }) => immortal > 0);
    this.pinnedBelow = (workload.pinnedPercent / 100) * TWO_POW_32;
    this.taggedBelow = (workload.taggedPercent / 100) * TWO_POW_32;
    this.dirtyBelow = (workload.dirtyPercent / 100) * TWO_POW_32;
    this.slabBelow = (workload.slabPercent / 100) * TWO_POW_32;
    this.atomicTaggedBelow = (workload.atomicTaggedPercent / 100) * TWO_POW_32;
    this.rereadBelow = (workload.rereadPercent / 100) * TWO_POW_32;
    this.orderSums = runningSums(workload.orderWeights);

    const stretches = stretchesOf(workload);
    this.classSums = Float64Array.from(stretches.flatMap(({ weights }) => [...runningSums(weights)]));
    const ends = Float64Array.from(stretches, ({ endMs }) => endMs);
    const rates = Float64Array.from(stretches, (stretch) => arrivalsPerMs(workload, stretch));
    const burstRates = Float64Array.from(stretches, (stretch) => burstsPerMs(workload, stretch));
    this.clock = new PoissonClock(rates, ends, random(STREAM.time));
    this.bursts = new PoissonClock(burstRates, ends, random(STREAM.burstTime));
    this.clock.next();
    this.bursts.next();
    this.advance();
  }

  /** Draws the next arrival. */
  advance(): void {
    if (this.burstLeft === 0 && this.clock.timeMs <= this.bursts.timeMs) this.advanceMix();
    else this.advanceBurst();
  }

  private advanceMix(): void {
    this.timeMs = this.clock.timeMs;
    if (this.timeMs === Number.POSITIVE_INFINITY) return;
    const number = this.drawClass(CLASSES * this.clock.stretch);
    this.order = this.drawOrder();
    this.gfp = CLASS_GFP[number] as number;
    this.isCache = number === CACHE;
    this.isDirty = this.isCache && this.dirtyBelow > 0 && this.dirt.uint32() < this.dirtyBelow;
    this.cpu = this.cpus.pick();
    this.freeCpu = this.cpus.pickFree(this.cpu);
    this.drawLife(number, this.immortals, this.lifetimes[number] as Random);
    this.isPinned = false;
    this.pinMs = 0;
    this.isSlab = number !== USER && number !== CACHE && this.drawSlab();
    this.isReread = false;
    if (number === USER) this.drawUser();
    if (number === CACHE) this.drawReread();
    if (number === ATOMIC) this.drawAtomicTag();
    this.clock.next();
  }

  /** All of a burst comes at one time, on one cpu. */
  private advanceBurst(): void {
    if (this.burstLeft === 0) {
      this.burstLeft = this.workload.atomicBurstAllocations;
      this.timeMs = this.bursts.timeMs;
      this.order = this.workload.atomicBurstOrder;
      this.isCache = false;
      this.isDirty = false;
      this.isReread = false;
      this.isPinned = false;
      this.pinMs = 0;
      this.cpu = this.burstCpus.pick();
      this.bursts.next();
    }
    this.burstLeft--;
    this.gfp = GFP_ATOMIC;
    this.drawAtomicTag();
    this.isSlab = this.drawSlab();
    this.freeCpu = this.burstCpus.pickFree(this.cpu);
    this.drawLife(ATOMIC, this.burstImmortals, this.burstLifetimes);
  }

  private drawLife(number: number, immortals: Random, lifetimes: Random): void {
    const { kind, meanMs, immortal } = this.lives[number] as ClassLife;
    const lifetimeMs = drawLifetime(kind, meanMs, lifetimes);
    const isImmortal = this.hasImmortals && immortals.unit() < immortal;
    this.lifetimeMs = isImmortal ? Number.POSITIVE_INFINITY : lifetimeMs;
  }

  private drawUser(): void {
    if (this.taggedBelow > 0 && this.tags.uint32() < this.taggedBelow) this.gfp |= __GFP_TAGGED;
    if (this.pinnedBelow > 0 && this.pins.uint32() < this.pinnedBelow) {
      this.isPinned = true;
      // PF_MEMALLOC_PIN: a page that is pinned for long is not asked for as movable, for it would not move.
      if (this.workload.pinTerm === "long") this.gfp &= ~__GFP_MOVABLE;
      const pinMs = -this.workload.pinMeanMs * ln(this.pinTimes.unit());
      this.pinMs = this.workload.pinTerm === "vmsplice" ? this.lifetimeMs : Math.min(pinMs, this.lifetimeMs);
    }
  }

  private drawReread(): void {
    this.isReread = this.rereadBelow > 0 && this.rereads.uint32() < this.rereadBelow;
    if (this.isReread) this.rereadPoint = this.rereadPoints.uint32();
  }

  private drawAtomicTag(): void {
    if (this.atomicTaggedBelow > 0 && this.atomicTags.uint32() < this.atomicTaggedBelow)
      this.gfp |= __GFP_TAGGED;
  }

  private drawSlab(): boolean {
    return this.slabBelow > 0 && this.slabs.uint32() < this.slabBelow;
  }

  private drawClass(first: number): number {
    const sums = this.classSums;
    const point = (this.classes.uint32() / TWO_POW_32) * (sums[first + CLASSES - 1] as number);
    let number = 0;
    while (point >= (sums[first + number] as number)) number++;
    return number;
  }

  private drawOrder(): number {
    const sums = this.orderSums;
    const point = this.orders.unit() * (sums[sums.length - 1] as number);
    let order = 0;
    // The product may be rounded up to the sum.
    while (order < sums.length - 1 && point >= (sums[order] as number)) order++;
    return order;
  }
}

/** Mean arrivals per ms of a stretch, without the atomic bursts. */
export function arrivalsPerMs(workload: WorkloadInput, stretch: Stretch): number {
  const asks = total(workload.orderWeights) > 0 && total(stretch.weights) > 0;
  return asks ? (workload.allocationsPerSecond / 1000) * stretch.rateFactor : 0;
}

/** Mean atomic bursts per ms of a stretch. */
export function burstsPerMs(workload: WorkloadInput, stretch: Stretch): number {
  return workload.atomicBurstAllocations > 0
    ? (workload.atomicBurstsPerSecond / 1000) * stretch.rateFactor
    : 0;
}

function total(weights: readonly number[]): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}

function runningSums(weights: readonly number[]): Float64Array {
  let sum = 0;
  return Float64Array.from(weights, (weight) => {
    sum += weight;
    return sum;
  });
}
