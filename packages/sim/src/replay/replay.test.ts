import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { listIndex } from "../allocator/block-lists";
import { checkAllocator } from "../allocator/check";
import { GFP_HIGHUSER_MOVABLE, GFP_KERNEL, migratetypeOf } from "../allocator/gfp";
import { MIB, machineInput } from "../testing/inputs";
import { eventsOf, type TestEvent } from "../testing/trace-events";
import { ReplayError } from "./error";
import { Replay } from "./replay";
import { measuredMachine, type ReplayMachine } from "./replay-machine";
import { restore } from "./restore";
import { ABSENT, FREE_PAGE, MOVABLE_PAGE, OTHER_PAGE, type StartState } from "./start-state";

const INPUT = machineInput(32 * MIB, { cpus: 2 });
const PAGES = 8192;
const CPUS = 2;

/** 32 MiB: zone DMA below 16 MiB, DMA32 above. Every 37th page is allocated, every 111th movable, all else free. */
function startState(): StartState {
  const pages = new Uint8Array(PAGES).fill(FREE_PAGE);
  pages[0] = ABSENT;
  for (let pfn = 37; pfn < PAGES; pfn += 37) pages[pfn] = pfn % 3 === 0 ? MOVABLE_PAGE : OTHER_PAGE;
  const zone = {
    nid: 0,
    managedPages: 4096,
    minPages: 32,
    lowPages: 40,
    highPages: 48,
    boostPages: 0,
    lowmemReserve: [0, 16, 16, 16, 16, 16],
    pcpBatch: 7,
    pcpHigh: 40,
    pcpPages: [0, 0],
    freeBlocks: [],
    freeBlocksOfType: null,
    blocksOfType: null,
  };
  return {
    zones: [
      { ...zone, kind: "DMA" as const },
      { ...zone, kind: "DMA32" as const },
    ],
    pages,
  };
}

function started() {
  const start = startState();
  const machine = measuredMachine(INPUT, start);
  return { machine, restored: restore(machine, start, null) };
}

/** Everything that later choices depend on. */
function stateOf({ allocator }: ReplayMachine): string {
  const { buddy, pcp } = allocator;
  const lists: string[] = [];
  for (let zone = 0; zone < 2; zone++) {
    for (let order = 0; order <= buddy.maxOrder; order++)
      for (let type = 0; type < 6; type++)
        if (buddy.counts[listIndex(zone, order, type)] !== 0)
          lists.push(`free ${zone} ${order} ${type}: ${[...buddy.list(zone, order, type)].join(" ")}`);
    lists.push(...pcpLists(allocator.pcp, zone).map(([name, frames]) => `${name}: ${frames.join(" ")}`));
  }
  lists.push(`types ${[...buddy.typeOfBlock].join("")}`, `cpu 0 ${pcp.count(0, 0)}`);
  return lists.join("\n");
}

function pcpLists(pcp: ReplayMachine["allocator"]["pcp"], zone: number): [string, number[]][] {
  const lists: [string, number[]][] = [];
  for (let cpu = 0; cpu < CPUS; cpu++)
    for (let order = 0; order <= 3; order++)
      for (let type = 0; type < 3; type++)
        lists.push([`${zone} ${cpu} ${order} ${type}`, [...pcp.list(zone, cpu, order, type)]]);
  return lists;
}

interface Op {
  isFree: boolean;
  cpu: number;
  order: number;
  isMovable: boolean;
  which: number;
}

const OP: fc.Arbitrary<Op> = fc.record({
  isFree: fc.boolean(),
  cpu: fc.integer({ min: 0, max: CPUS - 1 }),
  order: fc.constantFrom(0, 0, 0, 0, 1, 2, 3, 5),
  isMovable: fc.boolean(),
  which: fc.nat(),
});

/** What ftrace would have printed while these operations ran on the model itself. */
function traceOf(ops: readonly Op[]): { events: TestEvent[]; end: string; allocations: number } {
  const { machine } = started();
  const { pcp, buddy } = machine.allocator;
  const events: TestEvent[] = [];
  const live: { frame: number; order: number }[] = [];
  const inLists = () => new Map([0, 1].flatMap((zone) => pcpLists(pcp, zone)));
  let allocations = 0;
  for (const { isFree, cpu, order, isMovable, which } of ops) {
    const before = inLists();
    if (isFree) {
      const [block] = live.splice(which % Math.max(1, live.length), 1);
      if (block === undefined) continue;
      machine.free(block.frame, block.order, cpu);
      events.push({ kind: "free", pfn: block.frame, order: block.order, cpu });
      moved(before, inLists(), cpu, block.frame, events);
      continue;
    }
    const gfp = isMovable ? GFP_HIGHUSER_MOVABLE : GFP_KERNEL;
    const types = buddy.typeOfBlock.slice();
    const frame = machine.allocate(order, gfp, cpu);
    for (const [block, type] of buddy.typeOfBlock.entries())
      if (type !== types[block])
        events.push({
          kind: "extfrag",
          pfn: block << buddy.pageblockOrder,
          order: buddy.pageblockOrder,
          cpu,
          type,
        });
    if (frame < 0) continue;
    allocations++;
    live.push({ frame, order });
    moved(before, inLists(), cpu, frame, events);
    events.push({ kind: "alloc", pfn: frame, order, cpu, gfp, type: migratetypeOf(gfp) });
  }
  return { events, end: stateOf(machine), allocations };
}

