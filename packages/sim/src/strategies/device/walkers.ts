/** The walkers over struct pages that a workload's actions set going: where they go and what they read. */

import type { PfnCheck } from "../../device/walk";
import type { ActionKind } from "../../input";

export const WALKERS = ["kpageflags", "kpagecount", "page-idle", "compact", "offline"] as const;

export type WalkerKind = (typeof WALKERS)[number];

export interface Walker {
  /** The failure's subject. */
  subject: string;
  /** Which pfns: a file in /proc with one entry for each, a bitmap, the spans of the zones by pageblocks, or all that there is in units of hot-add. */
  range: "file" | "bitmap" | "zones" | "node";
  /** The function that reads the struct page. */
  reader: string;
  /**
   * What reading all ones leads to: "fault" where the reader follows compound_head, "bug" where it asks for the node's number, which
   * checks for poison.
   */
  onPoison: "fault" | "bug";
}

export const WALKER: Record<WalkerKind, Walker> = {
  kpageflags: {
    subject: "Read of /proc/kpageflags",
    range: "file",
    reader: "fs/proc/page.c stable_page_flags()",
    onPoison: "fault",
  },
  kpagecount: {
    subject: "Read of /proc/kpagecount",
    range: "file",
    reader: "fs/proc/page.c kpagecount_read()",
    onPoison: "fault",
  },
  "page-idle": {
    subject: "Read of /sys/kernel/mm/page_idle/bitmap",
    range: "bitmap",
    reader: "mm/page_idle.c page_idle_get_page()",
    onPoison: "fault",
  },
  compact: {
    subject: "Compaction",
    range: "zones",
    reader: "mm/page_alloc.c __pageblock_pfn_to_page()",
    onPoison: "fault",
  },
  offline: {
    subject: "Removal of memory",
    range: "node",
    reader: "mm/memory_hotplug.c shrink_pgdat_span()",
    onPoison: "bug",
  },
};

export type Checks = Record<WalkerKind, PfnCheck>;

export function isWalker(kind: ActionKind): kind is WalkerKind {
  return (WALKERS as readonly ActionKind[]).includes(kind);
}

/**
 * Linux 5.3: pfn_valid() alone, but for compaction, which has asked for online pageblocks since 4.13.
 * Source: fs/proc/page.c, mm/page_idle.c, mm/memory_hotplug.c of 5.3; commit 2d070eab2e82.
 */
export const CHECKS_OF_5_3: Checks = {
  kpageflags: "pfn-valid",
  kpagecount: "pfn-valid",
  "page-idle": "pfn-valid",
  compact: "online",
  offline: "pfn-valid",
};
