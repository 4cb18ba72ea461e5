/** Whose a range of memory is, by the log's own words. */

import type { Place, Range } from "../range";
import { decimal, wholeNumber } from "../text";
import { findAll, type LogLine } from "./log";
import { rangeOf } from "./ram-map";

const MIB = 1024 * 1024;

/** Whose a range is, by lines that name its first and last byte. */
const PLACES: [RegExp, string][] = [
  [/^RAMDISK: \[mem (0x[0-9a-f]{1,16})-(0x[0-9a-f]{1,16})\]$/, "initrd"],
  [/^NODE_DATA\(\d+\) allocated \[mem (0x[0-9a-f]{1,16})-(0x[0-9a-f]{1,16})\]/, "NODE_DATA"],
];
/** This one names the first byte and the one behind the last. */
const IO_TLB = /^software IO TLB: mapped \[mem (0x[0-9a-f]{1,16})-(0x[0-9a-f]{1,16})\]/;
/** By lines that give MiB: the size and where. */
const CRASH_KERNEL = /^Reserving (\d{1,9})MB of memory at (\d{1,9})MB for crashkernel/;
const CMA = /^cma: Reserved (\d{1,9}) MiB at (0x[0-9a-f]{1,16})/;

/**
 * Ranges that the log names outside memblock's own lines.
 * Source: arch/x86/kernel/setup.c reserve_initrd(), reserve_crashkernel(); arch/x86/mm/numa.c alloc_node_data();
 * kernel/dma/swiotlb.c swiotlb_print_info().
 */
export function placesOf(lines: LogLine[]): Place[] {
  const named = PLACES.flatMap(([pattern, label]) =>
    findAll(lines, pattern, (groups, line) => ({ ...rangeOf(groups[1], groups[2], line), label })),
  );
  const ioTlb = findAll(lines, IO_TLB, (groups, line) => {
    const { startBytes, endBytes } = rangeOf(groups[1], groups[2], line);
    return sized(startBytes, Math.max(0, endBytes - 1 - startBytes), "software IO TLB");
  });
  const crashKernel = findAll(lines, CRASH_KERNEL, (groups, line) =>
    sized(decimal(groups[2], line) * MIB, decimal(groups[1], line) * MIB, "crash kernel"),
  );
  return [...named, ...ioTlb, ...crashKernel];
}

/** CMA areas, as far as the log says where they are. Source: mm/cma.c cma_declare_contiguous_nid(). */
export function cmaAreas(lines: LogLine[]): Range[] {
  return findAll(lines, CMA, (groups, line) => {
    const startBytes = wholeNumber(groups[2] ?? "", 16, line);
    return { startBytes, endBytes: startBytes + decimal(groups[1], line) * MIB };
  });
}

function sized(startBytes: number, sizeBytes: number, label: string): Place {
  return { startBytes, endBytes: startBytes + sizeBytes, label };
}
