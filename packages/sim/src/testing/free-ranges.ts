/** A machine with just some pages free. Not exported from the package. */

import { EarlyMachine } from "../machine/early";
import type { Hooks } from "../machine/hooks";
import { Machine } from "../machine/machine";
import { bare } from "./bare";
import { MIB, machineInput } from "./inputs";

const PAGE = 4096;
const END = 16 * MIB;

/**
 * @param free ranges of pfns below 16 MiB, ascending. The memmap for an 80-byte struct page (4 MiB), and its shadow and origin, fill
 *   a bank of their own behind.
 * @param hooks of a strategy with such a struct page
 */
export function machineWithFree(
  free: readonly (readonly [startPfn: number, endPfn: number])[],
  hooks: Hooks,
): Machine {
  const reserved = [];
  let next = 0;
  for (const [start, stop] of [...free, [END / PAGE, END / PAGE] as const]) {
    if (start > next) {
      const range = { baseBytes: next * PAGE, sizeBytes: (start - next) * PAGE };
      reserved.push({ ...range, label: "not free", recorded: false });
    }
    next = stop;
  }
  return bare(new Machine(new EarlyMachine(machineInput(END + 12 * MIB, { reserved }), 80), [hooks]));
}

/** S-C6: two free blocks of order 9, and 1,024 single pages. */
export const TWO_BLOCKS_AND_SINGLES: [startPfn: number, endPfn: number][] = [
  [512, 1024],
  [1536, 2048],
  ...Array.from({ length: 1024 }, (_, i): [number, number] => [2048 + 2 * i, 2049 + 2 * i]),
];
