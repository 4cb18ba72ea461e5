import { FormatError } from "../errors";
import { kibToBytes, linesOf, quoted } from "../text";

export interface MeminfoFacts {
  /** totalram_pages in bytes: what was handed over and what was freed late in boot, KMSAN's metadata included. */
  memTotalBytes: number;
  /** True if the file has DirectMap lines, which arm64 does not print. */
  hasDirectMap: boolean;
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
  let hasDirectMap = false;
  let hasTransparentHugepages = false;
  for (const { number, text: line } of lines) {
    const [, name, digits] = FIELD.exec(line) ?? [];
    if (name === undefined || digits === undefined) continue;
    if (name === "MemTotal") memTotalBytes ??= kibToBytes(digits, number);
    if (name.startsWith("DirectMap")) hasDirectMap = true;
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
  return { memTotalBytes, hasDirectMap, hasTransparentHugepages };
}
