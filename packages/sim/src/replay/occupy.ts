/**
 * A start state on a machine that is not the one it was measured on: with strategies, which keep memory for themselves. What
 * was allocated stays allocated, in its place where the machine has it free; what lies where strategies keep
 * their memory moves elsewhere.
 */

import type { Buddy } from "../allocator/buddy";
import { GFP_HIGHUSER_MOVABLE, GFP_KERNEL } from "../allocator/gfp";
import { MOVABLE, UNMOVABLE } from "../allocator/migratetype";
import { USED } from "../allocator/page-state";
import type { FrameMap } from "../machine/sections";
import { ReplayError } from "./error";
import type { ReplayMachine } from "./replay-machine";
import type { Restored } from "./restore";
import { ABSENT, FREE_PAGE, MOVABLE_PAGE, pageAt } from "./start-state";

/** Of allocated pages that had to move: by the frame they were measured at, where they are. */
export type Moved = Map<number, number>;

/**
 * @param plainFree 1 for frames that the machine would have free without strategies
 * @throws ReplayError if what was allocated does not fit beside the strategies' memory
 */
export function occupy(
  machine: ReplayMachine,
  pages: Uint8Array,
  plainFree: Uint8Array,
): Restored & { moved: Moved } {
  const { buddy, pcp } = machine.allocator;
  for (const zone of machine.zones.keys()) pcp.drainZone(zone);
  const isFree = freeFrames(buddy, machine.frames);
  const isInherited = new Uint8Array(machine.frames.frames);
  for (const { frame, order, zone, type } of freeBlocks(buddy))
    keepUsed(machine, pages, isInherited, frame, order, zone, type);
  const moved: Moved = new Map();
  for (const { start, end } of machine.frames.runs(0, Number.POSITIVE_INFINITY)) {
    const shift = machine.frames.pfnOf(start) - start;
    for (let frame = start; frame < end; frame++) {
      const page = pageAt(pages, frame + shift);
      if (page === ABSENT || page === FREE_PAGE || isFree[frame] !== 0 || plainFree[frame] === 0) continue;
      const elsewhere = machine.allocate(0, page === MOVABLE_PAGE ? GFP_HIGHUSER_MOVABLE : GFP_KERNEL, 0);
      if (elsewhere < 0) {
        throw new ReplayError(
          "What was allocated when the trace began does not fit beside the strategies' memory. Give the machine more memory, or the strategies less.",
        );
      }
      moved.set(frame, elsewhere);
    }
  }
  return { isInherited, guessedPcpPages: 0, mistypedFreeBlocks: 0, moved };
}

/** 1 for every frame in a free block. */
export function freeFrames(buddy: Buddy, frames: FrameMap): Uint8Array {
  const isFree = new Uint8Array(frames.frames);
  for (const { frame, order } of freeBlocks(buddy)) isFree.fill(1, frame, frame + 2 ** order);
  return isFree;
}

interface FreeBlock {
  frame: number;
  order: number;
  zone: number;
  type: number;
}

/** A snapshot: the lists may change while it is walked. */
function freeBlocks(buddy: Buddy): FreeBlock[] {
  const blocks: FreeBlock[] = [];
  for (let zone = 0; zone < buddy.zoneCount; zone++)
    for (let order = buddy.maxOrder; order >= 0; order--)
      for (let type = 0; type < TYPES; type++)
        for (const frame of buddy.list(zone, order, type)) blocks.push({ frame, order, zone, type });
  return blocks;
}

const TYPES = 6;

/** Takes out of a free block what was allocated; the rest of it goes back. */
function keepUsed(
  machine: ReplayMachine,
  pages: Uint8Array,
  isInherited: Uint8Array,
  frame: number,
  order: number,
  zone: number,
  type: number,
): void {
  const { buddy } = machine.allocator;
  const shift = machine.frames.pfnOf(frame) - frame;
  const end = frame + 2 ** order;
  for (let page = frame; page < end; page++) {
    const kind = pageAt(pages, page + shift);
    if (kind !== FREE_PAGE && kind !== ABSENT) isInherited[page] = 1;
  }
  if (!isInherited.subarray(frame, end).includes(1)) return;
  buddy.takeFrom(frame, order, order, zone, type, USED | order);
  if (order > 0) buddy.split(frame, order);
  for (let page = frame; page < end; page++) {
    if (isInherited[page] === 0) {
      buddy.free(page, 0, zone, type, true);
      continue;
    }
    const mobility = pageAt(pages, page + shift) === MOVABLE_PAGE ? MOVABLE : UNMOVABLE;
    buddy.mark(page, 0, USED | (mobility << 4));
  }
}
