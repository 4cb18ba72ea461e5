/** Small inputs for tests. Not exported from the package. */

import type {
  ClassInput,
  MachineInput,
  PhaseInput,
  PmemNamespace,
  RequestClass,
  RunInput,
  StrategyInput,
  WorkloadInput,
} from "../input";

export const MIB = 2 ** 20;
export const GIB = 2 ** 30;

/** A bare x86-64 machine with `sizeBytes` of memory from address 0. */
export function machineInput(sizeBytes: number, over: Partial<MachineInput> = {}): MachineInput {
  return {
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
    banks: [{ baseBytes: 0, sizeBytes, nid: 0 }],
    nodeDistances: "",
    reserved: [],
    unplacedReservedPages: 0,
    unplacedRecordedPages: 0,
    cma: [],
    deferredInit: false,
    pageOwner: false,
    pageTableCheck: false,
    debugVm: false,
    gbPages: true,
    debugPagealloc: false,
    rodataFull: true,
    kfence: false,
    bbml2: false,
    tlb: [],
    tagStorage: [],
    pmem: [],
    lateFreedPages: 0,
    freedBeforeWatermarksPages: 0,
    ...over,
  };
}

/** A load that asks for nothing unless told. */
export function workloadInput(over: Partial<WorkloadInput> = {}): WorkloadInput {
  return {
    durationMs: 1000,
    allocationsPerSecond: 0,
    orderWeights: [1],
    lifetime: "exponential",
    lifetimeMeanMs: 100,
    immortalPercent: 0,
    burstStartMs: 0,
    burstLengthMs: 0,
    burstFactor: 1,
    classes: mix({ user: { weight: 1 } }),
    phases: [],
    atomicBurstsPerSecond: 0,
    atomicBurstAllocations: 64,
    atomicBurstOrder: 0,
    pinnedPercent: 0,
    pinTerm: "short",
    pinMeanMs: 10,
    taggedPercent: 0,
    atomicTaggedPercent: 0,
    rereadPercent: 0,
    slabPercent: 0,
    dirtyPercent: 0,
    cpuChoice: "uniform",
    sameCpuFreePercent: 100,
    actions: [],
    ...over,
  };
}

/** The classes of a workload; those that are left out ask for nothing. */
export function mix(over: Partial<Record<RequestClass, Partial<ClassInput>>>): WorkloadInput["classes"] {
  const one = (name: RequestClass): ClassInput => ({
    weight: 0,
    lifetime: "workload",
    lifetimeMeanMs: 1000,
    ...over[name],
  });
  return {
    user: one("user"),
    kernel: one("kernel"),
    reclaimable: one("reclaimable"),
    atomic: one("atomic"),
    nowait: one("nowait"),
    cache: one("cache"),
  };
}

/** A phase that changes nothing unless told. */
export function phaseInput(over: Partial<PhaseInput>): PhaseInput {
  return {
    startMs: 0,
    lengthMs: 0,
    rateFactor: 1,
    kernelFactor: 1,
    userFactor: 1,
    reclaimableFactor: 1,
    atomicFactor: 1,
    nowaitFactor: 1,
    cacheFactor: 1,
    ...over,
  };
}

/** A namespace of fsdax with its memmap on the device, aligned to 2 MiB. */
export function pmem(baseBytes: number, sizeBytes: number, over: Partial<PmemNamespace> = {}): PmemNamespace {
  return { baseBytes, sizeBytes, mode: "fsdax", map: "dev", alignBytes: 2 * MIB, ...over };
}

export function strategyInput(
  family: string,
  type: string,
  params: StrategyInput["params"] = {},
): StrategyInput {
  return { family, type, params };
}

export const kmsan = (type: string, params: StrategyInput["params"] = {}) =>
  strategyInput("kmsan", type, params);

export function runInput(over: Partial<RunInput> = {}): RunInput {
  return { machine: machineInput(256 * MIB), strategies: [], workload: workloadInput(), seed: 1, ...over };
}
