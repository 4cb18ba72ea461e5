import type { WorkloadFieldsJson } from "./item";

/** A complete workload to start from. */
export interface WorkloadPreset {
  id: string;
  title: string;
  /** One sentence: what it resembles, and what it is not. */
  resembles: string;
  fields: WorkloadFieldsJson;
}

const SHAPE_ONLY = "a shape, not a measurement";

/**
 * Loads named after what they resemble. Where numbers were counted in a trace of a kernel (Linux 6.1 under an emulator: counts and shares
 * are real, times are stretched), `resembles` says so; test/presets.test.ts counts them again.
 */
export const WORKLOAD_PRESETS: readonly WorkloadPreset[] = [
  {
    id: "boot",
    title: "Boot",
    resembles: `Kernel and slab pages that stay come first, then page cache and the first processes: ${SHAPE_ONLY}.`,
    fields: {
      durationMs: 20_000,
      allocationsPerSecond: 3000,
      lifetimeMeanMs: 2000,
      orders: { "0": 90, "1": 4, "2": 3, "3": 3 },
      classes: {
        user: { weight: 35 },
        kernel: { weight: 12, lifetime: "never" },
        reclaimable: { weight: 6, lifetime: "never" },
        cache: { weight: 45, lifetime: "never" },
        atomic: { weight: 1 },
        nowait: { weight: 1 },
      },
      phases: {
        kernel: { startMs: 0, lengthMs: 2000, kernelFactor: 10, userFactor: 0, cacheFactor: 0.1 },
        services: { startMs: 6000, lengthMs: 8000, rateFactor: 2, userFactor: 2 },
      },
    },
  },
  {
    id: "kernel-build",
    title: "Kernel build",
    resembles: `Compilers that come and go by the hundred over a page cache that grows, and a large link at the end: ${SHAPE_ONLY}.`,
    fields: {
      durationMs: 30_000,
      allocationsPerSecond: 15_000,
      lifetime: "lognormal",
      lifetimeMeanMs: 1500,
      orders: { "0": 980, "1": 10, "2": 7, "3": 3 },
      classes: {
        user: { weight: 78 },
        kernel: { weight: 7, lifetime: "exponential", lifetimeMeanMs: 500 },
        reclaimable: { weight: 3, lifetime: "pareto", lifetimeMeanMs: 6000 },
        cache: { weight: 12, lifetime: "never" },
      },
      phases: {
        link: { startMs: 24_000, lengthMs: 4000, rateFactor: 1.5, userFactor: 3, cacheFactor: 0.3 },
      },
      sameCpuFreePercent: 90,
    },
  },
  {
    id: "file-server",
    title: "File server",
    resembles:
      "Page cache that is filled and dropped; rate, mix, orders, mean lifetimes and frees on other cpus as counted in a trace of file copies on 1 GiB and two cpus, but not that trace's sequence.",
    fields: {
      durationMs: 43_235,
      allocationsPerSecond: 1921,
      orders: { "0": 82_711, "1": 251, "2": 76 },
      classes: {
        user: { weight: 1237, lifetime: "exponential", lifetimeMeanMs: 597 },
        // Half of them are freed within 11 ms.
        kernel: { weight: 945, lifetime: "pareto", lifetimeMeanMs: 1256 },
        reclaimable: { weight: 85, lifetime: "exponential", lifetimeMeanMs: 11_509 },
        cache: { weight: 80_517, lifetime: "exponential", lifetimeMeanMs: 11_920 },
        atomic: { weight: 5, lifetime: "exponential", lifetimeMeanMs: 9161 },
        nowait: { weight: 249, lifetime: "exponential", lifetimeMeanMs: 8402 },
      },
      sameCpuFreePercent: 78,
    },
  },
  {
    id: "network-receive",
    title: "Network receive",
    resembles: `Interrupts that take buffers in bursts without waiting, freed soon and often on another cpu: ${SHAPE_ONLY}.`,
    fields: {
      durationMs: 10_000,
      allocationsPerSecond: 6000,
      lifetimeMeanMs: 500,
      orders: { "0": 90, "1": 4, "2": 2, "3": 4 },
      classes: {
        user: { weight: 40 },
        kernel: { weight: 35, lifetime: "exponential", lifetimeMeanMs: 30 },
        atomic: { weight: 20, lifetime: "lognormal", lifetimeMeanMs: 5 },
        nowait: { weight: 5, lifetime: "exponential", lifetimeMeanMs: 50 },
      },
      phases: { flood: { startMs: 6000, lengthMs: 1500, rateFactor: 4, atomicFactor: 3 } },
      atomicBurstsPerSecond: 150,
      atomicBurstAllocations: 64,
      sameCpuFreePercent: 40,
    },
  },
  {
    id: "fork-storm",
    title: "Fork storm",
    resembles: `Waves of short processes: stacks and page tables beside their pages, all gone within moments: ${SHAPE_ONLY}.`,
    fields: {
      durationMs: 10_000,
      allocationsPerSecond: 5000,
      lifetime: "lognormal",
      lifetimeMeanMs: 250,
      orders: { "0": 94, "1": 1, "2": 5 },
      classes: {
        user: { weight: 80 },
        kernel: { weight: 19, lifetime: "lognormal", lifetimeMeanMs: 250 },
        reclaimable: { weight: 1, lifetime: "pareto", lifetimeMeanMs: 3000 },
      },
      phases: {
        first: { startMs: 2000, lengthMs: 400, rateFactor: 15 },
        second: { startMs: 4500, lengthMs: 400, rateFactor: 20 },
        third: { startMs: 7000, lengthMs: 400, rateFactor: 25 },
      },
      cpuChoice: "in-turn",
      sameCpuFreePercent: 70,
    },
  },
  {
    id: "fragmentation-stress",
    title: "Fragmentation stress",
    resembles:
      "Small files among slab pages, then requests for huge pages; rate, mix, orders and mean lifetimes as counted in a trace on 384 MiB, but spread over time where that trace filled, deleted and asked in turn.",
    fields: {
      durationMs: 41_819,
      allocationsPerSecond: 1207,
      orders: { "0": 47_793, "1": 1192, "2": 1403, "5": 6, "9": 90 },
      classes: {
        user: { weight: 165, lifetime: "pareto", lifetimeMeanMs: 1140 },
        // Half of them are freed within 24 ms, a tenth lives for half a minute.
        kernel: { weight: 3182, lifetime: "pareto", lifetimeMeanMs: 8783 },
        reclaimable: { weight: 1336, lifetime: "exponential", lifetimeMeanMs: 22_167 },
        cache: { weight: 44_609, lifetime: "exponential", lifetimeMeanMs: 20_373 },
        nowait: { weight: 1192, lifetime: "exponential", lifetimeMeanMs: 16_844 },
      },
      sameCpuFreePercent: 62,
    },
  },
];
