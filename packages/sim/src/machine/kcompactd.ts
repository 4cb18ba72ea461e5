/**
 * kcompactd's own rounds, which nobody asked for: each node that is too fragmented for huge pages is compacted.
 * Source: mm/compaction.c kcompactd(), should_proactive_compact_node(). Left out: work for kswapd in between starts the wait anew.
 */

import type { PageAllocator } from "../allocator/page-allocator";

/** HPAGE_FRAG_CHECK_INTERVAL_MSEC. */
const INTERVAL_MS = 500;
/** After a round without progress a node is left alone for this many intervals: 1 << COMPACT_MAX_DEFER_SHIFT. */
const DEFERRED_INTERVALS = 64;

export class Kcompactd {
  /** When the next node is due, ms; Infinity if proactive compaction is off. */
  dueMs: number;
  /** Rounds that compacted a node. */
  rounds = 0;
  private readonly nodes: { nid: number; dueMs: number }[];

  constructor(
    private readonly allocator: PageAllocator,
    nids: Iterable<number>,
  ) {
    const isOn = allocator.policy.compactionProactiveness > 0;
    this.dueMs = isOn ? INTERVAL_MS : Number.POSITIVE_INFINITY;
    this.nodes = Array.from(nids, (nid) => ({ nid, dueMs: this.dueMs }));
  }

  /** Looks at every node that is due. */
  wake(nowMs: number): void {
    if (nowMs < this.dueMs) return;
    const { compaction } = this.allocator;
    for (const node of this.nodes) {
      if (nowMs < node.dueMs) continue;
      const before = compaction.nodeScore(node.nid);
      const hasWorked = compaction.proactive(node.nid, this.allocator.cpuOfNode(node.nid));
      if (hasWorked) this.rounds++;
      const isFutile = hasWorked && compaction.nodeScore(node.nid) >= before;
      node.dueMs = nowMs + INTERVAL_MS * (isFutile ? DEFERRED_INTERVALS : 1);
    }
    this.dueMs = Math.min(...this.nodes.map(({ dueMs }) => dueMs));
  }
}
