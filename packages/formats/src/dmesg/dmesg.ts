import type { Arch } from "../arch";
import { FormatError } from "../errors";
import type { NodeRange, Place, Range } from "../range";
import { decimal, kibToBytes, linesOf, quoted } from "../text";
import { bootLog, findAll, isKernelLine, type LogLine } from "./log";
import { type MemblockEvent, memblockEvents } from "./memblock-log";
import { cmaAreas, placesOf } from "./places";
import { type LoggedRam, loggedRam, sratRanges } from "./ram-map";

export interface DmesgFacts {
  /** '6.1.0-56-amd64', from the banner. */
  release: string | null;
  arch: Arch | "arm32" | null;
  pageSizeBytes: number | null;
  cpus: number | null;
  /** False if the log does not start with the kernel's banner: the ring had no room for the first lines. */
  isComplete: boolean;
  ram: LoggedRam | null;
  srat: NodeRange[];
  /** What the kernel was booted with, '' if the log does not tell. */
  commandLine: string;
  /** What the log says about whose a range is, beside memblock's own lines. */
  places: Place[];
  /** CMA areas whose place the log tells. */
  cma: Range[];
  /** Up to the hand-over; empty if the kernel was not booted with memblock=debug. */
  memblock: MemblockEvent[];
  handOver: HandOver | null;
  /** 'Freeing ... memory' lines in order. */
  lateFreed: { what: string; bytes: number }[];
  /** True if KMSAN has been started. */
  kmsan: boolean;
  /** True if x86-64 says that its direct map has leaves of 1 GiB. */
  usesGbPages: boolean;
  /** True if a node's struct pages were initialised by threads. */
  deferredInit: boolean;
  /** What page_ext took, null if nothing. */
  pageExtBytes: number | null;
  /** The stack depot's hash table, reserved after KMSAN has recorded the others. 0 if there is none. */
  stackDepotBytes: number;
}

/** The 'Memory:' line. KiB are exact: all three are whole pages. */
export interface HandOver {
  /** Pages that memblock knows as memory. */
  presentBytes: number;
  /** Of these, neither handed over nor CMA. */
  reservedBytes: number;
  /** Handed over late, when the CMA areas are set up. */
  cmaBytes: number;
  /** _sdata.._edata on x86, rounded down to KiB. */
  kernelDataBytes: number;
}

