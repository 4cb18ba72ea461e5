/** The log's own words about where RAM is. */

import { type NodeRange, type Range, subtract, union } from "../range";
import { wholeNumber } from "../text";
import { findAll, type LogLine } from "./log";

export interface LoggedRam {
  /** Which lines the ranges come from, best first: memblock's own list, the firmware's e820, the firmware's EFI map. */
  source: "Early memory node ranges" | "e820" | "EFI";
  ranges: NodeRange[];
}

const NODE_RANGE = /^node +(\d+): \[mem (0x[0-9a-f]{1,16})-(0x[0-9a-f]{1,16})\]$/;
const E820 = /^(?:BIOS-e820|user|modified|extended): \[mem (0x[0-9a-f]{1,16})-(0x[0-9a-f]{1,16})\] (.+)$/;
const E820_CHANGE = /^e820: (update|remove) \[mem (0x[0-9a-f]{1,16})-(0x[0-9a-f]{1,16})\] usable( ==> .+)?$/;
const EFI = /^efi: mem\d+: \[(.+?)\|.*\] range=\[(0x[0-9a-f]{1,16})-(0x[0-9a-f]{1,16})\]/;
const SRAT = /^(?:ACPI: )?SRAT: Node (\d+) PXM \d+ \[mem (0x[0-9a-f]{1,16})-(0x[0-9a-f]{1,16})\]/;
/** Source: arch/arm64 and drivers/firmware/efi/efi-init.c is_usable_memory(). */
const EFI_RAM =
  /^(Conventional( Memory)?|Boot (Code|Data)|Loader (Code|Data)|ACPI Reclaim( Memory)?|ACPI Reclaimable Memory)\s*$/;

const KIB = 1024;
/** trim_bios_range(): the first page, and the ISA hole below 1 MiB. */
const X86_NEVER: Range[] = [
  { startBytes: 0, endBytes: 4 * KIB },
  { startBytes: 640 * KIB, endBytes: 1024 * KIB },
];

/**
 * RAM as the log tells it, null if it does not.
 * Source: mm/page_alloc.c free_area_init() (mm/mm_init.c since 6.4); arch/x86/kernel/e820.c e820__print_table(),
 * __e820__range_update(); drivers/firmware/efi/efi.c efi_md_typeattr_format(); arch/x86/mm/srat.c, drivers/acpi/numa/srat.c.
 */
export function loggedRam(lines: LogLine[]): LoggedRam | null {
  const nodes = nodeRanges(lines);
  if (nodes.length > 0) return { source: "Early memory node ranges", ranges: nodes };
  const e820 = e820Ram(lines);
  if (e820.length > 0) return { source: "e820", ranges: e820.map((range) => ({ ...range, nid: null })) };
  const efi = efiRam(lines);
  if (efi.length > 0) return { source: "EFI", ranges: efi.map((range) => ({ ...range, nid: null })) };
  return null;
}

/** Which node owns which addresses, by the firmware's SRAT; reaches over holes. */
export function sratRanges(lines: LogLine[]): NodeRange[] {
  return findAll(lines, SRAT, (groups, line) => ({
    nid: wholeNumber(groups[1] ?? "", 10, line),
    ...rangeOf(groups[2], groups[3], line),
  }));
}

function nodeRanges(lines: LogLine[]): NodeRange[] {
  return findAll(lines, NODE_RANGE, (groups, line) => ({
    nid: wholeNumber(groups[1] ?? "", 10, line),
    ...rangeOf(groups[2], groups[3], line),
  }));
}

function e820Ram(lines: LogLine[]): Range[] {
  const table = findAll(lines, E820, (groups, line) => ({
    isUser: groups[0]?.startsWith("user") === true,
    isRam: groups[3] === "usable",
    ...rangeOf(groups[1], groups[2], line),
  }));
  // 'user' is the table that is left when the command line (mem=, memmap=) has changed the firmware's.
  const isUserMap = table.some((entry) => entry.isUser);
  const usable = table.filter((entry) => entry.isRam && entry.isUser === isUserMap);
  const taken = findAll(lines, E820_CHANGE, (groups, line) => rangeOf(groups[2], groups[3], line));
  return subtract(union(usable), union([...taken, ...X86_NEVER]));
}

function efiRam(lines: LogLine[]): Range[] {
  const map = findAll(lines, EFI, (groups, line) => ({
    isRam: EFI_RAM.test(groups[1] ?? ""),
    ...rangeOf(groups[2], groups[3], line),
  }));
  return union(map.filter((entry) => entry.isRam));
}

/** A range from its first and last byte in hexadecimal. */
export function rangeOf(first: string | undefined, last: string | undefined, line: number): Range {
  const startBytes = wholeNumber(first ?? "", 16, line);
  return { startBytes, endBytes: Math.max(startBytes, wholeNumber(last ?? "", 16, line) + 1) };
}
