/**
 * The kernel's mapping of all memory at one offset: leaves of every size, the tables above them, and changes of attributes,
 * which split leaves. A subtree whose leaves are all alike is one entry, so that a map costs what was touched.
 * Source: arch/x86/mm/pat/set_memory.c; arch/arm64/mm/mmu.c and pageattr.c.
 */

import type { Geometry, LeafSize } from "./geometry";

/** Attributes of a leaf. */
export const PRESENT = 1;
export const WRITE = 2;
/** As boot maps memory. */
const DEFAULT = PRESENT | WRITE;

/** Where new tables come from. */
export interface TableSupply {
  /** One page for a table; false if there is none. */
  take(): boolean;
  /** A table that take() gave is no longer needed; tables of boot memory are kept. */
  give(): void;
}

export interface ChangeResult {
  /** Null if every page has the attributes that were asked for. */
  error: "ENOMEM" | "EINVAL" | null;
  /** Pages before the first that could not be changed: their attributes are as asked for (X-G7). */
  pages: number;
  /** The leaf that could not be split, null without an error. */
  leaf: LeafSize | null;
  /** Leaves that were split, failed change or not: a split is never undone. */
  splits: number;
  /** The leaf that could not be split came of one that was split just before (X-G2). */
  isHalfDone: boolean;
}

export interface Rules {
  /** Largest leaf that may be used, as index of Geometry.leaves. */
  largest: number;
  /** Leaves can be split while they are in use. Not on arm64 without FEAT_BBM level 2. */
  canSplit: boolean;
  /** Tables whose entries have become alike are replaced by a leaf after a change. */
  collapses: boolean;
}

/** An entry: nothing, a table, or a leaf size with attributes. A size that a lower table holds stands for a whole subtree of such leaves. */
const NONE = 0;
const TABLE = 0x80;
const ATTRIBUTES = 3;

const entryOf = (leaf: number, attributes: number) => ((leaf + 1) << 2) | attributes;
const leafOf = (entry: number) => (entry >> 2) - 1;

class Table {
  readonly entries: Uint8Array;
  readonly below: (Table | undefined)[] = [];

  constructor(
    readonly level: number,
    entries: number,
    fill: number,
  ) {
    this.entries = new Uint8Array(entries).fill(fill);
  }
}

/** Where an entry is. */
interface Place {
  table: Table;
  index: number;
}

export class DirectMap {
  /** Splits by the index of the leaf that was split. */
  readonly splits: number[];
  /** Leaves that came to be of a table of smaller ones, by their index. */
  readonly collapses: number[];
  /** Pages of the mapped range whose leaf is present. */
  presentPages = 0;

  private readonly roots = new Map<number, Table>();
  /** Pages that leaves of each size cover. */
  private readonly pagesIn: number[];
  private readonly tablesAt: number[];

  constructor(
    readonly geometry: Geometry,
    readonly rules: Rules,
    private readonly supply: TableSupply,
  ) {
    this.splits = geometry.leaves.map(() => 0);
    this.collapses = geometry.leaves.map(() => 0);
    this.pagesIn = geometry.leaves.map(() => 0);
    this.tablesAt = Array.from({ length: geometry.levels }, () => 0);
  }

  /** Leaves of each size, present or not. */
  get leaves(): number[] {
    return this.geometry.leaves.map(({ pages }, i) => (this.pagesIn[i] as number) / pages);
  }

  /** Tables of each level. */
  get tables(): number[] {
    return [...this.tablesAt];
  }

  /** One page each. */
  get tablePages(): number {
    return this.tablesAt.reduce((sum, tables) => sum + tables, 0);
  }

  /** Pages that are mapped, present or not. */
  get mappedPages(): number {
    return this.pagesIn.reduce((sum, pages) => sum + pages, 0);
  }

  /** Index of the leaf that maps a page; -1 if none does. */
  leafAt(pfn: number): number {
    const entry = this.entryAt(pfn);
    return entry === NONE ? -1 : leafOf(entry);
  }

  /** PRESENT and WRITE of the leaf that maps a page; 0 if none does. */
  attributesAt(pfn: number): number {
    return this.entryAt(pfn) & ATTRIBUTES;
  }

  /** kernel_page_present(). */
  isPresent(pfn: number): boolean {
    return (this.attributesAt(pfn) & PRESENT) !== 0;
  }

