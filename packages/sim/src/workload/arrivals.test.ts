import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { __GFP_TAGGED, GFP_ATOMIC, GFP_KERNEL, migratetypeOf } from "../allocator/gfp";
import type { LifetimeKind, WorkloadInput } from "../input";
import { mix, phaseInput, workloadInput } from "../testing/inputs";
import { Arrivals } from "./arrivals";
import { CLASS_GFP, REQUEST_CLASSES } from "./classes";

type Arrival = Pick<
  Arrivals,
  "timeMs" | "order" | "gfp" | "cpu" | "lifetimeMs" | "freeCpu" | "isPinned" | "pinMs" | "isCache"
>;

function all(workload: WorkloadInput, seed = 1, cpus = 4): Arrival[] {
  const list: Arrival[] = [];
  for (const a = new Arrivals(workload, seed, cpus); a.timeMs < Number.POSITIVE_INFINITY; a.advance()) {
    const { timeMs, order, gfp, cpu, lifetimeMs, freeCpu, isPinned, pinMs, isCache } = a;
    list.push({ timeMs, order, gfp, cpu, lifetimeMs, freeCpu, isPinned, pinMs, isCache });
  }
  return list;
}

/** Within five standard deviations of a Poisson count. */
function expectPoisson(count: number, mean: number): void {
  expect(Math.abs(count - mean)).toBeLessThan(5 * Math.sqrt(mean));
}

const steady = workloadInput({ durationMs: 10_000, allocationsPerSecond: 2000 });
const sumOf = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0);

describe("arrivals", () => {
  test("come at the rate, in order, before the end", () => {
    const list = all(steady);
    expectPoisson(list.length, 20_000);
    for (const [i, { timeMs }] of list.entries()) {
      expect(timeMs).toBeGreaterThan(list[i - 1]?.timeMs ?? 0);
      expect(timeMs).toBeLessThan(10_000);
    }
  });

  test("waits are exponential: their variance is the square of their mean", () => {
    const list = all(steady);
    const waits = list.map(({ timeMs }, i) => timeMs - (list[i - 1]?.timeMs ?? 0));
    const mean = waits.reduce((sum, w) => sum + w, 0) / waits.length;
    const variance = waits.reduce((sum, w) => sum + (w - mean) ** 2, 0) / waits.length;
    expect(mean).toBeCloseTo(0.5, 1);
    expect(variance / mean ** 2).toBeCloseTo(1, 1);
  });

  test("a burst multiplies the rate inside its bounds only", () => {
    const list = all({ ...steady, burstStartMs: 4000, burstLengthMs: 2000, burstFactor: 5 });
    const during = list.filter(({ timeMs }) => timeMs >= 4000 && timeMs < 6000).length;
    expectPoisson(during, 20_000);
    expectPoisson(list.length - during, 16_000);
    const silent = all({ ...steady, burstStartMs: 4000, burstLengthMs: 2000, burstFactor: 0 });
    expect(silent.some(({ timeMs }) => timeMs > 4000 && timeMs < 6000)).toBe(false);
    expectPoisson(silent.length, 16_000);
  });

  test("orders follow their weights, and a weight of 0 never comes", () => {
    const list = all({ ...steady, orderWeights: [3, 0, 1] });
    const of = (order: number) => list.filter((a) => a.order === order).length;
    expect(of(1)).toBe(0);
    expectPoisson(of(0), (list.length * 3) / 4);
    expectPoisson(of(2), list.length / 4);
  });

  test("the immortal share never ends", () => {
    const list = all({ ...steady, immortalPercent: 20 });
    expectPoisson(list.filter((a) => a.lifetimeMs === Number.POSITIVE_INFINITY).length, list.length / 5);
    expect(
      all({ ...steady, immortalPercent: 100 }).every((a) => a.lifetimeMs === Number.POSITIVE_INFINITY),
    ).toBe(true);
    expect(all(steady).every((a) => a.lifetimeMs < Number.POSITIVE_INFINITY)).toBe(true);
  });

  test("the lifetimes' shape leaves times and orders alone", () => {
    const shape = (lifetime: LifetimeKind) =>
      all({ ...steady, orderWeights: [1, 1], lifetime }).map(({ timeMs, order }) => [timeMs, order]);
    expect(shape("pareto")).toEqual(shape("fixed"));
  });

  test("none come at a rate of 0 or without a weight", () => {
    expect(all(workloadInput())).toEqual([]);
    expect(all({ ...steady, orderWeights: [0, 0] })).toEqual([]);
  });
});