const RELEASE = /^Linux version (\d\S*)/;
const MEMORY =
  /^Memory: \d{1,15}K\/(\d{1,15})K available \((?:.*?(\d{1,15})K rwdata)?.*?(\d{1,15})K reserved(?:, (\d{1,15})K cma-reserved)?/;
const FREEING = /^Freeing (.*?memory): (\d{1,15})K\b/;
const STACK_DEPOT = /^stackdepot hash table entries: \d+ \(order: \d+, (\d{1,15}) bytes/i;
const COMMAND_LINE = /^(?:Kernel command|Command) line: (.*)$/;
const DEFERRED = /^node \d+ deferred pages initialised/;
const PAGE_EXT = /^allocated (\d{1,15}) bytes of page_ext$/;
const PER_CPU = /^percpu: Embedded (\d{1,9}) pages\/cpu s(\d{1,15}) r(\d{1,15}) d(\d{1,15})/;
const CPU_COUNTS = [
  /^smp: Brought up \d+ nodes?, (\d{1,6}) CPUs?/,
  /^SLUB: .*CPUs=(\d{1,6})/,
  /Allowing (\d{1,6}) (?:present )?CPUs/,
];
const X86 =
  /^(BIOS-e820:|e820: |BIOS-provided physical RAM map|x86\/|smpboot:|Linux version .*\b(amd64|x86_64)\b)/;
/** These tell it from arm64, whose first line is the same. */
const ARM32 = /^(CPU: ARMv\d Processor|Linux version .*\b(armv[67]\w*|armhf|armmp)\b)/;
const ARM64 =
  /^(Booting Linux on physical CPU|psci: |Linux version .*\b(arm64|aarch64)\b|GICv\d|CPU features: detected: .*(EL2|Spectre-BHB|Address authentication))/;

/**
 * Reads a kernel log: dmesg, dmesg -T, journalctl -k or a console capture with everything in it.
 * Source: see each pattern's function: mm/page_alloc.c mem_init_print_info(), free_reserved_area(); lib/stackdepot.c;
 * mm/mm_init.c deferred_init_memmap(); mm/page_ext.c page_ext_init(); mm/percpu.c pcpu_embed_first_chunk(); kernel/smp.c smp_init(); init/main.c start_kernel();
 * arch/x86/mm/init.c probe_page_size_mask().
 * @throws FormatError if no line is from the kernel's log, or a number is 2^53 or more
 */
export function readDmesg(text: string): DmesgFacts {
  const lines = bootLog(text);
  const release = findAll(lines, RELEASE, (groups) => groups[1] ?? null)[0] ?? null;
  const facts: DmesgFacts = {
    release,
    arch: archOf(lines),
    pageSizeBytes: pageSizeOf(lines),
    cpus: cpusOf(lines),
    isComplete: release !== null,
    ram: loggedRam(lines),
    srat: sratRanges(lines),
    commandLine: findAll(lines, COMMAND_LINE, (groups) => groups[1] ?? "")[0] ?? "",
    places: placesOf(lines),
    cma: cmaAreas(lines),
    memblock: memblockEvents(lines),
    handOver: findAll(lines, MEMORY, handOverOf)[0] ?? null,
    lateFreed: findAll(lines, FREEING, (groups, line) => ({
      what: groups[1] ?? "",
      bytes: kibToBytes(groups[2], line),
    })),
    kmsan: lines.some((line) => line.text.startsWith("Starting KernelMemorySanitizer")),
    usesGbPages: lines.some((line) => line.text.startsWith("Using GB pages for direct mapping")),
    deferredInit: lines.some((line) => DEFERRED.test(line.text)),
    pageExtBytes: findAll(lines, PAGE_EXT, (groups, line) => decimal(groups[1], line))[0] ?? null,
    stackDepotBytes: findAll(lines, STACK_DEPOT, (groups, line) => decimal(groups[1], line))[0] ?? 0,
  };
  const isTold =
    facts.isComplete || facts.ram !== null || facts.handOver !== null || facts.memblock.length > 0;
  if (!isTold) requirePrefix(text);
  return facts;
}

/** Without any fact the text has at least to look like a kernel's. */
function requirePrefix(text: string): void {
  const lines = linesOf(text).filter((line) => line.text.trim() !== "");
  if (lines.some((line) => isKernelLine(line.text))) return;
  const [start] = lines;
  throw new FormatError(
    start?.number ?? null,
    start === undefined
      ? "This is not a kernel log: the text is empty."
      : "This is not a kernel log: no line starts with '[    0.000000]' or another of dmesg's prefixes, " +
          `the first is ${quoted(start.text)}.`,
  );
}

function archOf(lines: LogLine[]): DmesgFacts["arch"] {
  if (lines.some((line) => ARM32.test(line.text))) return "arm32";
  if (lines.some((line) => ARM64.test(line.text))) return "arm64";
  return lines.some((line) => X86.test(line.text)) ? "x86-64" : null;
}

/** The per-cpu areas' three parts fill whole pages together. */
function pageSizeOf(lines: LogLine[]): number | null {
  const sizes = findAll(lines, PER_CPU, (groups, line) => {
    const [pages = 0, ...parts] = groups.slice(1).map((digits) => decimal(digits, line));
    return parts.reduce((sum, part) => sum + part, 0) / pages;
  });
  return sizes.find((size) => [4096, 16384, 65536].includes(size)) ?? null;
}

function cpusOf(lines: LogLine[]): number | null {
  for (const pattern of CPU_COUNTS) {
    const [cpus] = findAll(lines, pattern, (groups, line) => decimal(groups[1], line));
    if (cpus !== undefined) return cpus;
  }
  return null;
}

function handOverOf(groups: RegExpExecArray, line: number): HandOver {
  return {
    presentBytes: kibToBytes(groups[1], line),
    reservedBytes: kibToBytes(groups[3], line),
    cmaBytes: kibToBytes(groups[4], line),
    kernelDataBytes: kibToBytes(groups[2], line),
  };
}
