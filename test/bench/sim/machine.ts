/** The simulator's allocator on an arena, played a stream. */

import { Buddy } from "../../../packages/sim/src/allocator/buddy";
import { fragmentationIndex, unusableFreeIndex } from "../../../packages/sim/src/allocator/fragmentation";
import { MOVABLE } from "../../../packages/sim/src/allocator/migratetype";
import { PageAllocator } from "../../../packages/sim/src/allocator/page-allocator";
import { handOverRange } from "../../../packages/sim/src/machine/handover";
import type { Arena } from "./arena";
import { SLOT_MASK } from "./slots";
import { CLASSES, type Stream } from "./stream";

const MAX_ORDER = 10;
const PAGEBLOCK_ORDER = 9;
const START = 0x811c9dc5 | 0;

function boot(arena: Arena): PageAllocator {
  const { zones } = arena;
  const zoneOf = (frame: number) => zones.findIndex((zone) => frame < zone.endFrame);
  const buddy = new Buddy(
    {
      frames: arena.frames,
      maxOrder: MAX_ORDER,
      pageblockOrder: PAGEBLOCK_ORDER,
      movesToTail: true,
      retypesOnMerge: false,
      keepsSpecialBlocksApart: true,
    },
    {
      count: zones.length,
      zoneOf,
      zonesOfPageblocks: (into) => {
        for (let block = 0; block < into.length; block++) {
          const zone = zoneOf(block * 512);
          into[block] = zone === zoneOf(Math.min(arena.frames, block * 512 + 512) - 1) ? zone : -1;
        }
      },
      startFrame: (zone) => zones[zone]?.startFrame ?? 0,
      endFrame: (zone) => zones[zone]?.endFrame ?? 0,
    },
  );
  for (const { start, end } of arena.handedOver)
    handOverRange(start, end, MAX_ORDER, (frame, order) =>
      buddy.free(frame, order, buddy.zoneOf(frame), MOVABLE, true),
    );
  return new PageAllocator(buddy, {
    kernel: "6.1",
    zones: zones.map((zone) => ({
      ...zone,
      nid: 0,
      lowmemReserve: [...zone.lowmemReserve, zone.lowmemReserve[2], zone.lowmemReserve[2]],
    })),
    zonelists: [zones.map((_, zone) => zone).reverse()],
    cpuNodes: Array.from({ length: arena.cpus }, () => 0),
    transparentHugepages: true,
    hasDma32: true,
  });
}

/** Plays streams on one machine and folds what it answers. */
export class Player {
  private hash = START;
  private probes = START;
  private failures = 0;
  private readonly allocator: PageAllocator;
  private readonly slots: Int32Array;
  private readonly blocks = new Int32Array(MAX_ORDER + 1);

  constructor(private readonly stream: Stream) {
    this.allocator = boot(stream.arena);
    this.slots = new Int32Array(stream.slots);
  }

  get answers() {
    const { buddy, events } = this.allocator;
    return {
      hash: hex(this.hash),
      probes: hex(this.probes),
      failures: this.failures,
      fallbacks: events.extfrag,
      heldBytes: buddy.heldBytes,
    };
  }

  prefill(): void {
    this.play(0, this.stream.prefill);
  }

  /** The measured operations of one sample, then its probes. */
  sample(index: number): void {
    const { operations, prefill, samples } = this.stream;
    const steady = operations.length - prefill;
    this.play(
      prefill + Math.floor((steady * index) / samples),
      prefill + Math.floor((steady * (index + 1)) / samples),
    );
    this.probe();
  }

  /**
   * Looks one operation ahead, so that the frame of the next free is on its way while this operation runs. Asks as allocate()
   * does, but calls the fast path itself: the engine inlines up to a total size only.
   */
  private play(from: number, to: number): void {
    const { allocator, slots, stream } = this;
    const { operations } = stream;
    let { hash, failures } = this;
    let word = operations[from] as number;
    let frame = slots[word & SLOT_MASK] as number;
    for (let i = from; i < to; i++) {
      const nextWord = i + 1 < to ? (operations[i + 1] as number) : 0;
      let nextFrame = slots[nextWord & SLOT_MASK] as number;
      const order = (word >>> 22) & 15;
      const cpu = (word >>> 29) & 3;
      if (word >= 0) {
        const gfp = CLASSES[(word >>> 26) & 7] as number;
        let taken = allocator.allocateFast(order, gfp, cpu);
        if (taken < 0) taken = allocateBelowLow(allocator, order, gfp, cpu);
        slots[word & SLOT_MASK] = taken;
        if (((word ^ nextWord) & SLOT_MASK) === 0) nextFrame = taken;
        hash = Math.imul(hash ^ taken, 0x01000193);
        if (taken < 0) failures++;
      } else if (frame >= 0) {
        allocator.free(frame, order, cpu);
      }
      word = nextWord;
      frame = nextFrame;
    }
    this.hash = hash;
    this.failures = failures;
  }

  /** Plays the whole stream, slowly, and tells what each operation came to. */
  eachOperation(
    tell: (isFree: boolean, gfpClass: number, order: number, cpu: number, frame: number) => void,
  ): void {
    for (const word of this.stream.operations) {
      const slot = word & SLOT_MASK;
      const order = (word >>> 22) & 15;
      const cpu = (word >>> 29) & 3;
      const gfpClass = (word >>> 26) & 7;
      if (word >= 0) this.slots[slot] = this.allocate(order, CLASSES[gfpClass] as number, cpu);
      const frame = this.slots[slot] as number;
      if (word < 0 && frame >= 0) this.allocator.free(frame, order, cpu);
      tell(word < 0, gfpClass, order, cpu, frame);
    }
  }

  /** The fast path, then what may be had below LOW: neither side reclaims or compacts. */
  private allocate(order: number, gfp: number, cpu: number): number {
    const frame = this.allocator.allocateFast(order, gfp, cpu);
    return frame >= 0 ? frame : allocateBelowLow(this.allocator, order, gfp, cpu);
  }

  private probe(): void {
    const { blocks } = this;
    const { buddy } = this.allocator;
    for (let zone = 0; zone < buddy.zoneCount; zone++) {
      for (let order = 0; order <= MAX_ORDER; order++) {
        let sum = 0;
        for (let type = 0; type < 6; type++) sum += buddy.counts[(zone << 7) | (order << 3) | type] as number;
        blocks[order] = sum;
      }
      for (let order = 0; order <= MAX_ORDER; order++) {
        this.probes = Math.imul(this.probes ^ unusableFreeIndex(blocks, order), 0x01000193);
        this.probes = Math.imul(this.probes ^ fragmentationIndex(blocks, order), 0x01000193);
      }
    }
  }
}

function allocateBelowLow(allocator: PageAllocator, order: number, gfp: number, cpu: number): number {
  return allocator.allocateFrom(order, gfp, cpu, allocator.slowFlags(order, gfp));
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}
