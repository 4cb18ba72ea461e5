/** Single facts about the machine, each from the best file that tells it. */

import type { Arch, Kernel } from "../arch";
import { ImportError } from "../errors";
import type { Evidence } from "./files";
import type { ImportNote } from "./profile";

export type Note = (severity: ImportNote["severity"], sentence: string) => void;

/** @throws ImportError for a 32-bit kernel */
export function archOf({ dmesg, iomem, meminfo }: Evidence, note: Note): Arch {
  if (dmesg?.arch === "arm32") {
    throw new ImportError(
      "These files are a 32-bit arm kernel's, whose memory map is not read. Make the profile by hand: architecture arm, its banks, 32 B of struct page.",
      [],
    );
  }
  const told = dmesg?.arch ?? iomem?.arch ?? (meminfo?.directMap ? "x86-64" : null);
  if (told === null) note("warning", "No file tells the architecture. x86-64 is assumed.");
  return told ?? "x86-64";
}

/**
 * x86-64 has 4 KiB. On arm64 the per-cpu areas of the log tell; else the size with which the zones' managed pages
 * come nearest to MemTotal, for there both count the same pages.
 */
export function pageSizeOf({ dmesg, meminfo, zoneinfo }: Evidence, arch: Arch, note: Note): number {
  if (arch === "x86-64") return 4096;
  if (dmesg !== null && dmesg.pageSizeBytes !== null) return dmesg.pageSizeBytes;
  const managed = managedPages(zoneinfo?.zones ?? []);
  if (meminfo !== null && managed > 0) {
    const off = (size: number) => Math.abs(Math.log(meminfo.memTotalBytes / (managed * size)));
    return [4096, 16384, 65536].reduce((best, size) => (off(size) < off(best) ? size : best));
  }
  note("warning", "No file tells the page size. 4 KiB is assumed.");
  return 4096;
}

/**
 * Whether the boot ran KMSAN: by the log, or by zones that manage less than half of MemTotal. MemTotal counts the
 * shadow and origin pages, the zones do not.
 */
export function ranKmsan({ dmesg, meminfo, zoneinfo }: Evidence, pageSizeBytes: number): boolean {
  if (dmesg?.kmsan === true) return true;
  const managed = managedPages(zoneinfo?.zones ?? []);
  return meminfo !== null && managed > 0 && meminfo.memTotalBytes > 2 * managed * pageSizeBytes;
}

const KERNELS: readonly { version: Kernel; major: number; minor: number }[] = [
  { version: "6.6", major: 6, minor: 6 },
  { version: "6.1", major: 6, minor: 1 },
  { version: "5.18", major: 5, minor: 18 },
  { version: "5.4", major: 5, minor: 4 },
];

/** The newest version with rules of its own that is not newer than the boot's; 6.1 if no file tells. */
export function kernelOf({ dmesg }: Evidence, note: Note): Kernel {
  const release = dmesg?.release ?? null;
  if (release === null) {
    note("info", "No file tells the kernel's version. The rules of 6.1 are used.");
    return "6.1";
  }
  const [major = 0, minor = 0] = release.split(".").map((part) => Number.parseInt(part, 10));
  const rules = KERNELS.find((k) => major > k.major || (major === k.major && minor >= k.minor));
  const { version } = rules ?? { version: "5.4" as const };
  if (version !== "6.6" && version !== `${major}.${minor}`)
    note("info", `Linux ${major}.${minor} is taken to follow the rules of ${version}.`);
  return version;
}

export function cpusOf({ dmesg, zoneinfo }: Evidence, note: Note): number {
  const cpus = dmesg?.cpus ?? zoneinfo?.cpus ?? 0;
  if (cpus === 0) note("info", "No file tells how many cpus there are. One is assumed.");
  return Math.max(1, cpus);
}

/** /proc/meminfo tells whether they are compiled in, the command line whether they were switched off. */
export function hasTransparentHugepages({ dmesg, meminfo }: Evidence): boolean {
  if (/\btransparent_hugepage=never\b/.test(dmesg?.commandLine ?? "")) return false;
  return meminfo?.hasTransparentHugepages ?? true;
}

/** Clients of page_ext by the command line, and only if the log says that there are tables. */
export function pageExtClients({ dmesg }: Evidence): { pageOwner: boolean; pageTableCheck: boolean } {
  const has = (pattern: RegExp) =>
    dmesg !== null && dmesg.pageExtBytes !== null && pattern.test(dmesg.commandLine);
  return {
    pageOwner: has(/\bpage_owner=(on|1|y)\b/),
    pageTableCheck: has(/\bpage_table_check=(on|1|y)\b/),
  };
}

/**
 * How the direct map was made. debug_pagealloc=on counts if the kernel has it compiled in: then no leaf is of 2 MiB.
 * Source: arch/x86/mm/init.c probe_page_size_mask().
 */
export function directMapOptions(evidence: Evidence): {
  gbPages: boolean;
  debugPagealloc: boolean;
  rodataFull: boolean;
} {
  const line = evidence.dmesg?.commandLine ?? "";
  const bytes2M = evidence.meminfo?.directMap?.bytes2M ?? 0;
  const debugPagealloc = /\bdebug_pagealloc=(on|1|y)\b/.test(line) && bytes2M === 0;
  return {
    gbPages: hasGbPages(evidence, debugPagealloc),
    debugPagealloc,
    rodataFull: !/\brodata=(on|off|1|0|y|n)\b/.test(line),
  };
}

/**
 * /proc/meminfo has a line for leaves of 1 GiB if the cpu has them and nogbpages was not given, a whole log tells that they are used. Under
 * debug_pagealloc neither does; then and without such a file the command line is left.
 * Source: arch/x86/mm/pat/set_memory.c arch_report_meminfo().
 */
function hasGbPages({ dmesg, meminfo }: Evidence, debugPagealloc: boolean): boolean {
  const directMap = meminfo?.directMap ?? null;
  if (!debugPagealloc && directMap !== null) return directMap.bytes1G !== null;
  if (!debugPagealloc && dmesg?.arch === "x86-64" && dmesg.isComplete) return dmesg.usesGbPages;
  return !/\bnogbpages\b/.test(dmesg?.commandLine ?? "");
}

/** _sdata.._edata in bytes: exact from iomem, whole KiB from the log's 'rwdata'. 0 if no file tells. */
export function kernelDataBytes({ dmesg, iomem }: Evidence): number {
  const data = iomem?.kernelData ?? null;
  return data === null ? (dmesg?.handOver?.kernelDataBytes ?? 0) : data.endBytes - data.startBytes;
}

export function managedPages(zones: { managed: number }[]): number {
  return zones.reduce((sum, zone) => sum + zone.managed, 0);
}
