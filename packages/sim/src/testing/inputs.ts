/** Small inputs for tests. Not exported from the package. */

import type { MachineInput, RunInput, StrategyInput, WorkloadInput } from "../input";

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
    ...over,
  };
}

export function kmsan(type: string, params: StrategyInput["params"] = {}): StrategyInput {
  return { family: "kmsan", type, params };
}

export function runInput(over: Partial<RunInput> = {}): RunInput {
  return { machine: machineInput(256 * MIB), strategies: [], workload: workloadInput(), seed: 1, ...over };
}
