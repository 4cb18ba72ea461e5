/** Single facts about the machine, each from the best file that tells it. */

import type { Arch } from "../arch";
import type { Evidence } from "./files";
import type { ImportNote } from "./profile";

export type Note = (severity: ImportNote["severity"], sentence: string) => void;

export function archOf({ dmesg, iomem, meminfo }: Evidence, note: Note): Arch {
  const told = dmesg?.arch ?? iomem?.arch ?? (meminfo?.hasDirectMap ? "x86-64" : null);
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

/** _sdata.._edata in bytes: exact from iomem, whole KiB from the log's 'rwdata'. 0 if no file tells. */
export function kernelDataBytes({ dmesg, iomem }: Evidence): number {
  const data = iomem?.kernelData ?? null;
  return data === null ? (dmesg?.handOver?.kernelDataBytes ?? 0) : data.endBytes - data.startBytes;
}

export function managedPages(zones: { managed: number }[]): number {
  return zones.reduce((sum, zone) => sum + zone.managed, 0);
}
