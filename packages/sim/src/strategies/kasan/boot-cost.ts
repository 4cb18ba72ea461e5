/** What a kernel with KASAN takes from memblock. */

import type { MachineInput } from "../../input";
import type { EarlyMachine } from "../../machine/early";
import { BootPanic } from "../../machine/panic";
import { bytes } from "../../text";
import type { BootShadow } from "./boot-shadow";
import type { ImageGrowth } from "./kernel-image";

/** The stack depot's table has 2^20 pointers once KASAN is on. Source: lib/stackdepot.c STACK_HASH_ORDER_MAX. */
export function stackDepotBytes({ arch }: MachineInput): number {
  return 2 ** 20 * (arch === "arm32" ? 4 : 8);
}

/** Pages of shadow and of its tables. */
export function shadowSize({ maps, otherPages, otherTables }: BootShadow): { pages: number; tables: number } {
  return maps.reduce(
    (sum, map) => ({ pages: sum.pages + map.shadowPages, tables: sum.tables + map.tables }),
    { pages: otherPages, tables: otherTables },
  );
}

/**
 * The stack depot's table, and what image and per-cpu areas grow by.
 * @throws BootPanic if there is no place for it
 */
export function takeGrowth(early: EarlyMachine, growth: ImageGrowth): void {
  const page = early.input.pageSizeBytes;
  const sizes = [stackDepotBytes(early.input), growth.keptPages * page, growth.perCpuPages * page];
  for (const size of sizes) {
    if (size > 0 && early.memblock.allocate(size, { align: page }) === undefined)
      throw noPlace(
        early,
        "what its instrumentation adds",
        size,
        "lib/stackdepot.c stack_depot_early_init()",
      );
  }
}

/**
 * Shadow and its tables.
 * @throws BootPanic where the kernel's early_alloc() panics
 */
export function takeShadow(early: EarlyMachine, shadow: BootShadow): void {
  const size = shadowSize(shadow);
  const isThere = shadow.maps.every((map) => takeMap(early, map)) && takePages(early, shadow);
  if (!isThere)
    throw noPlace(
      early,
      "its shadow",
      (size.pages + size.tables) * early.input.pageSizeBytes,
      "kasan_init()",
    );
}

/** The largest leaves first. One that finds no place is made of a table of smaller ones. */
function takeMap(early: EarlyMachine, map: BootShadow["maps"][number]): boolean {
  let { tables } = map;
  let wanted = 0;
  for (let level = map.leaves.length - 1; level >= 0; level--) {
    wanted += map.leaves[level] ?? 0;
    const missing = wanted - takeLeaves(early, wanted, map.leafPages(level));
    if (level === 0) return missing === 0 && (tables === 0 || early.take("page_table", tables));
    tables += missing;
    wanted = missing * (map.leafPages(level) / map.leafPages(level - 1));
  }
  return true;
}

function takePages(early: EarlyMachine, { otherPages, otherTables }: BootShadow): boolean {
  return (
    takeLeaves(early, otherPages, 1) === otherPages &&
    (otherTables === 0 || early.take("page_table", otherTables))
  );
}

/** How many leaves there was room for: from the top, in runs as long as there is place for. */
function takeLeaves(early: EarlyMachine, wanted: number, leafPages: number): number {
  const align = leafPages * early.input.pageSizeBytes;
  const nid = early.memblock.memory.regions[0]?.nid ?? 0;
  let left = wanted;
  for (let run = wanted; run > 0 && left > 0; ) {
    if (early.take("shadow", run * leafPages, { align, nid })) left -= run;
    else run = Math.floor(run / 2);
    run = Math.min(run, left);
  }
  return wanted - left;
}

function noPlace(early: EarlyMachine, what: string, sizeBytes: number, source: string): BootPanic {
  return new BootPanic({
    severity: "error",
    part: "strategy",
    family: "kasan",
    field: "type",
    sentence: `KASAN needs ${bytes(sizeBytes)} for ${what} before the buddy allocator exists; memblock has ${bytes(early.offeredPages * early.input.pageSizeBytes)} left, and the boot stops.`,
    source,
  });
}