describe("phases", () => {
  test("multiply the rate from their start for their length, and where they overlap so do their factors", () => {
    const phases = [
      phaseInput({ startMs: 2000, lengthMs: 4000, rateFactor: 2 }),
      phaseInput({ startMs: 4000, lengthMs: 10_000, rateFactor: 0.5 }),
    ];
    const list = all({ ...steady, phases, burstStartMs: 5000, burstLengthMs: 500, burstFactor: 10 });
    const within = (from: number, to: number) =>
      list.filter(({ timeMs }) => timeMs >= from && timeMs < to).length;
    expectPoisson(within(0, 2000), 4000);
    expectPoisson(within(2000, 4000), 8000);
    expectPoisson(within(4000, 5000), 2000);
    expectPoisson(within(5000, 5500), 10_000);
    expectPoisson(within(5500, 6000), 1000);
    expectPoisson(within(6000, 10_000), 4000);
    expect(list.every(({ timeMs }) => timeMs < 10_000)).toBe(true);
  });

  test("change the mix: a factor of 0 silences a class for that time", () => {
    const classes = mix({ user: { weight: 1 }, kernel: { weight: 1 } });
    const phases = [phaseInput({ startMs: 5000, lengthMs: 5000, kernelFactor: 0 })];
    const list = all({ ...steady, classes, phases });
    const kernel = list.filter(({ gfp }) => gfp === GFP_KERNEL);
    expectPoisson(kernel.length, 5000);
    expect(kernel.every(({ timeMs }) => timeMs < 5000)).toBe(true);
  });

  test("that silence every class silence the load", () => {
    const phases = [phaseInput({ startMs: 5000, lengthMs: 2000, userFactor: 0 })];
    const list = all({ ...steady, phases });
    expect(list.some(({ timeMs }) => timeMs > 5000 && timeMs < 7000)).toBe(false);
    expectPoisson(list.length, 16_000);
  });

  test("are what a burst is", () => {
    const burst = all({ ...steady, burstStartMs: 4000, burstLengthMs: 2000, burstFactor: 5 });
    const phases = [phaseInput({ startMs: 4000, lengthMs: 2000, rateFactor: 5 })];
    expect(all({ ...steady, phases })).toEqual(burst);
  });
});

