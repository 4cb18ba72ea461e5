/** The real allocator and the twin on the same machine, and what there is to compare about the real one. */

import { listIndex, MIXED_ZONES } from "../../allocator/block-lists";
import { Buddy } from "../../allocator/buddy";
import { migratetypeOf } from "../../allocator/gfp";
import { kernelRules } from "../../allocator/kernel";
import { PageAllocator } from "../../allocator/page-allocator";
import { isFree, isUsed, mobility, orderOf, USED } from "../../allocator/page-state";
import { unreserveHighatomic } from "../../allocator/slowpath/highatomic";
import { handOverRange } from "../../machine/handover";
import { TwinAllocator } from "./page-allocator";
import { type AllocatorState, stateOf, type ZoneState } from "./state";
import { isSince, type TwinSetup, TYPE, TYPE_COUNT } from "./vocabulary";

/** A block that boot hands over; its pageblocks' type before. */
export interface BootBlock {
  frame: number;
  order: number;
}

export interface PairSetup extends TwinSetup {
  /** Type of each pageblock at the hand-over. */
  blockTypes: readonly number[];
  boot: readonly BootBlock[];
}

export class Pair {
  readonly core: PageAllocator;
  readonly twin: TwinAllocator;
  /** Pages handed over to each zone. */
  readonly managedOf: number[];

  constructor(readonly setup: PairSetup) {
    this.twin = new TwinAllocator(setup);
    this.core = emptyCore(setup);
    this.managedOf = setup.zones.map(() => 0);
    for (const [block, type] of setup.blockTypes.entries()) {
      this.twin.memory.blockTypes[block] = type;
      this.core.buddy.typeOfBlock[block] = type;
    }
    // v6.10 and later free each pageblock of a block for itself, since they may be of different types.
    const largest = isSince(setup.kernel, "6.6") ? setup.pageblockOrder : setup.maxOrder;
    for (const { frame, order } of setup.boot)
      handOverRange(frame, frame + 2 ** order, largest, (part, partOrder) => this.handOver(part, partOrder));
  }

  /** First frame, undefined if neither has one. Throws if they differ. */
  allocate(order: number, gfp: number, cpu: number, isSlow: boolean): number | undefined {
    const { core, twin } = this;
    const flags = core.slowFlags(order, gfp);
    const frame = isSlow ? core.allocateFrom(order, gfp, cpu, flags) : core.allocateFast(order, gfp, cpu);
    const expected = isSlow ? twin.allocateSlow(order, gfp, cpu) : twin.allocateFast(order, gfp, cpu);
    if (frame !== (expected ?? -1)) throw new Error(`frame ${frame}, the twin has ${expected}`);
    return expected;
  }

  free(frame: number, order: number, cpu: number): void {
    this.core.free(frame, order, cpu);
    this.twin.free(frame, order, cpu);
  }

  /** A block that boot kept is in use from now on. */
  adopt(frame: number, order: number, mobility: number): void {
    const zone = this.twin.zoneOf(frame).index;
    this.core.buddy.adopt(frame, order, USED | (mobility << 4) | order);
    this.twin.memory.used.set(frame, { order, mobility });
    this.managedOf[zone] = (this.managedOf[zone] as number) + 2 ** order;
  }

  drain(zone: number, cpu: number): void {
    this.core.pcp.drainCpu(zone, cpu);
    this.twin.drain(zone, cpu);
  }

  /** Gives pageblocks kept for atomic requests to a request in need. */
  unreserve(gfp: number, cpu: number, isForced: boolean): void {
    const { core, twin } = this;
    const zones = twin.zonelist(gfp, cpu).map(({ index }) => index);
    const isDone = unreserveHighatomic(core, zones, migratetypeOf(gfp), isForced);
    if (isDone !== twin.unreserveHighatomic(gfp, cpu, isForced)) throw new Error(`unreserved: ${isDone}`);
  }

  /** kswapd has done its work: marks are as they were. */
  takeBoostBack(zone: number): void {
    this.core.levels.setBoost(zone, 0);
    this.twin.zone(zone).boost = 0;
  }

  setReclaimed(zone: number, isReclaimed: boolean): void {
    this.core.pcp.setReclaimed(zone, isReclaimed);
    this.twin.zone(zone).isReclaimed = isReclaimed;
  }

  /**
   * Isolates a pageblock, or makes an isolated one movable again. Leaves pageblocks alone that are whole, shared or kept for others.
   */
  toggleIsolation(block: number): void {
    const { core, twin } = this;
    const { buddy, levels } = core;
    const frame = block * 2 ** this.setup.pageblockOrder;
    const type = twin.memory.blockTypes[block];
    const zone = twin.zones.find((z) => z.spans(frame) && z.spans(frame + twin.memory.blockPages - 1));
    if (zone === undefined || !buddy.isCut(block)) return;
    if (type === TYPE.highatomic || type === TYPE.cma) return;
    const next = type === TYPE.isolate ? TYPE.movable : TYPE.isolate;
    buddy.setType(block, 0, next);
    buddy.moveFreeBlocks(frame, zone.index, next);
    levels.isolatedBlocks[zone.index] =
      (levels.isolatedBlocks[zone.index] as number) + (next === TYPE.isolate ? 1 : -1);
    twin.setPageblockType(frame, next);
  }

