import { checkInput, type RunInput } from "@carveout/sim";

const MIB = 1024 ** 2;

/** A machine of 64 MiB under a load of small allocations, unless told otherwise. */
export function smallRun(
  durationMs: number,
  { seed = 1, allocationsPerSecond = 20_000 }: { seed?: number; allocationsPerSecond?: number } = {},
): RunInput {
  return checkInput({
    machine: {
      arch: "x86-64",
      kernel: "6.1",
      pageSizeBytes: 4096,
      fiveLevelPaging: false,
      cpus: 1,
      maxOrder: 10,
      pageblockOrder: 0,
      transparentHugepages: true,
      minFreeKbytes: 0,
      watermarkScaleFactor: 10,
      structPageBytes: 64,
      banks: [{ baseBytes: 0, sizeBytes: 64 * MIB, nid: 0 }],
      nodeDistances: "",
      reserved: [],
      unplacedReservedPages: 0,
      unplacedRecordedPages: 0,
      cma: [],
      deferredInit: false,
      pageOwner: false,
      pageTableCheck: false,
      lateFreedPages: 0,
      freedBeforeWatermarksPages: 0,
    },
    strategies: [],
    workload: {
      durationMs,
      allocationsPerSecond,
      orderWeights: [1],
      lifetime: "exponential",
      lifetimeMeanMs: 100,
      immortalPercent: 0,
      burstStartMs: 0,
      burstLengthMs: 0,
      burstFactor: 1,
    },
    seed,
  });
}
