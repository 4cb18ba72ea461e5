/** What every KMSAN strategy tells in numbers. */

import type { Gauge } from "../../machine/hooks";
import type { Machine } from "../../machine/machine";
import type { Figure } from "../../output";
import type { AccessCounts } from "./unaligned-access";
import { vmallocLayout } from "./vmalloc";

/** Pages that have metadata, as they are now. */
export interface MetadataCounts {
  /** That callers can get or have, with metadata of their own. */
  trackedPages: number;
  shadowPages: number;
  originPages: number;
  /** That nobody can get. */
  leakedPages: number;
}

export function kmsanGauges(read: () => MetadataCounts): Gauge[] {
  const sum = () => {
    const { shadowPages, originPages } = read();
    return shadowPages + originPages;
  };
  return [{ key: "metadata", label: "Shadow and origin pages", unit: "pages", read: sum }];
}

export function kmsanFigures(machine: Machine, counts: MetadataCounts, accesses: AccessCounts): Figure[] {
  const { trackedPages, shadowPages, originPages, leakedPages } = counts;
  const permille = Math.round((1000 * (shadowPages + originPages)) / machine.early.presentPages);
  return [
    {
      key: "tracked",
      label: "Tracked pages",
      unit: "pages",
      value: trackedPages,
      help: "Each has a shadow and an origin page.",
    },
    { key: "shadow", label: "Shadow pages", unit: "pages", value: shadowPages },
    { key: "origin", label: "Origin pages", unit: "pages", value: originPages },
    {
      key: "leaked",
      label: "Leaked pages",
      unit: "pages",
      value: leakedPages,
      help: "Held back at boot, and left over.",
    },
    { key: "share", label: "Metadata, share of memory", unit: "percent", value: permille / 10 },
    { key: "accesses", label: "Unaligned accesses", unit: "count", value: accesses.done },
    {
      key: "corrupting",
      label: "Accesses that corrupt others' metadata or data",
      unit: "count",
      value: accesses.corrupting,
      source: "mm/kmsan/core.c kmsan_metadata_is_contiguous()",
    },
    ...vmallocFigures(machine),
  ];
}

/** The quarters of vmalloc space, on the one architecture of those simulated that has KMSAN. */
function vmallocFigures({ early }: Machine): Figure[] {
  const { arch, fiveLevelPaging } = early.input;
  if (arch !== "x86-64") return [];
  const layout = vmallocLayout(fiveLevelPaging);
  const source = "arch/x86/include/asm/pgtable_64_types.h";
  const at = (key: keyof typeof layout, label: string): Figure => ({
    key: `vmalloc-${key}`,
    label,
    unit: "address",
    value: `0x${layout[key].toString(16)}`,
    source,
  });
  return [
    {
      key: "vmalloc-bytes",
      label: "Left of vmalloc space",
      unit: "bytes",
      value: Number(layout.quarterBytes),
      help: "A quarter of what a kernel without KMSAN has.",
      source,
    },
    at("start", "vmalloc space"),
    at("shadow", "Its shadow"),
    at("origin", "Its origin"),
    at("moduleShadow", "Shadow of modules"),
    at("moduleOrigin", "Origin of modules"),
  ];
}
