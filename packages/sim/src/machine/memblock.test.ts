import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  MEMBLOCK_DRIVER_MANAGED,
  MEMBLOCK_HOTPLUG,
  MEMBLOCK_MIRROR,
  MEMBLOCK_NOMAP,
  MEMBLOCK_RSRV_KERN,
  Memblock,
} from "./memblock";
import { NO_NODE, type Region, RegionList } from "./region-list";

const KIB = 1024;
const MIB = 1024 * KIB;

describe("regions", () => {
  test("S-A1 ranges of one node that touch or overlap become one region", () => {
    const memory = new RegionList();
    memory.add(1 * MIB, 1 * MIB, 0, 0);
    memory.add(2 * MIB, 2 * MIB, 0, 0);
    memory.add(3 * MIB, 2 * MIB, 0, 0);
    memory.add(5 * MIB, 1 * MIB, 0, 1);

    expect(memory.regions).toEqual([
      { base: 1 * MIB, size: 4 * MIB, flags: 0, nid: 0 },
      { base: 5 * MIB, size: 1 * MIB, flags: 0, nid: 1 },
    ]);
    expect(memory.totalBytes()).toBe(5 * MIB);
  });

  test("S-A2 different flags stay apart, and the older flags keep the overlap", () => {
    const reserved = new RegionList();
    reserved.add(16 * KIB, 16 * KIB, MEMBLOCK_RSRV_KERN);
    reserved.add(24 * KIB, 16 * KIB);

    expect(reserved.regions).toEqual([
      { base: 16 * KIB, size: 16 * KIB, flags: MEMBLOCK_RSRV_KERN, nid: -1 },
      { base: 32 * KIB, size: 8 * KIB, flags: 0, nid: -1 },
    ]);
  });
});

/** The slow obvious twin: a small arena, one cell for each page. */
const PAGES = 64;
interface Cell {
  flags: number;
  nid: number;
}
type Cells = (Cell | null)[];

class Twin {
  readonly memory: Cells = new Array<Cell | null>(PAGES).fill(null);
  readonly reserved: Cells = new Array<Cell | null>(PAGES).fill(null);
  bottomUp = false;
  movableNode = false;

  constructor(private readonly lowest: number) {}

  add(cells: Cells, base: number, size: number, flags: number, nid: number): void {
    for (let i = base; i < base + size; i++) cells[i] ??= { flags, nid };
  }

  remove(cells: Cells, base: number, size: number): void {
    cells.fill(null, base, base + size);
  }

  change(cells: Cells, base: number, size: number, how: (cell: Cell) => Cell): void {
    for (let i = base; i < base + size; i++) cells[i] = cells[i] == null ? null : how(cells[i] as Cell);
  }

  isFree(page: number): boolean {
    const cell = this.memory[page];
    return cell != null && (cell.flags & MEMBLOCK_NOMAP) === 0 && this.reserved[page] == null;
  }

  /** Every place in the direction of the search, and the first that has all its pages in one memory region. */
  find(size: number, { align, min, max, nid }: Search, wantsMirror = false): number | undefined {
    const places = Array.from({ length: PAGES / align }, (_, i) => i * align);
    if (!this.bottomUp) places.reverse();
    return places.find((at) => {
      const first = this.memory[at];
      if (at < this.lowest || at < min || at + size > Math.min(max, PAGES) || first == null) return false;
      if (nid !== undefined && first.nid !== nid) return false;
      if (this.movableNode && first.flags & MEMBLOCK_HOTPLUG) return false;
      if (wantsMirror && !(first.flags & MEMBLOCK_MIRROR)) return false;
      if (first.flags & (MEMBLOCK_NOMAP | MEMBLOCK_DRIVER_MANAGED)) return false;
      for (let i = at; i < at + size; i++) {
        const cell = this.memory[i];
        if (this.reserved[i] != null || cell?.flags !== first.flags || cell.nid !== first.nid) return false;
      }
      return true;
    });
  }