describe("classes", () => {
  const weights = { user: 10, kernel: 5, reclaimable: 2, atomic: 1, nowait: 1, cache: 6 };
  const classes = mix({
    user: { weight: 10 },
    kernel: { weight: 5, lifetime: "never" },
    reclaimable: { weight: 2, lifetime: "fixed", lifetimeMeanMs: 7 },
    atomic: { weight: 1 },
    nowait: { weight: 1 },
    cache: { weight: 6 },
  });
  const list = all({ ...steady, classes, immortalPercent: 50 });
  const of = (name: keyof typeof weights) =>
    list.filter(
      ({ gfp, isCache }) =>
        gfp === CLASS_GFP[REQUEST_CLASSES.indexOf(name)] && isCache === (name === "cache"),
    );

  test("come by their weights, each with the GFP flags of domain fact B-20", () => {
    for (const name of REQUEST_CLASSES) expectPoisson(of(name).length, (list.length * weights[name]) / 25);
    expect(of("kernel")[0]?.gfp).toBe(0x400 | 0x800 | 0x40 | 0x80);
    expect(of("atomic")[0]?.gfp).toBe(0x20 | 0x200 | 0x800);
    expect(of("nowait")[0]?.gfp).toBe(0x800);
    // UNMOVABLE 0, MOVABLE 1, RECLAIMABLE 2.
    const type = (name: keyof typeof weights) => migratetypeOf(of(name)[0]?.gfp ?? -1);
    expect(["kernel", "atomic", "nowait"].map((name) => type(name as "kernel"))).toEqual([0, 0, 0]);
    expect([type("user"), type("cache"), type("reclaimable")]).toEqual([1, 1, 2]);
  });

  test("live as they say, or as the workload does, with its share that is never freed", () => {
    const immortal = (name: keyof typeof weights) =>
      of(name).filter(({ lifetimeMs }) => lifetimeMs === Number.POSITIVE_INFINITY).length;
    expect(immortal("kernel")).toBe(of("kernel").length);
    expect(immortal("reclaimable")).toBe(0);
    expect(new Set(of("reclaimable").map(({ lifetimeMs }) => lifetimeMs))).toEqual(new Set([7]));
    expectPoisson(immortal("user"), of("user").length / 2);
  });

  test("leave times and orders alone, and the lifetimes of one class those of another", () => {
    const plain = all({ ...steady, orderWeights: [1, 1] });
    const mixed = all({ ...steady, orderWeights: [1, 1], classes });
    const question = ({ timeMs, order, cpu, freeCpu }: Arrival) => [timeMs, order, cpu, freeCpu];
    expect(mixed.map(question)).toEqual(plain.map(question));
    const other = { ...classes, kernel: { weight: 5, lifetime: "pareto" as const, lifetimeMeanMs: 3 } };
    const users = (list: Arrival[]) =>
      list.filter(({ gfp, isCache }) => gfp === CLASS_GFP[0] && !isCache).map((a) => a.lifetimeMs);
    expect(users(all({ ...steady, classes: other }))).toEqual(users(all({ ...steady, classes })));
  });
});

describe("pins and tags", () => {
  const classes = mix({ user: { weight: 1 }, kernel: { weight: 1 }, cache: { weight: 1 } });
  const workload = { ...steady, classes, lifetimeMeanMs: 1e6, pinnedPercent: 30, pinMeanMs: 20 };

  test("pins fall on their share of user pages, last exponentially and no longer than the block", () => {
    const list = all(workload);
    const users = list.filter(({ gfp, isCache }) => gfp === CLASS_GFP[0] && !isCache);
    const pinned = list.filter(({ isPinned }) => isPinned);
    expectPoisson(pinned.length, users.length * 0.3);
    expect(pinned.every((a) => users.includes(a))).toBe(true);
    const mean = sumOf(pinned.map(({ pinMs }) => pinMs)) / pinned.length;
    // Five standard deviations of the mean of an exponential.
    expect(Math.abs(mean - 20)).toBeLessThan((5 * 20) / Math.sqrt(pinned.length));
    expect(list.filter(({ isPinned }) => !isPinned).every(({ pinMs }) => pinMs === 0)).toBe(true);
    const short = all({ ...workload, lifetime: "fixed", lifetimeMeanMs: 5 });
    expect(Math.max(...short.map(({ pinMs }) => pinMs))).toBe(5);
  });

  test("tags fall on their share of user requests", () => {
    const list = all({ ...workload, taggedPercent: 40 });
    const tagged = list.filter(({ gfp }) => (gfp & __GFP_TAGGED) !== 0);
    const users = list.filter(({ gfp, isCache }) => (gfp & ~__GFP_TAGGED) === CLASS_GFP[0] && !isCache);
    expectPoisson(tagged.length, users.length * 0.4);
    expect(tagged.every((a) => users.includes(a))).toBe(true);
    const all100 = all({ ...steady, taggedPercent: 100 });
    expect(all100.every(({ gfp }) => (gfp & __GFP_TAGGED) !== 0)).toBe(true);
  });

  test("vmsplice pins as long as the block lives, and like a short pin leaves the page movable", () => {
    const list = all({ ...workload, pinTerm: "vmsplice" });
    const pinned = list.filter(({ isPinned }) => isPinned);
    expect(pinned).toHaveLength(all(workload).filter(({ isPinned }) => isPinned).length);
    expect(pinned.every(({ pinMs, lifetimeMs }) => pinMs === lifetimeMs)).toBe(true);
    expect(pinned.every(({ gfp }) => gfp === CLASS_GFP[0])).toBe(true);
  });

  test("tags of atomic requests fall on their share, bursts too, and change nothing else", () => {
    const mixed = {
      ...steady,
      classes: mix({ user: { weight: 1 }, atomic: { weight: 1 } }),
      atomicBurstsPerSecond: 50,
      atomicBurstAllocations: 16,
    };
    const plain = all(mixed);
    const list = all({ ...mixed, atomicTaggedPercent: 25 });
    const atomic = list.filter(({ gfp }) => (gfp & ~__GFP_TAGGED) === GFP_ATOMIC);
    expectPoisson(atomic.filter(({ gfp }) => gfp !== GFP_ATOMIC).length, atomic.length * 0.25);
    expect(list.map((a) => ({ ...a, gfp: a.gfp & ~__GFP_TAGGED }))).toEqual(plain);
  });
});

