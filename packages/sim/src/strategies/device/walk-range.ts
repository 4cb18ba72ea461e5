import { type NamespaceRules, SUBSECTION_BYTES } from "../../device/namespace";
import type { PfnRun } from "../../device/vmemmap";
import type { WalkRange } from "../../device/walk";
import { pageblockOrder, pagesPerSection } from "../../machine/arch";
import type { EarlyMachine } from "../../machine/early";
import { blockPages } from "../../order";
import { WALKER, type WalkerKind } from "./walkers";

/**
 * Where a walker goes. Of a file with an entry for each pfn: all of it, or that many from the first namespace on.
 * @param devices pfns of the namespaces that are there, in any order
 * @param pages how many pfns; 0: all
 */
export function walkRanges(
  kind: WalkerKind,
  early: EarlyMachine,
  devices: readonly PfnRun[],
  rules: NamespaceRules,
  pages: number,
): WalkRange[] {
  const { input } = early;
  const first = devices.reduce((least, { startPfn }) => Math.min(least, startPfn), Number.POSITIVE_INFINITY);
  const limit = (startPfn: number, endPfn: number, step: number): WalkRange => ({
    startPfn,
    endPfn: pages === 0 ? endPfn : Math.min(endPfn, startPfn + pages),
    step,
  });
  switch (WALKER[kind].range) {
    case "file":
    case "bitmap": {
      const end = maxPfn(early, devices);
      const from = pages === 0 || devices.length === 0 ? 0 : first;
      return [limit(from, WALKER[kind].range === "file" ? dumpEnd(early, end) : end, 1)];
    }
    case "zones":
      return early.zones.zones.map(({ startPfn, endPfn }) =>
        limit(startPfn, endPfn, blockPages(pageblockOrder(input))),
      );
    case "node": {
      const unit =
        rules.unit === "sections" ? pagesPerSection(input) : SUBSECTION_BYTES / input.pageSizeBytes;
      const start = early.zones.zones[0]?.startPfn ?? 0;
      const end = Math.max(ramEnd(early), ...devices.map(({ endPfn }) => endPfn));
      return [limit(start - (start % unit), end, unit)];
    }
  }
}

/**
 * max_pfn. Adding memory raises it on x86-64, and on arm64 since 5.15.
 * Source: arch/x86/mm/init_64.c add_pages(); arch/arm64/mm/mmu.c arch_add_memory().
 */
function maxPfn(early: EarlyMachine, devices: readonly PfnRun[]): number {
  const { arch, kernel } = early.input;
  const isRaised = arch === "x86-64" || kernel !== "5.4";
  return Math.max(ramEnd(early), ...(isRaised ? devices.map(({ endPfn }) => endPfn) : []));
}

/** Where the files in /proc end: after 5.4 with the section. Source: fs/proc/page.c get_max_dump_pfn(). */
function dumpEnd(early: EarlyMachine, end: number): number {
  if (early.input.kernel === "5.4") return end;
  const section = pagesPerSection(early.input);
  return Math.ceil(end / section) * section;
}

function ramEnd(early: EarlyMachine): number {
  const last = early.memblock.memory.regions.at(-1);
  return last === undefined ? 0 : (last.base + last.size) / early.input.pageSizeBytes;
}