  allocate(size: number, search: Search, exactNode: boolean): number | undefined {
    const hasMirror = this.memory.some((cell) => cell !== null && cell.flags & MEMBLOCK_MIRROR);
    const attempts: [Search, boolean][] = [];
    for (const min of [search.min, 0])
      for (const mirror of hasMirror ? [true, false] : [false]) {
        attempts.push([{ ...search, min }, mirror]);
        if (!exactNode) attempts.push([{ ...search, min, nid: undefined }, mirror]);
      }
    for (const [how, mirror] of attempts) {
      const at = this.find(size, how, mirror);
      if (at === undefined) continue;
      this.add(this.reserved, at, size, MEMBLOCK_RSRV_KERN, NO_NODE);
      return at;
    }
    return undefined;
  }
}

interface Search {
  align: number;
  min: number;
  max: number;
  nid: number | undefined;
}

/** As few regions as the cells allow (domain invariant I-A1). */
function regionsOf(cells: Cells): Region[] {
  const regions: Region[] = [];
  for (const [base, cell] of cells.entries()) {
    if (cell === null) continue;
    const last = regions.at(-1);
    if (last && last.base + last.size === base && last.flags === cell.flags && last.nid === cell.nid)
      last.size++;
    else regions.push({ base, size: 1, ...cell });
  }
  return regions;
}

const range = fc
  .tuple(fc.integer({ min: 0, max: PAGES - 1 }), fc.integer({ min: 0, max: 24 }))
  .map(([base, size]) => ({ base, size: Math.min(size, PAGES - base) }));
const memoryFlags = fc.constantFrom(
  0,
  MEMBLOCK_HOTPLUG,
  MEMBLOCK_MIRROR,
  MEMBLOCK_NOMAP,
  MEMBLOCK_DRIVER_MANAGED,
);
const node = fc.integer({ min: 0, max: 2 });
const operation = fc.oneof(
  fc.record({ op: fc.constant("add" as const), range, flags: memoryFlags, nid: node }),
  fc.record({ op: fc.constant("remove" as const), range }),
  fc.record({ op: fc.constant("reserve" as const), range, flags: fc.constantFrom(0, 16, 32) }),
  fc.record({ op: fc.constant("free" as const), range }),
  fc.record({ op: fc.constant("mark" as const), range, flags: memoryFlags }),
  fc.record({ op: fc.constant("clear" as const), range, flags: memoryFlags }),
  fc.record({ op: fc.constant("node" as const), range, nid: node }),
  fc.record({
    op: fc.constant("allocate" as const),
    size: fc.integer({ min: 1, max: 12 }),
    search: fc.record({
      align: fc.constantFrom(1, 2, 4, 8),
      min: fc.integer({ min: 0, max: 40 }),
      max: fc.integer({ min: 30, max: PAGES }),
      nid: fc.option(node, { nil: undefined }),
    }),
    exactNode: fc.boolean(),
  }),
);