test("page cache is read again in its share, and nothing else is", () => {
  const workload = {
    ...steady,
    classes: mix({ user: { weight: 1 }, cache: { weight: 1 } }),
    rereadPercent: 30,
  };
  const points: number[] = [];
  let cache = 0;
  for (const a = new Arrivals(workload, 1, 1); a.timeMs < Number.POSITIVE_INFINITY; a.advance()) {
    if (a.isCache) cache++;
    expect(a.isReread && !a.isCache).toBe(false);
    if (a.isReread) points.push(a.rereadPoint / 2 ** 32);
  }
  expectPoisson(points.length, cache * 0.3);
  // Five standard deviations of the mean of so many even draws.
  const mean = sumOf(points) / points.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(5 / Math.sqrt(12 * points.length));
  expect(all(workload)).toEqual(all({ ...workload, rereadPercent: 0 }));
});

describe("cpus", () => {
  test("are drawn evenly, or taken in turn", () => {
    const uniform = all(steady);
    for (let cpu = 0; cpu < 4; cpu++)
      expectPoisson(uniform.filter((a) => a.cpu === cpu).length, uniform.length / 4);
    const turn = all({ ...steady, cpuChoice: "in-turn" });
    expect(turn.every(({ cpu }, i) => cpu === i % 4)).toBe(true);
  });

  test("free what they allocated with the given share, else any other does, evenly", () => {
    const list = all({ ...steady, sameCpuFreePercent: 40 });
    const counts = [0, 1, 2, 3].map(
      (by) => list.filter(({ cpu, freeCpu }) => (freeCpu - cpu + 4) % 4 === by).length,
    );
    expectPoisson(counts[0] ?? 0, list.length * 0.4);
    for (const count of counts.slice(1)) expectPoisson(count, list.length * 0.2);
    expect(list.every(({ freeCpu }) => freeCpu >= 0 && freeCpu < 4)).toBe(true);
    expect(all(steady).every(({ cpu, freeCpu }) => cpu === freeCpu)).toBe(true);
    expect(all({ ...steady, sameCpuFreePercent: 0 }).every(({ cpu, freeCpu }) => cpu !== freeCpu)).toBe(true);
  });

  test("are one on a machine with one", () => {
    const list = all({ ...steady, sameCpuFreePercent: 0 }, 1, 1);
    expect(list.every(({ cpu, freeCpu }) => cpu === 0 && freeCpu === 0)).toBe(true);
  });
});

