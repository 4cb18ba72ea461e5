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
const MEMBLOCK_NOMAP = 4;

/**
 * The events up to the hand-over.
 * @throws FormatError at a number of 2^53 or more, or if there are more events than a boot can have
 */
export function memblockEvents(lines: LogLine[]): MemblockEvent[] {
  const events: MemblockEvent[] = [];
  let asked: Pick<Reservation, "caller" | "isExactNode"> | null = null;
  let dump: Extract<MemblockEvent, { kind: "dump" }> | null = null;
  let dumps = 0;
  let dumped = 0;
  for (const line of lines) {
    const text = line.text.trimStart();
    const region = dump === null ? null : DUMP_REGION.exec(text);
    if (dump !== null && region !== null) {
      const range = rangeOf(region[2], region[3], line.number);
      const isNoMap = (wholeNumber(region[4] ?? "0", 16, line.number) & MEMBLOCK_NOMAP) !== 0;
      if (region[1] === "reserved") dump.reserved.push(range);
      else if (isNoMap) dump.noMap.push(range);
      dumped++;
      continue;
    }
    const change = CHANGE.exec(text);
    const allocation = change === null ? ALLOCATION.exec(text) : null;
    if (change !== null) {
      const range = rangeOf(change[2], change[3], line.number);
      if (change[1]?.startsWith("reserve")) {
        const own = callerOf(change[4] ?? "");
        const isOwn = own === null || own.startsWith("memblock_");
        const source = isOwn
          ? (asked ?? { caller: null, isExactNode: false })
          : { caller: own, isExactNode: false };
        events.push({ kind: "reserve", ...range, ...source, hashTable: null });
        asked = null;
      } else {
        events.push({ kind: "free", ...range });
      }
    } else if (allocation !== null) {
      asked = { caller: callerOf(allocation[2] ?? ""), isExactNode: allocation[1] === "alloc_exact_nid_raw" };
    } else if (text.startsWith("MEMBLOCK configuration:")) {
      dump = { kind: "dump", reserved: [], noMap: [] };
      events.push(dump);
      dumps++;
    } else if (text.startsWith("mem auto-init:")) {
      events.push({ kind: "shadow" });
    } else if (/^\*\* \d+ printk messages dropped/.test(text)) {
      events.push({ kind: "gap" });
    } else if (text.startsWith("Memory: ")) {
      events.push({ kind: "hand-over" });
      break;
    } else {
      const table = HASH_TABLE.exec(text)?.[1];
      const last = events.at(-1);
      if (table !== undefined && last?.kind === "reserve") last.hashTable = table;
    }
    if (events.length + dumped > MAX_EVENTS || dumps > MAX_DUMPS) {
      throw new FormatError(
        line.number,
        `The log has more than ${count(MAX_EVENTS)} memblock lines or ${MAX_DUMPS} dumps before the hand-over: no boot has.`,
      );
    }
  }
  return events;
}

/** The last word as a function: `caller+0x12/0x34`, without the suffixes that compilers add. */
function callerOf(rest: string): string | null {
  const symbol = rest.trim().split(" ").at(-1) ?? "";
  const name = /^([A-Za-z_]\w*)/.exec(symbol)?.[1];
  return name ?? null;
}