  coreState(): AllocatorState {
    const { buddy, events } = this.core;
    const used: string[] = [];
    for (let frame = 0; frame < buddy.frames; frame++) {
      const state = buddy.stateOf(frame);
      if (isUsed(state)) used.push(`${frame}/${orderOf(state)}/${mobility(state)}`);
    }
    return {
      zones: this.setup.zones.map((_, zone) => this.coreZone(zone)),
      blockTypes: [...buddy.typeOfBlock],
      used,
      extfrags: events.extfrag,
    };
  }

  twinState(): AllocatorState {
    return stateOf(this.twin);
  }

  private handOver(frame: number, order: number): void {
    const { buddy, rules } = this.core;
    const zone = this.twin.zoneOf(frame).index;
    this.twin.add(frame, order);
    const type = buddy.typeOfBlock[frame >>> buddy.pageblockOrder] as number;
    buddy.free(frame, order, zone, type, rules.bootsToTail);
    this.managedOf[zone] = (this.managedOf[zone] as number) + 2 ** order;
  }

  private coreZone(zone: number): ZoneState {
    const { buddy, levels, pcp } = this.core;
    const { setup } = this;
    const lists: ZoneState["lists"] = {};
    for (let order = 0; order <= buddy.maxOrder; order++) {
      for (let type = 0; type < TYPE_COUNT; type++) {
        const frames = [...buddy.list(zone, order, type)];
        if (frames.length > 0) lists[`${order}/${type}`] = frames;
        if (buddy.counts[listIndex(zone, order, type)] !== frames.length)
          throw new Error(`list ${zone}/${order}/${type} is miscounted`);
        for (const frame of frames)
          if (!isFree(buddy.stateOf(frame))) throw new Error(`frame ${frame} is marked as not free`);
      }
    }
    const pcpBlocks: ZoneState["pcp"] = {};
    for (const cpu of setup.cpuNodes.keys()) {
      for (const [index, { order, type }] of pcpLists(setup).entries()) {
        const blocks = [...pcp.list(zone, cpu, order, type)].map(
          (frame) => `${frame}/${order}/${buddy.stateOf(frame) & 7}`,
        );
        if (blocks.length > 0) pcpBlocks[`${cpu}/${index}`] = blocks;
      }
    }
    return {
      lists,
      pcp: pcpBlocks,
      pcpPages: [...setup.cpuNodes.keys()].map((cpu) => pcp.count(zone, cpu)),
      freePages: buddy.freeOf[zone] as number,
      freeCma: this.core.rmqueue.freeCma(zone),
      boost: levels.boost[zone] as number,
      highatomic: levels.highatomic[zone] as number,
    };
  }
}

/** An order and a type for each per-cpu list, in the lists' order. */
function pcpLists({ kernel, thp, pageblockOrder }: TwinSetup): { order: number; type: number }[] {
  const types = [TYPE.unmovable, TYPE.movable, TYPE.reclaimable];
  if (!isSince(kernel, "5.18")) return types.map((type) => ({ order: 0, type }));
  const small = [0, 1, 2, 3].flatMap((order) => types.map((type) => ({ order, type })));
  if (!thp) return small;
  const huge = isSince(kernel, "6.1") ? types.slice(0, 2) : types;
  return [...small, ...huge.map((type) => ({ order: pageblockOrder, type }))];
}

function emptyCore(setup: PairSetup): PageAllocator {
  const { kernel, maxOrder, pageblockOrder, zones } = setup;
  const rules = kernelRules(kernel);
  const zoneOf = (frame: number) => zones.findIndex(({ start, end }) => frame >= start && frame < end);
  const pages = 2 ** pageblockOrder;
  const buddy = new Buddy(
    {
      frames: Math.max(...zones.map(({ end }) => end)),
      maxOrder,
      pageblockOrder,
      movesToTail: rules.movesToTail,
      retypesOnMerge: rules.keepsListsClean,
      keepsSpecialBlocksApart: rules.keepsSpecialBlocksApart,
    },
    {
      count: zones.length,
      zoneOf,
      zonesOfPageblocks: (into) => {
        for (const block of into.keys()) {
          const inside = zones.flatMap(({ start, end }, zone) =>
            start < (block + 1) * pages && end > block * pages ? [zone] : [],
          );
          into[block] = inside.length > 1 ? MIXED_ZONES : (inside[0] ?? 0);
        }
      },
      startFrame: (zone) => zones[zone]?.start ?? 0,
      endFrame: (zone) => zones[zone]?.end ?? 0,
    },
  );
  const core = new PageAllocator(buddy, {
    kernel,
    zones: zones.map((zone) => ({
      nid: zone.nid,
      kind: zone.kind,
      managedPages: zone.managed,
      minPages: zone.min,
      lowPages: zone.low,
      highPages: zone.high,
      lowmemReserve: zone.lowmemReserve,
      pcpBatch: zone.pcpBatch,
      pcpHigh: zone.pcpHigh,
    })),
    zonelists: setup.zonelists,
    cpuNodes: setup.cpuNodes,
    transparentHugepages: setup.thp,
    hasDma32: setup.hasDma32,
  });
  for (const [zone, { hasCma, end, start }] of zones.entries()) core.setCma(zone, hasCma ? end - start : 0);
  return core;
}
