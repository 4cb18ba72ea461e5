/** Replays one trace on one machine and compares it with what was measured. */

import type { TraceSummary } from "@carveout/formats";
import {
  type Agreement,
  compare,
  FirstUses,
  freeBlocksOf,
  type MachineInput,
  measuredMachine,
  Replay,
  type ReplayCounts,
  restore,
} from "@carveout/sim";
import { freeOf, type ProcSnapshot, type StartFiles } from "./proc-files";
import { readTrace } from "./trace-file";

export interface SnapshotResult {
  name: string;
  predicted: ReturnType<typeof freeBlocksOf>;
  measured: ReturnType<typeof freeOf>;
  agreement: Agreement;
}

export interface ReplayResult {
  counts: ReplayCounts;
  /** What the model's allocator did. */
  events: { extfrag: number; extfragOf: Int32Array; pcpRefills: number; pcpDrains: number };
  snapshots: SnapshotResult[];
  trace: TraceSummary;
  restored: { guessedPcpPages: number; mistypedFreeBlocks: number };
}

/** MIGRATE_TYPES of the model. */
const TYPES = 6;

/** A replay of a trace on the machine that was traced. */
export async function replayTrace(
  path: string,
  input: MachineInput,
  start: StartFiles,
  measured: readonly ProcSnapshot[],
  completes: boolean,
  onProgress?: (share: number) => void,
): Promise<ReplayResult> {
  const machine = measuredMachine(input, start.state);
  const { allocator, frames } = machine;
  const { pages } = start.state;
  const uses =
    pages === null
      ? null
      : new FirstUses(
          frames,
          allocator.buddy.pageblockOrder,
          allocator.buddy.maxOrder,
          pages,
          start.phase,
          (order) => allocator.pcp.caches(order),
        );
  if (uses !== null) await readTrace(path, (batch) => uses.take(batch));
  const restored = restore(machine, start.state, uses);
  const snapshots: SnapshotResult[] = [];
  const replay = new Replay({
    machine,
    restored,
    pcpLists: uses?.pcpLists() ?? [],
    phase: start.phase,
    onSnapshot: (name) => {
      const files = measured.find((snapshot) => snapshot.name === name);
      if (files === undefined) return;
      const predicted = freeBlocksOf(allocator.buddy, machine.zones, TYPES);
      const free = freeOf(files);
      snapshots.push({ name, predicted, measured: free, agreement: compare(predicted, free) });
    },
  });
  const trace = await readTrace(path, (batch) => replay.take(batch), onProgress);
  replay.end();
  return { counts: replay.counts, events: allocator.events, snapshots, trace, restored };
}
