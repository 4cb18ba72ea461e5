/** Everything there is to compare about an allocator, as plain data. */

import type { TwinAllocator } from "./page-allocator";
import { TYPE, TYPE_COUNT } from "./vocabulary";

export interface ZoneState {
  /** First frames by `order/type`, head first; lists that hold nothing are left out. */
  lists: Record<string, number[]>;
  /** `frame/order/type` by `cpu/list`, head first; lists that hold nothing are left out. */
  pcp: Record<string, string[]>;
  /** Pages in each cpu's lists. */
  pcpPages: number[];
  freePages: number;
  freeCma: number;
  boost: number;
  highatomic: number;
}

export interface AllocatorState {
  zones: ZoneState[];
  blockTypes: number[];
  /** `frame/order/mobility` of allocated blocks, ascending. */
  used: string[];
  extfrags: number;
}

export function stateOf(twin: TwinAllocator): AllocatorState {
  const used = [...twin.memory.used].sort(([a], [b]) => a - b);
  return {
    zones: twin.zones.map((_, index) => zoneState(twin, index)),
    blockTypes: [...twin.memory.blockTypes],
    used: used.map(([frame, { order, mobility }]) => `${frame}/${order}/${mobility}`),
    extfrags: twin.extfrags.length,
  };
}

function zoneState(twin: TwinAllocator, index: number): ZoneState {
  const zone = twin.zone(index);
  const lists: ZoneState["lists"] = {};
  for (let order = 0; order <= twin.setup.maxOrder; order++) {
    for (let type = 0; type < TYPE_COUNT; type++) {
      const list = zone.lists.list(order, type);
      if (list.length > 0) lists[`${order}/${type}`] = [...list];
    }
  }
  const pcp: ZoneState["pcp"] = {};
  for (const [cpu, { lists: cpuLists }] of zone.pcps.entries()) {
    for (const [i, list] of cpuLists.entries()) {
      const blocks = list.map(({ frame, order, type }) => `${frame}/${order}/${type}`);
      if (blocks.length > 0) pcp[`${cpu}/${i}`] = blocks;
    }
  }
  return {
    lists,
    pcp,
    pcpPages: zone.pcps.map(({ count }) => count),
    freePages: zone.lists.freePages(),
    freeCma: zone.lists.freeOf(TYPE.cma),
    boost: zone.boost,
    highatomic: zone.highatomic,
  };
}
