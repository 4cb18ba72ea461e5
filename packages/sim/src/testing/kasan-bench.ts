import { GFP_KERNEL } from "../allocator/gfp";
import { EarlyMachine } from "../machine/early";
import type { Hooks } from "../machine/hooks";
import { Machine } from "../machine/machine";
import type { Params, Strategy } from "../strategies/strategy";
import { bare } from "./bare";
import { MIB, machineInput } from "./inputs";

const PARAMS = {
  instrumentation: "outline",
  stack: false,
  quarantine: false,
  objectBytes: 256,
  workerDelayMs: 5,
  pointerBytes: "8",
};

/** A machine without watermarks on which single pages become slab pages as a scenario wants it. Not exported from the package. */
export class KasanBench {
  readonly hooks: Hooks;
  readonly machine: Machine;

  constructor(strategy: Strategy, sizeBytes = 64 * MIB, params: Params = {}) {
    this.hooks = strategy.create({ ...PARAMS, ...params });
    this.machine = bare(
      new Machine(new EarlyMachine(machineInput(sizeBytes, { cpus: 2 }), 64), [this.hooks]),
    );
  }

  /** A block of 8 data pages that can be freed one by one. */
  group(): number {
    const frame = this.machine.allocate(3, GFP_KERNEL, 0);
    this.machine.buddy.split(frame, 3);
    return frame;
  }

  /** One of the pages becomes a slab page. */
  makeSlab(frame: number): boolean {
    this.machine.isSlabRequest = true;
    const done = this.hooks.afterAllocate?.(this.machine, frame, 0) ?? false;
    this.machine.isSlabRequest = false;
    return done;
  }

  figure(key: string): number {
    return Number(this.hooks.figures?.(this.machine).find((figure) => figure.key === key)?.value);
  }

  isFree(frame: number): boolean {
    const at = this.machine.buddy.blockAt(frame);
    return at >= 0 && this.machine.buddy.stateOf(at) >= 0x80;
  }
}
