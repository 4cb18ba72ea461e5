/**
 * What memblock=debug writes, as a list of events.
 * Source: mm/memblock.c memblock_reserve(), memblock_phys_free() (memblock_free() before 5.16), memblock_alloc_*(),
 * __memblock_dump_all().
 */

import { FormatError } from "../errors";
import type { Range } from "../range";
import { count, wholeNumber } from "../text";
import type { LogLine } from "./log";
import { rangeOf } from "./ram-map";

export type MemblockEvent =
  | ({ kind: "reserve" } & Range & Reservation)
  | ({ kind: "free" } & Range)
  /** The whole list as it stands, merged; `noMap` are the parts of memory that are never handed over. */
  | { kind: "dump"; reserved: Range[]; noMap: Range[] }
  /** kmsan_init_shadow() runs here if the kernel has KMSAN. */
  | { kind: "shadow" }
  /** Lines were lost before this point. */
  | { kind: "gap" }
  | { kind: "hand-over" };

export interface Reservation {
  /** The function that asked, null where the line names only memblock's own. */
  caller: string | null;
  /** True if it came through memblock_alloc_exact_nid_raw(), which only the memmap uses. */
  isExactNode: boolean;
  /** 'Dentry cache' and the like, where the next line says so. */
  hashTable: string | null;
}

/** More lines or dumps than that are no boot: the largest known has some thousands, and two. */
const MAX_EVENTS = 50_000;
const MAX_DUMPS = 16;

const CHANGE = /^_{0,2}memblock_(reserve\w*|free|phys_free): +\[(0x[0-9a-f]{1,16})-(0x[0-9a-f]{1,16})\](.*)$/;
const ALLOCATION = /^memblock_(\w*alloc\w*): \d+ bytes .*?(\S+)$/;
const DUMP_REGION =
  /^(memory|reserved)\[0x[0-9a-f]+\]\s+\[(0x[0-9a-f]{1,16})-(0x[0-9a-f]{1,16})\].*flags: (0x[0-9a-f]{1,8})/;
const HASH_TABLE = /^(\S.{0,40}?) hash table entries: \d+ \(order:? ?\d+, \d+ bytes/;
/** memblock_alloc_range_nid() and its forerunners, who reserve for somebody else. */
const OWN_ALLOCATOR = /^_*memblock_(virt_|phys_)?alloc/;
const GAP = /^\*\* \d+ printk messages dropped/;
const MEMBLOCK_NOMAP = 4;

/**
 * The events up to the hand-over.
 * @throws FormatError at a number of 2^53 or more, or if there are more events than a boot can have
 */
export function memblockEvents(lines: LogLine[]): MemblockEvent[] {
  const reader = new MemblockLogReader();
  for (const line of lines) {
    reader.read(line.text.trimStart(), line.number);
    if (reader.isHandedOver) break;
  }
  return reader.events;
}

class MemblockLogReader {
  readonly events: MemblockEvent[] = [];
  isHandedOver = false;
  /** Who asked, by the memblock_alloc line before the reservation that it makes. */
  private asked: Pick<Reservation, "caller" | "isExactNode"> | null = null;
  private dump: Extract<MemblockEvent, { kind: "dump" }> | null = null;
  private dumps = 0;
  private dumpedRegions = 0;

  read(text: string, line: number): void {
    const isMemblock =
      this.readRegion(text, line) || this.readChange(text, line) || this.readAllocation(text);
    if (!isMemblock) this.readMark(text);
    if (this.events.length + this.dumpedRegions > MAX_EVENTS || this.dumps > MAX_DUMPS) {
      throw new FormatError(
        line,
        `The log has more than ${count(MAX_EVENTS)} memblock lines or ${MAX_DUMPS} dumps before the hand-over: no boot has.`,
      );
    }
  }

  private readRegion(text: string, line: number): boolean {
    const [, list, first, last, flags] = (this.dump && DUMP_REGION.exec(text)) ?? [];
    if (this.dump === null || flags === undefined) return false;
    const isNoMap = (wholeNumber(flags, 16, line) & MEMBLOCK_NOMAP) !== 0;
    if (list === "reserved") this.dump.reserved.push(rangeOf(first, last, line));
    else if (isNoMap) this.dump.noMap.push(rangeOf(first, last, line));
    this.dumpedRegions++;
    return true;
  }

  private readChange(text: string, line: number): boolean {
    const [, verb, first, last, rest] = CHANGE.exec(text) ?? [];
    if (verb === undefined || rest === undefined) return false;
    const range = rangeOf(first, last, line);
    if (!verb.startsWith("reserve")) {
      this.events.push({ kind: "free", ...range });
      return true;
    }
    const named = callerOf(rest);
    const isOwn = named === null || OWN_ALLOCATOR.test(named);
    const by = isOwn ? this.asked : { caller: named, isExactNode: false };
    this.events.push({
      kind: "reserve",
      ...range,
      ...(by ?? { caller: null, isExactNode: false }),
      hashTable: null,
    });
    if (isOwn) this.asked = null;
    return true;
  }

  private readAllocation(text: string): boolean {
    const [, name, symbol] = ALLOCATION.exec(text) ?? [];
    if (name === undefined || symbol === undefined) return false;
    this.asked = { caller: callerOf(symbol), isExactNode: name === "alloc_exact_nid_raw" };
    return true;
  }

  /** What is not memblock's own, but tells where in the boot it stands. */
  private readMark(text: string): void {
    if (text.startsWith("MEMBLOCK configuration:")) {
      this.dump = { kind: "dump", reserved: [], noMap: [] };
      this.events.push(this.dump);
      this.dumps++;
    } else if (text.startsWith("mem auto-init:")) {
      this.events.push({ kind: "shadow" });
    } else if (GAP.test(text)) {
      this.events.push({ kind: "gap" });
    } else if (text.startsWith("Memory: ")) {
      this.events.push({ kind: "hand-over" });
      this.isHandedOver = true;
    } else {
      const table = HASH_TABLE.exec(text)?.[1];
      const last = this.events.at(-1);
      if (table !== undefined && last?.kind === "reserve") last.hashTable = table;
    }
  }
}

/** The last word as a function: `caller+0x12/0x34`, without the suffixes that compilers add. */
function callerOf(rest: string): string | null {
  const symbol = rest.trim().split(" ").at(-1) ?? "";
  const name = /^([A-Za-z_]\w*)/.exec(symbol)?.[1];
  return name ?? null;
}
