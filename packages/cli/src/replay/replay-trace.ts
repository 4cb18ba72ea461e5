/** Replays one trace on one machine and compares it with what was measured. */

import type { TraceSummary } from "@carveout/formats";
import {
  type Agreement,
  BootPanic,
  compare,
  FirstUses,
  freeBlocksOf,
  freeFrames,
  type MachineInput,
  measuredMachine,
  nothingRestored,
  occupy,
  Replay,
  type ReplayCounts,
  ReplayError,
  type ReplayMachine,
  type ReplayOptions,
  restore,
  type StrategyInput,
  strategyMachine,
  type ZoneFree,
} from "@carveout/sim";
import { BadInput } from "../exit";
import { freeOf, type ProcSnapshot, type StartFiles } from "./proc-files";
import { readTraceInThread } from "./trace-thread";

export interface SnapshotResult {
  name: string;
  predicted: ZoneFree[];
  measured: ZoneFree[];
  agreement: Agreement;
}

export interface ReplayResult {
  counts: ReplayCounts;
  /** What the model's allocator did; extfragOf as ReplayCounts.tracedExtfrag. */
  events: { extfrag: number; extfragOf: Int32Array; pcpRefills: number; pcpDrains: number };
  snapshots: SnapshotResult[];
  trace: TraceSummary;
  /** Of the start state: pages in per-cpu lists, and free blocks, whose place or type was a guess. */
  guessed: { pcpPages: number; freeBlocks: number };
}

export interface ReplayRequest {
  trace: string;
  machine: MachineInput;
  strategies: StrategyInput[];
  /** Null: the machine as it boots. */
  start: StartFiles | null;
  /** The trace completes what the files leave open; false goes by the files alone. */
  completes: boolean;
  /** By the name in the mark before them; one without a name is compared with the end. */
  measured: readonly ProcSnapshot[];
  onProgress?: (share: number) => void;
}

/** MIGRATE_TYPES of the model. */
const TYPES = 6;

/** @throws BadInput if trace, start state and machine do not fit together */
export async function replayTrace(request: ReplayRequest): Promise<ReplayResult> {
  try {
    return await replay(request);
  } catch (error) {
    if (error instanceof ReplayError) throw new BadInput(error.sentence);
    if (error instanceof BootPanic) throw new BadInput(`the profile does not boot: ${error.message}`);
    throw error;
  }
}

async function replay(request: ReplayRequest): Promise<ReplayResult> {
  const { machine, restored, ...rest } = await startOf(request);
  const { allocator } = machine;
  const refillsBefore = allocator.events.pcpRefills;
  const drainsBefore = allocator.events.pcpDrains;
  const snapshots: SnapshotResult[] = [];
  const take = (name: string, files: ProcSnapshot | undefined) => {
    if (files === undefined) return;
    const predicted = freeBlocksOf(allocator.buddy, machine.zones, TYPES);
    const measured = freeOf(files);
    snapshots.push({ name, predicted, measured, agreement: compare(predicted, measured) });
  };
  const run = new Replay({
    machine,
    restored,
    ...rest,
    onSnapshot: (name) =>
      take(
        name,
        request.measured.find((files) => files.name === name),
      ),
  });
  const trace = await readTraceInThread(request.trace, (batch) => run.take(batch), request.onProgress);
  run.end();
  // A plain snapshot in a folder of its own is the state at the end; beside named ones it is the start's.
  if (request.measured.length === 1)
    take(
      "end",
      request.measured.find(({ name }) => name === ""),
    );
  const { extfrag, extfragOf, pcpRefills, pcpDrains } = allocator.events;
  return {
    counts: run.counts,
    events: {
      extfrag,
      extfragOf,
      pcpRefills: pcpRefills - refillsBefore,
      pcpDrains: pcpDrains - drainsBefore,
    },
    snapshots,
    trace,
    guessed: { pcpPages: restored.guessedPcpPages, freeBlocks: restored.mistypedFreeBlocks },
  };
}

type Start = Pick<ReplayOptions, "machine" | "restored" | "moved" | "pcpLists" | "phase">;

async function startOf({
  trace,
  machine: input,
  strategies,
  start,
  completes,
}: ReplayRequest): Promise<Start> {
  if (start === null) {
    const machine = strategyMachine(input, strategies);
    return { machine, restored: nothingRestored(machine), pcpLists: [], phase: null };
  }
  const { phase } = start;
  if (strategies.length > 0) {
    const machine = strategyMachine(input, strategies);
    if (start.state.pages === null)
      throw new BadInput(
        "with strategies a start state needs kpageflags: what was allocated has to be moved page by page.",
      );
    const plain = strategyMachine(input, []);
    const plainFree = freeFrames(plain.allocator.buddy, plain.frames);
    const { moved, ...restored } = occupy(machine, start.state.pages, plainFree);
    return { machine, restored, moved, pcpLists: [], phase };
  }
  const machine = measuredMachine(input, start.state);
  const uses = completes ? await firstUses(trace, machine, start) : null;
  const restored = restore(machine, start.state, uses);
  return { machine, restored, pcpLists: uses?.pcpLists() ?? [], phase };
}

/** Reads the trace once for what it tells of its start. Null without kpageflags. */
async function firstUses(
  trace: string,
  { allocator, frames }: ReplayMachine,
  { state, phase }: StartFiles,
): Promise<FirstUses | null> {
  if (state.pages === null) return null;
  const { buddy, pcp } = allocator;
  const uses = new FirstUses(frames, buddy.pageblockOrder, buddy.maxOrder, state.pages, phase, (order) =>
    pcp.caches(order),
  );
  await readTraceInThread(trace, (batch) => uses.take(batch));
  if (uses.hasStart) return uses;
  throw new BadInput(
    `${trace}: there is no mark SNAP_${phase}_BEGIN, behind which the start state was read. Name its files without '${phase}.' if it is that of the trace's first event.`,
  );
}
