/** Pages and page tables that a linear shadow takes, in closed form. Source: arch/x86/mm/kasan_init_64.c kasan_populate_shadow(). */

export interface ShadowShape {
  /** Entries of one page table. */
  entries: number;
  /** Levels of tables below the top one, which is there anyway. */
  levels: number;
  /** Levels at which a leaf may stand in place of a table: 1 with PMD leaves, 2 with PUD leaves too, 0 with base pages only. */
  leafLevels: number;
}

/** What is mapped of one shadow area. */
export class ShadowMap {
  /** Leaves by level: [0] base pages, [1] leaves of `entries` pages, ... */
  readonly leaves: number[];
  tables = 0;
  /** The last table of each level that is there. */
  private readonly lastTable: number[];

  constructor(private readonly shape: ShadowShape) {
    this.leaves = new Array<number>(shape.leafLevels + 1).fill(0);
    this.lastTable = new Array<number>(shape.levels + 1).fill(-1);
  }

  /** Pages of shadow, tables apart. */
  get shadowPages(): number {
    return this.leaves.reduce((sum, count, level) => sum + count * this.leafPages(level), 0);
  }

  /** Pages that one leaf maps. */
  leafPages(level: number): number {
    let pages = 1;
    for (let i = 0; i < level; i++) pages *= this.shape.entries;
    return pages;
  }

  /** Maps [start, end), pages from the beginning of the area, which no leaf straddles. Ranges come in ascending order. */
  map(start: number, end: number): void {
    this.mapBelow(this.shape.levels, start, end);
  }

  /** @param level of the tables that hold the range's entries */
  private mapBelow(level: number, start: number, end: number): void {
    if (start >= end) return;
    if (level === 0) {
      this.leaves[0] = (this.leaves[0] ?? 0) + end - start;
      return;
    }
    const size = this.leafPages(level);
    const firstWhole = Math.ceil(start / size);
    const endWhole = Math.floor(end / size);
    if (level <= this.shape.leafLevels && firstWhole < endWhole) {
      this.leaves[level] = (this.leaves[level] ?? 0) + endWhole - firstWhole;
      this.mapTables(level, size, start, firstWhole * size);
      this.mapTables(level, size, endWhole * size, end);
    } else {
      this.mapTables(level, size, start, end);
    }
  }

  private mapTables(level: number, size: number, start: number, end: number): void {
    if (start >= end) return;
    const first = Math.floor(start / size);
    const last = Math.floor((end - 1) / size);
    this.tables += last - first + (first === this.lastTable[level] ? 0 : 1);
    this.lastTable[level] = last;
    this.mapBelow(level - 1, start, end);
  }
}
