/** Machines with MTE tag storage. Not exported from the package. */

import type { MachineInput, TagStorageRegion } from "../input";
import { EarlyMachine } from "../machine/early";
import type { Hooks } from "../machine/hooks";
import { Machine } from "../machine/machine";
import { type Grant, Holdings } from "../run/holdings";
import { bare } from "./bare";
import { MIB, machineInput } from "./inputs";

/** The layout that RFC v3 was developed on. */
export const FVP: TagStorageRegion[] = [
  {
    baseBytes: 0x8_f800_0000,
    sizeBytes: 0x400_0000,
    blockBytes: 0x1000,
    memoryBaseBytes: 0x8000_0000,
    memorySizeBytes: 0x8000_0000,
  },
  {
    baseBytes: 0x8_fc00_0000,
    sizeBytes: 0x3c0_0000,
    blockBytes: 0x1000,
    memoryBaseBytes: 0x8_8000_0000,
    memorySizeBytes: 0x7800_0000,
  },
];

/** Arm64 with just 4 MiB of the first node's memory, from pfn 0xa0000 on, and its tag storage; the memmap has a bank of its own. */
export function fvpInput(over: Partial<MachineInput> = {}): MachineInput {
  return machineInput(0, {
    arch: "arm64",
    kernel: "6.6",
    banks: [
      { baseBytes: 0xa000_0000, sizeBytes: 4 * MIB, nid: 0 },
      { baseBytes: 0x8_8000_0000, sizeBytes: 6 * MIB, nid: 0 },
      { baseBytes: 0x8_f800_0000, sizeBytes: 64 * MIB, nid: 0 },
    ],
    tagStorage: FVP.slice(0, 1),
    ...over,
  });
}

/** A machine without watermarks whose callers' blocks can be moved and pinned. */
export function withBooks(input: MachineInput, hooks: Hooks[]) {
  const machine = bare(new Machine(new EarlyMachine(input, 64), hooks));
  const holdings = new Holdings(machine, 0);
  machine.allocator.owner = holdings;
  /** A caller's block and its slot; the page fault is not over before settle(). */
  const take = (gfp: number, over: Partial<Grant> = {}, order = 0) => {
    const frame = machine.allocate(order, gfp, 0);
    if (frame < 0) return { pfn: -1, slot: -1, order };
    const slot = holdings.take({
      frame,
      order,
      gfp,
      isCache: false,
      isDirty: false,
      pinnedUntilMs: 0,
      ...over,
    });
    return { pfn: machine.frames.pfnOf(frame), slot, order };
  };
  /** The caller is done; reclaim may have been there before. */
  const give = ({ slot, order }: { slot: number; order: number }) => {
    const frame = holdings.release(slot);
    if (frame >= 0) machine.free(frame, order, 0);
  };
  const figure = (key: string) => {
    const figures = machine.hooks.flatMap((hook) => hook.figures?.(machine) ?? []);
    return figures.find((one) => one.key === key)?.value ?? 0;
  };
  return { machine, holdings, take, give, figure };
}