describe("atomic bursts", () => {
  const bursts = { atomicBurstsPerSecond: 50, atomicBurstAllocations: 16, atomicBurstOrder: 2 };
  const both = all({ ...steady, ...bursts });
  const atomic = both.filter(({ gfp }) => gfp === GFP_ATOMIC);

  test("come at their rate, all of one at one time and on one cpu, of their order", () => {
    const times = new Set(atomic.map(({ timeMs }) => timeMs));
    expectPoisson(times.size, 500);
    expect(atomic).toHaveLength(16 * times.size);
    for (let i = 0; i < atomic.length; i += 16) {
      const one = atomic.slice(i, i + 16);
      expect(new Set(one.map(({ timeMs, cpu, order }) => `${timeMs} ${cpu} ${order}`)).size).toBe(1);
    }
    expect(atomic.every(({ order }) => order === 2)).toBe(true);
  });

  test("come in between and change nothing else", () => {
    expect(both.filter(({ gfp }) => gfp !== GFP_ATOMIC)).toEqual(all(steady));
    for (const [i, { timeMs }] of both.entries())
      expect(timeMs).toBeGreaterThanOrEqual(both[i - 1]?.timeMs ?? 0);
  });

  test("live as their class does, and follow the phases", () => {
    const classes = mix({ atomic: { weight: 0, lifetime: "fixed", lifetimeMeanMs: 3 } });
    const phases = [phaseInput({ startMs: 5000, lengthMs: 5000, rateFactor: 4 })];
    const alone = all({ ...steady, ...bursts, classes, phases });
    expect(new Set(alone.map(({ lifetimeMs }) => lifetimeMs))).toEqual(new Set([3]));
    expectPoisson(alone.filter(({ timeMs }) => timeMs < 5000).length / 16, 250);
    expectPoisson(alone.filter(({ timeMs }) => timeMs >= 5000).length / 16, 1000);
  });
});

/** Any workload of a few hundred requests. */
const workloads: fc.Arbitrary<WorkloadInput> = fc
  .record({
    orderWeights: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 11 }),
    weights: fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 6, maxLength: 6 }),
    kinds: fc.array(
      fc.constantFrom("workload", "exponential", "lognormal", "pareto", "fixed", "never" as const),
      { minLength: 6, maxLength: 6 },
    ),
    phases: fc.array(
      fc
        .record({
          startMs: fc.integer({ min: 0, max: 1200 }),
          lengthMs: fc.integer({ min: 0, max: 1200 }),
          rateFactor: fc.constantFrom(0, 0.5, 1, 2),
          kernelFactor: fc.constantFrom(0, 1, 100),
          userFactor: fc.constantFrom(0, 1, 100),
        })
        .map(phaseInput),
      { maxLength: 4 },
    ),
    percent: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 4, maxLength: 4 }),
    atomicBurstsPerSecond: fc.constantFrom(0, 5),
    cpuChoice: fc.constantFrom("uniform", "in-turn" as const),
  })
  .map(({ weights, kinds, percent, ...over }) =>
    workloadInput({
      ...over,
      allocationsPerSecond: 300,
      atomicBurstAllocations: 8,
      classes: mix(
        Object.fromEntries(
          REQUEST_CLASSES.map((name, i) => [
            name,
            { weight: weights[i] ?? 0, lifetime: kinds[i] ?? "fixed" },
          ]),
        ),
      ),
      immortalPercent: percent[0] ?? 0,
      pinnedPercent: percent[1] ?? 0,
      taggedPercent: percent[2] ?? 0,
      sameCpuFreePercent: percent[3] ?? 0,
    }),
  );

test("laws of any workload: the same again, in order, within bounds, each class only where it has a weight", () => {
  const cases = fc.tuple(workloads, fc.integer({ min: 0, max: 0xffff_ffff }), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(cases, ([workload, seed, cpus]) => {
      const list = all(workload, seed, cpus);
      expect(all(workload, seed, cpus)).toEqual(list);
      let last = 0;
      for (const a of list) {
        expect(a.timeMs).toBeGreaterThanOrEqual(last);
        expect(a.timeMs).toBeLessThan(workload.durationMs);
        last = a.timeMs;
        expect(a.lifetimeMs).toBeGreaterThanOrEqual(0);
        expect(a.pinMs).toBeLessThanOrEqual(a.lifetimeMs);
        expect(a.cpu < cpus && a.freeCpu < cpus).toBe(true);
        const isBurst = a.gfp === GFP_ATOMIC && workload.atomicBurstsPerSecond > 0 && a.order === 0;
        const weight = REQUEST_CLASSES.filter(
          (name, i) =>
            CLASS_GFP[i] === (a.gfp & ~__GFP_TAGGED) &&
            (name === "cache") === a.isCache &&
            workload.classes[name].weight > 0,
        );
        if (!isBurst) {
          expect(weight).toHaveLength(1);
          expect(workload.orderWeights[a.order]).toBeGreaterThan(0);
        }
      }
    }),
  );
});
