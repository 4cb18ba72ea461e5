/** Random machines and loads for the allocator and its twin: small, crowded, of several zones and nodes. */

import fc from "fast-check";
import { handOverRange } from "../../machine/handover";
import type { BootBlock, PairSetup } from "./pair";
import { GFP, type Kernel, type TwinZoneSetup, TYPE, ZONES } from "./vocabulary";

/** Something to do. Frames, zones and cpus are picked from what there is by a number's remainder. */
export type Step =
  | { do: "allocate"; order: number; gfp: number; cpu: number; isSlow: boolean; times: number }
  | { do: "free"; pick: number; cpu: number; times: number }
  | { do: "drain"; zone: number; cpu: number }
  | { do: "boostBack"; zone: number }
  | { do: "reclaim"; zone: number; isOn: boolean }
  | { do: "isolate"; block: number }
  | { do: "unreserve"; gfp: number; cpu: number; isForced: boolean };

const mobility = fc.constantFrom(0, GFP.movable, GFP.movable, GFP.reclaimable);
const place = fc.constantFrom(
  0,
  0,
  0,
  GFP.highmem,
  GFP.highmem,
  GFP.dma32,
  GFP.dma,
  GFP.thisnode,
  GFP.tagged,
);
const context = fc.constantFrom(
  GFP.directReclaim | GFP.kswapd,
  GFP.directReclaim | GFP.kswapd,
  GFP.directReclaim | GFP.kswapd | GFP.high,
  GFP.high | GFP.atomic | GFP.kswapd,
  GFP.high | GFP.atomic | GFP.kswapd | GFP.nomemalloc,
  GFP.kswapd,
);
const gfp = fc.tuple(mobility, place, context).map(([a, b, c]) => a | b | c);
const pick = fc.nat(1_000_000);
const cpu = fc.nat(2);
const zone = fc.nat(3);

function stepOf(maxOrder: number): fc.Arbitrary<Step> {
  const order = fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.nat(3) },
    { weight: 2, arbitrary: fc.nat(maxOrder) },
  );
  const times = fc.constantFrom(1, 1, 2, 5, 12, 30);
  return fc.oneof(
    {
      weight: 10,
      arbitrary: fc.record({
        do: fc.constant("allocate" as const),
        order,
        gfp,
        cpu,
        isSlow: fc.boolean(),
        times,
      }),
    },
    { weight: 7, arbitrary: fc.record({ do: fc.constant("free" as const), pick, cpu, times }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("drain" as const), zone, cpu }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("boostBack" as const), zone }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("reclaim" as const), zone, isOn: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("isolate" as const), block: pick }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant("unreserve" as const), gfp, cpu, isForced: fc.boolean() }),
    },
  );
}

/** MIN, from MIN to LOW, from LOW to HIGH; pages. */
type Marks = [number, number, number];

interface RawZone {
  kind: TwinZoneSetup["kind"];
  nid: number;
  blocks: number;
  /** Moves the zone's end off the pageblocks' borders; even. */
  overhang: number;
  cmaBlocks: number;
  marks: Marks;
  reserves: number[];
  batch: number;
  highBatches: number;
  manages: number;
}

const rawZone = (nid: number): fc.Arbitrary<RawZone> =>
  fc.record({
    kind: fc.constantFrom(...ZONES.slice(0, 5)),
    nid: fc.constant(nid),
    blocks: fc.integer({ min: 1, max: 7 }),
    overhang: fc.constantFrom(0, 0, 0, 2, 6, 10),
    cmaBlocks: fc.constantFrom(0, 0, 1, 2),
    marks: fc.oneof(fc.constant<Marks>([0, 0, 0]), fc.tuple(fc.nat(20), fc.nat(10), fc.nat(40))),
    reserves: fc.array(fc.constantFrom(0, 0, 3, 12), { minLength: ZONES.length, maxLength: ZONES.length }),
    batch: fc.integer({ min: 1, max: 7 }),
    highBatches: fc.constantFrom(0, 4, 5, 9),
    manages: fc.constantFrom(1, 1, 40, 200),
  });

/** Zones of one node, each kind at most once, lowest first. */
const nodeZones = (nid: number) =>
  fc
    .uniqueArray(rawZone(nid), { minLength: 1, maxLength: 3, selector: ({ kind }) => kind })
    .map((zones) => zones.sort((a, b) => ZONES.indexOf(a.kind) - ZONES.indexOf(b.kind)));