  /**
   * Maps [startPfn, endPfn) with leaves of one size while the map is made; both ends are multiples of it. What is mapped
   * already stays as it is. Its tables are boot memory.
   */
  lay(startPfn: number, endPfn: number, leaf: number): void {
    const span = this.span(this.geometry.levels);
    for (let root = Math.floor(startPfn / span); root * span < endPfn; root++) {
      let table = this.roots.get(root);
      if (table === undefined) {
        table = this.newTable(this.geometry.levels - 1);
        this.roots.set(root, table);
      }
      this.layIn(table, root * span, startPfn, endPfn, leaf);
    }
  }

  /**
   * Sets and clears attributes of pages one after the other, leaf by leaf: __change_page_attr_set_clr(). A leaf that the
   * range covers wholly is kept, one that it covers in part is split. Holes are passed over.
   */
  change(startPfn: number, pages: number, set: number, clear: number): ChangeResult {
    const result: ChangeResult = { error: null, pages: 0, leaf: null, splits: 0, isHalfDone: false };
    let splitPfn = -1;
    while (result.pages < pages) {
      const pfn = startPfn + result.pages;
      const left = pages - result.pages;
      const place = this.find(pfn);
      const entry = place === null ? NONE : (place.table.entries[place.index] as number);
      if (place === null || entry === NONE) {
        result.pages++;
        continue;
      }
      const leaf = this.leaf(leafOf(entry));
      const before = entry & ATTRIBUTES;
      const after = (before & ~clear) | set;
      const offset = pfn % leaf.pages;
      const inLeaf = Math.min(left, leaf.pages - offset);
      if (after === before) {
        result.pages += inLeaf;
      } else if (inLeaf === leaf.pages) {
        this.write(place, leaf, after);
        result.pages += inLeaf;
      } else {
        const error = this.split(place, leafOf(entry));
        if (error !== null) return { ...result, error, leaf, isHalfDone: splitPfn === pfn };
        splitPfn = pfn;
        result.splits++;
      }
    }
    if (this.rules.collapses) this.collapse(startPfn, pages);
    return result;
  }

  private leaf(index: number): LeafSize {
    return this.geometry.leaves[index] as LeafSize;
  }

  /** Pages that one entry of a table of a level covers; of the level above the last: one root. */
  private span(level: number): number {
    let pages = 1;
    for (let i = 0; i < level; i++) pages *= this.geometry.entries;
    return pages;
  }

  private newTable(level: number): Table {
    this.tablesAt[level] = (this.tablesAt[level] as number) + 1;
    return new Table(level, this.geometry.entries, NONE);
  }

  private layIn(table: Table, base: number, startPfn: number, endPfn: number, leaf: number): void {
    const span = this.span(table.level);
    const first = Math.max(0, Math.floor((startPfn - base) / span));
    for (let i = first; i < this.geometry.entries && base + i * span < endPfn; i++) {
      const at = base + i * span;
      const entry = table.entries[i] as number;
      if (entry !== NONE && (entry & TABLE) === 0) continue;
      const isWhole = startPfn <= at && at + span <= endPfn && this.leaf(leaf).level <= table.level;
      if (entry === NONE && isWhole) {
        table.entries[i] = entryOf(leaf, DEFAULT);
        this.addPages(leaf, span);
        this.presentPages += span;
        this.addTables(table.level, this.leaf(leaf).level);
        continue;
      }
      if (entry === NONE) {
        table.below[i] = this.newTable(table.level - 1);
        table.entries[i] = TABLE;
      }
      this.layIn(table.below[i] as Table, at, startPfn, endPfn, leaf);
    }
  }

  /** Counts the tables below an entry of level `level` whose leaves lie in tables of level `leafLevel`. */
  private addTables(level: number, leafLevel: number): void {
    for (let below = level - 1, tables = 1; below >= leafLevel; below--, tables *= this.geometry.entries)
      this.tablesAt[below] = (this.tablesAt[below] as number) + tables;
  }

  private addPages(leaf: number, pages: number): void {
    this.pagesIn[leaf] = (this.pagesIn[leaf] as number) + pages;
  }

  private entryAt(pfn: number): number {
    let table = this.rootOf(pfn);
    while (table !== undefined) {
      const index = this.indexIn(table, pfn);
      const entry = table.entries[index] as number;
      if ((entry & TABLE) === 0) return entry;
      table = table.below[index];
    }
    return NONE;
  }

