/** What the allocator counts while it works: the vm events of /proc/vmstat that the model knows. */

import { PCP_TYPES } from "./migratetype";

export interface VmEvents {
  /** mm_page_alloc_extfrag: fallbacks into another migratetype. */
  extfrag: number;
  /** The same by migratetypes, index = PCP_TYPES * the one asked for + the one taken from. */
  readonly extfragOf: Int32Array;
  /** Fallbacks that took a whole pageblock over. */
  claims: number;
  /** Blocks that per-cpu lists took from the buddy, and gave back. */
  pcpRefills: number;
  pcpDrains: number;
  /** Pages the two scanners looked at: compact_migrate_scanned, compact_free_scanned. */
  compactMigrateScanned: number;
  compactFreeScanned: number;
  /** Pages taken off their lists by either scanner: compact_isolated. */
  compactIsolated: number;
  /** Direct compactions: how many, and whether the request then got its block. compact_stall, compact_fail, compact_success. */
  compactStall: number;
  compactFail: number;
  compactSuccess: number;
  /** Background compactions: compact_daemon_wake. */
  compactDaemonWake: number;
  /** Pages copied elsewhere, and pages for which that failed: pgmigrate_success, pgmigrate_fail. */
  pgmigrateSuccess: number;
  pgmigrateFail: number;
  /** Requests that reclaimed for themselves, once for each time they did: allocstall. */
  allocStall: number;
  /** Runs of kswapd: pageoutrun. */
  pageoutRun: number;
  /** Pages that direct reclaim and kswapd looked at and freed: pgscan_direct, pgsteal_direct, pgscan_kswapd, pgsteal_kswapd. */
  pgscanDirect: number;
  pgstealDirect: number;
  pgscanKswapd: number;
  pgstealKswapd: number;
  /** Of the pages freed: written back first, put into swap, out of slabs. */
  reclaimWritten: number;
  pswpout: number;
  reclaimSlab: number;
  /** Times the OOM killer found somebody: oom_kill. */
  oomKill: number;
}

export function noEvents(): VmEvents {
  return {
    extfrag: 0,
    extfragOf: new Int32Array(PCP_TYPES * PCP_TYPES),
    claims: 0,
    pcpRefills: 0,
    pcpDrains: 0,
    compactMigrateScanned: 0,
    compactFreeScanned: 0,
    compactIsolated: 0,
    compactStall: 0,
    compactFail: 0,
    compactSuccess: 0,
    compactDaemonWake: 0,
    pgmigrateSuccess: 0,
    pgmigrateFail: 0,
    allocStall: 0,
    pageoutRun: 0,
    pgscanDirect: 0,
    pgstealDirect: 0,
    pgscanKswapd: 0,
    pgstealKswapd: 0,
    reclaimWritten: 0,
    pswpout: 0,
    reclaimSlab: 0,
    oomKill: 0,
  };
}
