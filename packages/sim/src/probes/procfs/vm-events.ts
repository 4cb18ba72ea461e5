import { ZONE_KINDS } from "../../allocator/zone-levels";
import { zoneNames } from "../../machine/arch";
import type { Machine } from "../../machine/machine";
import type { ProcView, VmEvent } from "./view";

/** What the machine has counted since boot, under the names of /proc/vmstat. */
export function vmEvents({ allocator, releasedPages, early }: Machine): ProcView["events"] {
  const { events, levels } = allocator;
  const allocated: Partial<Record<VmEvent, number>> = {};
  for (const [kind, name] of PGALLOC.entries()) {
    if (name === undefined || !zoneNames(early.input.arch).includes(ZONE_KINDS[kind] ?? "")) continue;
    allocated[name] = sum(levels.allocatedPages.filter((_, zone) => levels.kind[zone] === kind));
  }
  return {
    ...allocated,
    // The hand-over frees its pages as any other.
    pgfree: releasedPages + sum(levels.freedPages),
    pswpout: events.pswpout,
    pgsteal_kswapd: events.pgstealKswapd,
    pgsteal_direct: events.pgstealDirect,
    pgscan_kswapd: events.pgscanKswapd,
    pgscan_direct: events.pgscanDirect,
    oom_kill: events.oomKill,
    pgmigrate_success: events.pgmigrateSuccess,
    pgmigrate_fail: events.pgmigrateFail,
    compact_migrate_scanned: events.compactMigrateScanned,
    compact_free_scanned: events.compactFreeScanned,
    compact_isolated: events.compactIsolated,
    compact_stall: events.compactStall,
    compact_fail: events.compactFail,
    compact_success: events.compactSuccess,
    compact_daemon_wake: events.compactDaemonWake,
  };
}

/** By zone kind; nothing is allocated from Device. */
const PGALLOC: readonly (VmEvent | undefined)[] = [
  "pgalloc_dma",
  "pgalloc_dma32",
  "pgalloc_normal",
  "pgalloc_high",
  "pgalloc_movable",
];

function sum(counts: Float64Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
