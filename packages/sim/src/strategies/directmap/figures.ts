/** What the family tells of a run. */

import { TABLE_NAMES } from "../../directmap/geometry";
import { tlbReachBytes } from "../../directmap/tlb";
import type { Gauge } from "../../machine/hooks";
import type { Machine } from "../../machine/machine";
import type { Figure } from "../../output";
import { count } from "../../text";
import type { DirectMapUse } from "./use";

/** Sizes of leaf that the machine has or may come to have: none above the largest that its kernel uses. */
function sizes({ map }: DirectMapUse) {
  return map.geometry.leaves.slice(0, map.rules.largest + 1);
}

export function directMapGauges(use: DirectMapUse): Gauge[] {
  const { map } = use;
  return [
    ...sizes(use).map(
      ({ name }, i): Gauge => ({
        key: `leaves-${name.replace(" ", "")}`,
        label: `Leaves of ${name}`,
        unit: "count",
        read: () => map.leaves[i] as number,
      }),
    ),
    { key: "tables", label: "Page tables of the direct map", unit: "pages", read: () => map.tablePages },
    { key: "exposed", label: "Believed unmapped, still mapped", unit: "pages", read: () => use.exposed.size },
  ];
}

export function directMapFigures(use: DirectMapUse, machine: Machine): Figure[] {
  const { input } = machine.early;
  const { map } = use;
  const pageBytes = input.pageSizeBytes;
  const perLeaf = sizes(use).flatMap(({ name, pages }, i): Figure[] => {
    const key = name.replace(" ", "");
    const leaves = map.leaves[i] as number;
    return [
      { key: `leaves-${key}`, label: `Leaves of ${name}`, unit: "count", value: leaves },
      {
        key: `bytes-${key}`,
        label: `Mapped by leaves of ${name}`,
        unit: "bytes",
        value: leaves * pages * pageBytes,
      },
    ];
  });
  const splits = sizes(use).flatMap(({ name, level }, i): Figure[] =>
    i === 0 || map.rules.largest === 0
      ? []
      : [
          {
            key: `splits-${name.replace(" ", "")}`,
            label: `Leaves of ${name} split`,
            unit: "count",
            value: map.splits[i] as number,
            ...(input.arch === "x86-64"
              ? { help: `direct_map_level${level + 1}_splits of /proc/vmstat.` }
              : {}),
          },
        ],
  );
  return [
    ...perLeaf,
    {
      key: "tables",
      label: "Page tables of the direct map",
      unit: "pages",
      value: map.tablePages,
      help: map.tables.map((tables, level) => `${count(tables)} ${TABLE_NAMES[level]}`).join(", "),
    },
    { key: "table-bytes", label: "They take", unit: "bytes", value: map.tablePages * pageBytes },
    {
      key: "tables-taken",
      label: "Pages taken for tables",
      unit: "pages",
      value: use.tables.pages,
      help: "From the running allocator, the reserve among them.",
    },
    ...splits,
    ...collapses(use),
    ...tlb(use, machine),
    {
      key: "failures-visible",
      label: "Changes that failed and said so",
      unit: "count",
      value: use.visibleFailures,
    },
    {
      key: "failures-hidden",
      label: "Changes that failed unnoticed",
      unit: "count",
      value: use.hiddenFailures,
    },
    {
      key: "half-done",
      label: "Splits left half done",
      unit: "count",
      value: use.halfDone,
      help: "The first split of two stays when there is no page for the second.",
    },
    { key: "exposed", label: "Believed unmapped, still mapped", unit: "pages", value: use.exposed.size },
    { key: "flushes", label: "Flushes of every cpu's TLB", unit: "count", value: use.flushes },
    {
      key: "stale",
      label: "Unmaps that other cpus may not see",
      unit: "count",
      value: use.staleUnmaps,
      help: "Only the cpu that unmaps flushes its TLB; the others may reach the page until they flush theirs.",
      source: "arch/x86/mm/pat/set_memory.c __kernel_map_pages()",
    },
    ...noOps(use),
    ...debugPagealloc(use),
  ];
}

function collapses({ map }: DirectMapUse): Figure[] {
  if (!map.rules.collapses) return [];
  const value = map.collapses.reduce((sum, n) => sum + n, 0);
  return [{ key: "collapses", label: "Leaves put back together", unit: "count", value }];
}

function tlb({ map }: DirectMapUse, machine: Machine): Figure[] {
  const { tlb: rows, pageSizeBytes } = machine.early.input;
  const reach = tlbReachBytes(map, rows);
  if (reach === null) return [];
  const mapped = map.mappedPages * pageSizeBytes;
  return [
    {
      key: "tlb-reach",
      label: "TLB reach",
      unit: "bytes",
      value: reach,
      help: "For each size as many leaves as the data TLB has entries for it, all of them at once.",
    },
    {
      key: "tlb-share",
      label: "TLB reach of the map",
      unit: "percent",
      value: Math.floor((1000 * reach) / mapped) / 10,
    },
  ];
}

function noOps({ noOps: value }: DirectMapUse): Figure[] {
  if (value === 0) return [];
  return [
    {
      key: "no-ops",
      label: "Calls without effect",
      unit: "count",
      value,
      help: "They return 0 and change nothing.",
      source: "arch/arm64/mm/pageattr.c set_direct_map_invalid_noflush()",
    },
  ];
}

function debugPagealloc({ debug }: DirectMapUse): Figure[] {
  if (debug === null) return [];
  return [{ key: "map-calls", label: "Calls of __kernel_map_pages()", unit: "count", value: debug.calls }];
}