  /** The entry of a page's leaf; subtrees of leaves that are all alike are taken apart on the way. Null outside the map. */
  private find(pfn: number): Place | null {
    let table = this.rootOf(pfn);
    while (table !== undefined) {
      const index = this.indexIn(table, pfn);
      const entry = table.entries[index] as number;
      if ((entry & TABLE) === 0) {
        if (entry === NONE || this.leaf(leafOf(entry)).level === table.level) return { table, index };
        table.below[index] = new Table(table.level - 1, this.geometry.entries, entry);
        table.entries[index] = TABLE;
      }
      table = table.below[index];
    }
    return null;
  }

  private rootOf(pfn: number): Table | undefined {
    return this.roots.get(Math.floor(pfn / this.span(this.geometry.levels)));
  }

  private indexIn(table: Table, pfn: number): number {
    return Math.floor(pfn / this.span(table.level)) % this.geometry.entries;
  }

  /** Entries of the leaf that a place belongs to: more than one where they are contiguous. */
  private entriesOf({ table, index }: Place, leaf: LeafSize): [first: number, end: number] {
    const entries = leaf.pages / this.span(table.level);
    const first = index - (index % entries);
    return [first, first + entries];
  }

  private write(place: Place, leaf: LeafSize, attributes: number): void {
    const [first, end] = this.entriesOf(place, leaf);
    const { entries } = place.table;
    const before = entries[first] as number;
    const isPresent = attributes & PRESENT;
    if ((before & PRESENT) !== isPresent) this.presentPages += isPresent ? leaf.pages : -leaf.pages;
    entries.fill((before & ~ATTRIBUTES) | attributes, first, end);
  }

  /**
   * Replaces a leaf by leaves of the next smaller size with the same attributes: in a new table, or in the same one where
   * only the contiguous bits go.
   * Source: arch/x86/mm/pat/set_memory.c split_large_page(); arch/arm64/mm/mmu.c split_pud(), split_pmd(), split_contpte().
   */
  private split(place: Place, index: number): ChangeResult["error"] {
    if (!this.rules.canSplit) return "EINVAL";
    const leaf = this.leaf(index);
    const smaller = this.leaf(index - 1);
    if (smaller.level < leaf.level) {
      if (!this.supply.take()) return "ENOMEM";
      this.tablesAt[smaller.level] = (this.tablesAt[smaller.level] as number) + 1;
    }
    const [first, end] = this.entriesOf(place, leaf);
    const { entries } = place.table;
    entries.fill(entryOf(index - 1, (entries[first] as number) & ATTRIBUTES), first, end);
    this.addPages(index, -leaf.pages);
    this.addPages(index - 1, leaf.pages);
    this.splits[index] = (this.splits[index] as number) + 1;
    return null;
  }

  /** Puts a leaf back for every table of the range whose entries are alike and present: collapse_pmd_page(), collapse_pud_page(). */
  private collapse(startPfn: number, pages: number): void {
    for (const [index, { pages: size, level }] of this.geometry.leaves.entries()) {
      const smaller = this.geometry.leaves[index - 1];
      if (index > this.rules.largest || smaller === undefined || smaller.level === level) continue;
      for (let at = startPfn - (startPfn % size); at < startPfn + pages; at += size)
        this.collapseOne(at, index, level);
    }
  }

  private collapseOne(pfn: number, index: number, level: number): void {
    let table = this.rootOf(pfn);
    while (table !== undefined && table.level > level) table = table.below[this.indexIn(table, pfn)];
    if (table === undefined) return;
    const at = this.indexIn(table, pfn);
    const below = table.below[at];
    const isTable = table.entries[at] === TABLE && below !== undefined;
    const entry = (isTable ? below.entries[0] : table.entries[at]) as number;
    if (entry === TABLE || (entry & PRESENT) === 0 || leafOf(entry) !== index - 1) return;
    if (isTable && below.entries.some((other) => other !== entry)) return;
    table.entries[at] = entryOf(index, entry & ATTRIBUTES);
    table.below[at] = undefined;
    this.addPages(index - 1, -this.leaf(index).pages);
    this.addPages(index, this.leaf(index).pages);
    this.tablesAt[level - 1] = (this.tablesAt[level - 1] as number) - 1;
    this.collapses[index] = (this.collapses[index] as number) + 1;
    this.supply.give();
  }
}