export function machineArbitrary(kernel: Kernel): fc.Arbitrary<PairSetup> {
  return fc
    .record({
      orders: fc.constantFrom([4, 4], [5, 4], [6, 4], [5, 5], [6, 5], [7, 5]) as fc.Arbitrary<
        [number, number]
      >,
      nodes: fc.oneof(
        nodeZones(0).map((zones) => [zones]),
        fc.tuple(nodeZones(0), nodeZones(1)),
      ),
      cpus: fc.integer({ min: 1, max: 3 }),
      thp: fc.boolean(),
      hasDma32: fc.boolean(),
      types: fc.array(fc.constantFrom(TYPE.unmovable, TYPE.movable, TYPE.movable, TYPE.reclaimable), {
        minLength: 64,
        maxLength: 64,
      }),
      holes: fc.array(fc.tuple(pick, fc.nat(5)), { maxLength: 6 }),
    })
    .map(({ orders, nodes, cpus, thp, hasDma32, types, holes }) =>
      layOut({
        kernel,
        maxOrder: orders[0],
        pageblockOrder: orders[1],
        nodes,
        cpus,
        thp,
        hasDma32,
        types,
        holes,
      }),
    );
}

interface Layout {
  kernel: Kernel;
  maxOrder: number;
  pageblockOrder: number;
  nodes: RawZone[][];
  cpus: number;
  thp: boolean;
  hasDma32: boolean;
  types: number[];
  /** Pages that boot keeps: from where, and how many. */
  holes: [number, number][];
}

/** Zones one after another. CMA lies at a zone's end, aligned to the largest order, as before v5.19 it must. */
function layOut(layout: Layout): PairSetup {
  const { kernel, maxOrder, pageblockOrder, nodes, cpus } = layout;
  const pages = 2 ** pageblockOrder;
  const zones: TwinZoneSetup[] = [];
  const blockTypes = [...layout.types];
  const boot: BootBlock[] = [];
  let start = 0;
  for (const raw of nodes.flat()) {
    let end = start + raw.blocks * pages + raw.overhang;
    const cmaStart = Math.ceil(end / 2 ** maxOrder) * 2 ** maxOrder;
    const cmaPages = raw.cmaBlocks > 0 ? raw.cmaBlocks * 2 ** maxOrder : 0;
    const ranges = handedOver(start, end, layout.holes);
    if (cmaPages > 0) {
      end = cmaStart + cmaPages;
      blockTypes.fill(TYPE.cma, cmaStart / pages, end / pages);
      ranges.push([cmaStart, end]);
    }
    for (const [from, to] of ranges)
      handOverRange(from, to, maxOrder, (frame, order) => boot.push({ frame, order }));
    zones.push(zoneOf(raw, start, end, cmaPages > 0));
    start = end;
  }
  const ofNode = (nid: number) => zones.flatMap((zone, index) => (zone.nid === nid ? [index] : [])).reverse();
  const nids = nodes.map((_, nid) => nid);
  return {
    kernel,
    maxOrder,
    pageblockOrder,
    zones,
    zonelists: nids.map((nid) => [nid, ...nids.filter((other) => other !== nid)].flatMap(ofNode)),
    cpuNodes: Array.from({ length: cpus }, (_, c) => c % nids.length),
    thp: layout.thp,
    hasDma32: layout.hasDma32,
    blockTypes: blockTypes.slice(0, Math.ceil(start / pages)),
    boot,
  };
}

function zoneOf(raw: RawZone, start: number, end: number, hasCma: boolean): TwinZoneSetup {
  const [min, toLow, toHigh] = raw.marks;
  return {
    nid: raw.nid,
    kind: raw.kind,
    start,
    end,
    managed: (end - start) * raw.manages,
    min,
    low: min + toLow,
    high: min + toLow + toHigh,
    lowmemReserve: raw.reserves,
    pcpBatch: raw.batch,
    pcpHigh: raw.highBatches * raw.batch,
    hasCma,
  };
}

/** [start, end) without the holes in it. */
function handedOver(start: number, end: number, holes: [number, number][]): [number, number][] {
  const isKept = (frame: number) =>
    holes.some(
      ([at, length]) =>
        frame >= start + (at % (end - start)) && frame < start + (at % (end - start)) + length,
    );
  const ranges: [number, number][] = [];
  for (let frame = start; frame < end; frame++) {
    if (isKept(frame)) continue;
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === frame) last[1]++;
    else ranges.push([frame, frame + 1]);
  }
  return ranges;
}

export function loadArbitrary(
  kernel: Kernel,
  maxSteps: number,
): fc.Arbitrary<{ setup: PairSetup; steps: Step[] }> {
  return machineArbitrary(kernel).chain((setup) =>
    fc.record({
      setup: fc.constant(setup),
      steps: fc.array(stepOf(setup.maxOrder), { minLength: 1, maxLength: maxSteps, size: "max" }),
    }),
  );
}
