import { FormatError } from "../errors";
import { kibToBytes, linesOf, quoted } from "../text";

/** What leaves of each size map, by the kernel's own count. */
export interface DirectMapFacts {
  bytes4k: number;
  bytes2M: number;
  /** Null if the line is missing: the cpu has no such leaves, or they were switched off. */
  bytes1G: number | null;
}

export interface MeminfoFacts {
  /** totalram_pages in bytes: what was handed over and what was freed late in boot, KMSAN's metadata included. */
  memTotalBytes: number;
  /** The DirectMap lines in bytes; null without them, as on arm64. */
  directMap: DirectMapFacts | null;
  /** True if the kernel has transparent huge pages compiled in, switched on or not. */
  hasTransparentHugepages: boolean;
}

const FIELD = /^\s*([A-Za-z][\w()]*):\s+(\d+)(?: kB)?$/;

/**
 * Reads /proc/meminfo.
 * Source: fs/proc/meminfo.c meminfo_proc_show(); arch/x86/mm/pat/set_memory.c arch_report_meminfo().
 * @throws FormatError if there is no MemTotal line
 */
export function readMeminfo(text: string): MeminfoFacts {
  const lines = linesOf(text);
  let memTotalBytes: number | null = null;
  const directMap = new Map<string, number>();
  let hasTransparentHugepages = false;
  for (const { number, text: line } of lines) {
    const [, name, digits] = FIELD.exec(line) ?? [];
    if (name === undefined || digits === undefined) continue;
    if (name === "MemTotal") memTotalBytes ??= kibToBytes(digits, number);
    if (name.startsWith("DirectMap")) directMap.set(name, kibToBytes(digits, number));
    if (name === "AnonHugePages") hasTransparentHugepages = true;
  }
  if (memTotalBytes === null) {
    const first = lines.find((line) => line.text.trim() !== "");
    throw new FormatError(
      first?.number ?? null,
      first === undefined
        ? "This is not /proc/meminfo: the text is empty."
        : `This is not /proc/meminfo: no line reads 'MemTotal: n kB', the first is ${quoted(first.text)}.`,
    );
  }
  return { memTotalBytes, directMap: directMapOf(directMap), hasTransparentHugepages };
}

function directMapOf(lines: Map<string, number>): DirectMapFacts | null {
  if (lines.size === 0) return null;
  return {
    bytes4k: lines.get("DirectMap4k") ?? 0,
    bytes2M: lines.get("DirectMap2M") ?? 0,
    bytes1G: lines.get("DirectMap1G") ?? null,
  };
}