describe("laws", () => {
  test.each([
    ["top down", false],
    ["bottom up", true],
  ])("any sequence of operations, searching %s, equals the same on single pages", (_, bottomUp) => {
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 40 }),
        fc.boolean(),
        fc.constantFrom(0, 1),
        (operations, movableNode, lowest) => {
          const memblock = new Memblock(lowest);
          const twin = new Twin(lowest);
          Object.assign(memblock, { bottomUp, movableNode });
          Object.assign(twin, { bottomUp, movableNode });
          for (const todo of operations) {
            if (todo.op === "allocate") {
              const { size, search, exactNode } = todo;
              const { nid, ...rest } = search;
              const options = nid === undefined ? rest : search;
              expect(memblock.find(size, options as typeof rest)).toBe(twin.find(size, search));
              expect(memblock.allocate(size, { ...options, exactNode } as typeof rest)).toBe(
                twin.allocate(size, search, exactNode),
              );
            } else {
              const { base, size } = todo.range;
              switch (todo.op) {
                case "add":
                  memblock.add(base, size, todo.nid, todo.flags);
                  twin.add(twin.memory, base, size, todo.flags, todo.nid);
                  break;
                case "remove":
                  memblock.remove(base, size);
                  twin.remove(twin.memory, base, size);
                  break;
                case "reserve":
                  memblock.reserve(base, size, todo.flags);
                  twin.add(twin.reserved, base, size, todo.flags, NO_NODE);
                  break;
                case "free":
                  memblock.free(base, size);
                  twin.remove(twin.reserved, base, size);
                  break;
                case "mark":
                  memblock.memory.mark(base, size, todo.flags);
                  twin.change(twin.memory, base, size, (c) => ({ ...c, flags: c.flags | todo.flags }));
                  break;
                case "clear":
                  memblock.memory.clear(base, size, todo.flags);
                  twin.change(twin.memory, base, size, (c) => ({ ...c, flags: c.flags & ~todo.flags }));
                  break;
                case "node":
                  memblock.memory.setNode(base, size, todo.nid);
                  twin.change(twin.memory, base, size, (c) => ({ ...c, nid: todo.nid }));
                  break;
              }
            }
            expect(memblock.memory.regions).toEqual(regionsOf(twin.memory));
            expect(memblock.reserved.regions).toEqual(regionsOf(twin.reserved));
          }
          const free = new Array<boolean>(PAGES).fill(false);
          let end = 0;
          for (const gap of memblock.freeRanges()) {
            expect(gap.start).toBeGreaterThanOrEqual(end);
            expect(gap.end).toBeGreaterThan(gap.start);
            end = gap.end;
            free.fill(true, gap.start, gap.end);
          }
          expect(free).toEqual(free.map((_, page) => twin.isFree(page)));
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe("allocation", () => {
  test("takes the highest place of a node and reserves it as the kernel's own", () => {
    const memblock = new Memblock();
    memblock.add(0, 8 * MIB, 0);
    memblock.add(8 * MIB, 8 * MIB, 1);
    expect(memblock.allocate(3 * MIB, { align: 2 * MIB, nid: 0 })).toBe(4 * MIB);
    expect(memblock.reserved.regions).toEqual([
      { base: 4 * MIB, size: 3 * MIB, flags: MEMBLOCK_RSRV_KERN, nid: -1 },
    ]);
    // A free range ends where the memory region ends: nothing spans two nodes.
    expect(memblock.allocate(9 * MIB, { align: MIB })).toBeUndefined();
    expect(memblock.allocate(8 * MIB, { align: MIB })).toBe(8 * MIB);
  });

  test("goes to another node only if it may", () => {
    const memblock = new Memblock();
    memblock.add(0, 8 * MIB, 0);
    memblock.add(8 * MIB, 2 * MIB, 1);
    expect(memblock.allocate(4 * MIB, { align: MIB, nid: 1, exactNode: true })).toBeUndefined();
    expect(memblock.allocate(4 * MIB, { align: MIB, nid: 1 })).toBe(4 * MIB);
  });

  test("bottom up takes the lowest place, but never the first page", () => {
    const memblock = new Memblock(4 * KIB);
    memblock.add(0, MIB, 0);
    memblock.bottomUp = true;
    expect(memblock.allocate(4 * KIB, { align: 4 * KIB })).toBe(4 * KIB);
    expect(memblock.allocate(8 * KIB, { align: 8 * KIB })).toBe(8 * KIB);
  });

  test("nothing above the current limit is given out, unless it is asked for", () => {
    const memblock = new Memblock();
    memblock.add(0, 8 * MIB, 0);
    memblock.limit = 4 * MIB;
    expect(memblock.find(MIB, { align: MIB })).toBe(3 * MIB);
    expect(memblock.find(MIB, { align: MIB, max: 8 * MIB })).toBe(7 * MIB);
  });

  test("mirrored memory goes first", () => {
    const memblock = new Memblock();
    memblock.add(0, 8 * MIB, 0);
    memblock.memory.mark(2 * MIB, 2 * MIB, MEMBLOCK_MIRROR);
    expect(memblock.allocate(2 * MIB, { align: MIB })).toBe(2 * MIB);
    expect(memblock.allocate(2 * MIB, { align: MIB })).toBe(6 * MIB);
  });

  test("leaves memory alone that has no mapping", () => {
    const memblock = new Memblock();
    memblock.add(0, MIB, 0);
    memblock.add(MIB, MIB, 0, MEMBLOCK_NOMAP);
    expect([...memblock.freeRanges()]).toEqual([{ start: 0, end: MIB, nid: 0 }]);
  });
});
