/** What a trace is replayed on, and the one that stands for the machine that was measured. */

import { kernelRules } from "../allocator/kernel";
import { PageAllocator } from "../allocator/page-allocator";
import type { MachineInput, StrategyInput } from "../input";
import { EarlyMachine } from "../machine/early";
import { emptyBuddy } from "../machine/empty-buddy";
import { Machine } from "../machine/machine";
import { FrameMap } from "../machine/sections";
import type { Zone } from "../machine/zones";
import { createHooks, planRun } from "../run/plan";
import { ReplayError } from "./error";
import type { StartState, StartZone } from "./start-state";

export interface ReplayMachine {
  readonly allocator: PageAllocator;
  readonly frames: FrameMap;
  readonly zones: readonly Zone[];
  /** A block of 2^order pages: its first frame, or -1. */
  allocate(order: number, gfp: number, cpu: number): number;
  /** A page for a caller who takes several at once: its frame, or -1. */
  allocateBulk(gfp: number, cpu: number): number;
  free(frame: number, order: number, cpu: number): void;
}

/**
 * A machine with the zones of `input` and the levels that the start state names, which are the kernel's own words: no
 * page of it is handed over yet.
 * @throws ReplayError if the two are not about the same machine
 */
export function measuredMachine(input: MachineInput, start: StartState): ReplayMachine {
  const early = new EarlyMachine(input, input.structPageBytes);
  const frames = new FrameMap(early.sections, input);
  const { zones, zonelists } = early.zones;
  const buddy = emptyBuddy(early, frames, kernelRules(input.kernel));
  const levels = zones.map((zone) => startZoneOf(zone, start));
  const nodes = Math.max(...zonelists.keys()) + 1;
  const cpus = Math.max(...levels.map((level) => level.pcpPages.length), 1);
  const nids = [...zonelists.keys()];
  const allocator = new PageAllocator(buddy, {
    kernel: input.kernel,
    zones: levels.map((level) => ({
      ...level,
      lowmemReserve: level.lowmemReserve,
    })),
    zonelists: Array.from({ length: nodes }, (_, nid) => zonelists.get(nid) ?? []),
    // Cpus are dealt to the nodes evenly, in order.
    cpuNodes: Array.from({ length: cpus }, (_, cpu) => nids[Math.floor((cpu * nids.length) / cpus)] ?? 0),
    transparentHugepages: input.transparentHugepages,
    hasDma32: input.arch !== "arm32",
  });
  return {
    allocator,
    frames,
    zones,
    // What reclaim and compaction did for a request the trace tells: the model only looks again, as far as the slow path may.
    allocate: (order, gfp, cpu) => {
      const frame = allocator.allocateFast(order, gfp, cpu);
      return frame >= 0 ? frame : allocator.allocateFrom(order, gfp, cpu, allocator.slowFlags(order, gfp));
    },
    allocateBulk: (gfp, cpu) => allocator.allocateBulk(gfp, cpu),
    free: (frame, order, cpu) => allocator.free(frame, order, cpu),
  };
}

function startZoneOf(zone: Zone, start: StartState): StartZone {
  const found = start.zones.find(({ nid, kind }) => nid === zone.nid && kind === zone.name);
  if (found !== undefined) return found;
  throw new ReplayError(
    `The profile has a zone ${zone.name} on node ${zone.nid}, the start state has none: they are of different machines. Give the profile of the machine that was traced.`,
  );
}

/**
 * A booted machine with strategies, which take their part in every allocation and free.
 * @throws BootPanic where the kernel would
 */
export function strategyMachine(input: MachineInput, strategies: StrategyInput[]): ReplayMachine {
  const plan = planRun({ machine: input, strategies });
  const machine = new Machine(plan.early, createHooks(plan));
  return {
    allocator: machine.allocator,
    frames: machine.frames,
    zones: machine.zones,
    allocate: (order, gfp, cpu) => machine.allocate(order, gfp, cpu),
    allocateBulk: (gfp, cpu) => machine.allocate(0, gfp, cpu),
    free: (frame, order, cpu) => machine.free(frame, order, cpu),
  };
}