/** Refills and drains: what came to per-cpu lists and left them, but the page that was asked for or given back. */
function moved(
  before: Map<string, number[]>,
  after: Map<string, number[]>,
  cpu: number,
  frame: number,
  events: TestEvent[],
): void {
  for (const [name, frames] of after) {
    const [, , order = 0, type = 0] = name.split(" ").map(Number);
    const old = before.get(name) ?? [];
    const event = (kind: "drain" | "locked", pfn: number) => ({
      kind,
      pfn,
      order,
      cpu,
      type,
      isRefill: true,
    });
    // A list that was empty was refilled: the page that was asked for came first.
    const came = frames.filter((f) => !old.includes(f) && f !== frame);
    if (came.length > 0) events.push(event("locked", frame), ...came.map((f) => event("locked", f)));
    for (const f of old.toReversed()) if (!frames.includes(f) && f !== frame) events.push(event("drain", f));
  }
}

function replayed(events: readonly TestEvent[], pieces: number) {
  const { machine, restored } = started();
  const replay = new Replay({ machine, restored, pcpLists: [], phase: null, onSnapshot: () => {} });
  const size = Math.max(1, Math.ceil(events.length / pieces));
  for (let from = 0; from < events.length; from += size)
    replay.take(eventsOf(events.slice(from, from + size)));
  replay.end();
  return { replay, state: stateOf(machine), machine };
}

describe("replay", () => {
  test("the model's own trace leads to the model's own state, page by page, whatever pieces it comes in", () => {
    fc.assert(
      fc.property(fc.array(OP, { maxLength: 400 }), fc.integer({ min: 1, max: 9 }), (ops, pieces) => {
        const { events, end, allocations } = traceOf(ops);
        const { replay, state } = replayed(events, pieces);
        expect(state).toBe(end);
        expect(replay.counts).toMatchObject({
          allocations,
          samePage: allocations,
          failed: 0,
          silentAllocations: 0,
        });
      }),
      { numRuns: 60 },
    );
  });

  test("a trace of requests and frees alone has no silent ones: nothing tells what per-cpu lists hold", () => {
    fc.assert(
      fc.property(fc.array(OP, { minLength: 200, maxLength: 400 }), (ops) => {
        const { events, end, allocations } = traceOf(ops);
        const plain = events.filter(({ kind }) => kind === "alloc" || kind === "free");
        const { replay, state } = replayed(plain, 3);
        expect(replay.counts).toMatchObject({
          allocations,
          samePage: allocations,
          silentAllocations: 0,
          silentFrees: 0,
        });
        expect(state).toBe(end);
      }),
      { numRuns: 60 },
    );
  });

  test("pages allocated before the trace are freed where they lay; a page never seen is passed over", () => {
    const { replay, machine } = replayed(
      [
        { kind: "free", pfn: 37, order: 0, cpu: 0 },
        { kind: "free", pfn: 40, order: 0, cpu: 0 },
      ],
      1,
    );
    expect(replay.counts).toMatchObject({ frees: 2, unknownFrees: 1 });
    expect([...machine.allocator.pcp.list(0, 0, 0, 1)]).toEqual([37]);
  });

  test("a page handed out twice was given back unseen", () => {
    const alloc = { kind: "alloc", pfn: 5000, order: 0, cpu: 0, gfp: GFP_KERNEL, type: 0 } as const;
    const { replay } = replayed([alloc, alloc], 1);
    expect(replay.counts).toMatchObject({ allocations: 2, silentFrees: 1 });
  });

  test("a block that is freed in parts is free in the end", () => {
    const alloc = { kind: "alloc", pfn: 5000, order: 3, cpu: 0, gfp: GFP_KERNEL, type: 0 } as const;
    const part = (pfn: number, order = 0) => ({ kind: "free", pfn, order, cpu: 0 }) as const;
    const parts = [part(5003), part(5000, 1), part(5002), part(5004, 2)];
    const { replay, machine } = replayed([alloc, ...parts], 1);
    const { buddy, pcp } = machine.allocator;
    expect(replay.counts).toMatchObject({ allocations: 1, frees: 4, unknownFrees: 0 });
    const all = replayed([], 1).machine.allocator;
    expect(buddy.freePages + pcp.countOfZone(0) + pcp.countOfZone(1)).toBe(all.buddy.freePages);
  });

  test("whatever a trace says, the replay goes on and pages stay accounted for", () => {
    const event = fc.record({
      kind: fc.constantFrom("alloc", "free", "drain", "locked", "batched"),
      pfn: fc.integer({ min: 4096, max: 4160 }),
      order: fc.integer({ min: 0, max: 3 }),
      cpu: fc.integer({ min: 0, max: 1 }),
      type: fc.integer({ min: 0, max: 2 }),
      isRefill: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 200 }), (events) => {
        const { machine } = replayed(
          events.map(
            (e) => ({ ...e, pfn: e.pfn - (e.pfn % 2 ** e.order), gfp: GFP_KERNEL | (e.type << 3) }) as const,
          ),
          2,
        );
        checkAllocator(machine.allocator, [4095, 4096]);
      }),
      { numRuns: 300 },
    );
  });

  test("events of pages that the machine does not have change nothing", () => {
    const far = { pfn: 2 ** 40, order: 0, cpu: 0 };
    const before = stateOf(started().machine);
    const { state } = replayed(
      [
        { kind: "free", ...far },
        { kind: "drain", ...far, type: 1 },
      ],
      1,
    );
    expect(state).toBe(before);
  });

  test("a start state of another machine is refused", () => {
    const start = startState();
    expect(() => measuredMachine(machineInput(8 * 1024 * MIB), start)).toThrow(ReplayError);
    expect(() => measuredMachine(machineInput(8 * 1024 * MIB), start)).toThrow(
      "The profile has a zone Normal on node 0, the start state has none",
    );
  });
});
