/** Counts of free blocks: /proc/buddyinfo, and by migratetype /proc/pagetypeinfo. */

import { FormatError } from "../errors";
import { linesOf, quoted, wholeNumber } from "../text";

/** Free blocks of one zone, index = order. */
export interface ZoneBlocks {
  nid: number;
  zone: string;
  freeBlocks: number[];
}

/** What pagetypeinfo says of one zone. Types are the kernel's, in its order. */
export interface ZoneTypes {
  nid: number;
  zone: string;
  /** [type][order]. */
  freeBlocks: number[][];
  /** Pageblocks of each type. */
  pageblocks: number[];
}

export interface PagetypeinfoFacts {
  pageblockOrder: number;
  /** "Unmovable", "Movable" ... */
  types: string[];
  zones: ZoneTypes[];
}

const BUDDY_LINE = /^\s*Node (\d+), zone\s+(\w+)\s+(\d[\d ]*)$/;
const BLOCK_ORDER = /^Page block order: (\d+)$/;
/** Above 100,000 blocks the kernel stops counting and prints ">100000". */
const FREE_LINE = /^\s*Node\s+(\d+), zone\s+(\w+), type\s+(\w+)\s+([>\d][>\d ]*)$/;

/**
 * Reads /proc/buddyinfo.
 * Source: mm/vmstat.c frag_show_print().
 * @throws FormatError if there is no zone in it
 */
export function readBuddyinfo(text: string): ZoneBlocks[] {
  const zones: ZoneBlocks[] = [];
  for (const line of linesOf(text)) {
    const [, nid, zone, counts] = BUDDY_LINE.exec(line.text) ?? [];
    if (nid === undefined || zone === undefined || counts === undefined) continue;
    zones.push({
      nid: wholeNumber(nid, 10, line.number),
      zone,
      freeBlocks: numbers(counts, line.number),
    });
  }
  if (zones.length > 0) return zones;
  throw new FormatError(null, notThat("buddyinfo", "Node n, zone NAME counts", text));
}

/**
 * Reads /proc/pagetypeinfo.
 * Source: mm/vmstat.c pagetypeinfo_showfree_print(), pagetypeinfo_showblockcount_print().
 * @throws FormatError if it is another text, or cut off
 */
export function readPagetypeinfo(text: string): PagetypeinfoFacts {
  const facts: PagetypeinfoFacts = { pageblockOrder: -1, types: [], zones: [] };
  for (const line of linesOf(text)) {
    const order = BLOCK_ORDER.exec(line.text)?.[1];
    if (order !== undefined) facts.pageblockOrder = wholeNumber(order, 10, line.number);
    const [, nid, zone, type, free] = FREE_LINE.exec(line.text) ?? [];
    if (nid !== undefined && zone !== undefined && type !== undefined && free !== undefined) {
      if (!facts.types.includes(type)) facts.types.push(type);
      zoneOf(facts, wholeNumber(nid, 10, line.number), zone).freeBlocks.push(numbers(free, line.number));
      continue;
    }
    const [, node, name, blocks] = BUDDY_LINE.exec(line.text) ?? [];
    if (node !== undefined && name !== undefined && blocks !== undefined)
      zoneOf(facts, wholeNumber(node, 10, line.number), name).pageblocks = numbers(blocks, line.number);
  }
  if (facts.pageblockOrder < 0 || facts.zones.length === 0)
    throw new FormatError(null, notThat("pagetypeinfo", "Page block order: n", text));
  const cut = facts.zones.find(
    ({ freeBlocks, pageblocks }) =>
      freeBlocks.length < facts.types.length || pageblocks.length < facts.types.length,
  );
  if (cut === undefined) return facts;
  throw new FormatError(
    null,
    `This /proc/pagetypeinfo is cut off: zone ${cut.zone} of node ${cut.nid} lacks counts. Save it as a whole.`,
  );
}

function zoneOf(facts: PagetypeinfoFacts, nid: number, zone: string): ZoneTypes {
  const known = facts.zones.find((other) => other.nid === nid && other.zone === zone);
  if (known !== undefined) return known;
  const added: ZoneTypes = { nid, zone, freeBlocks: [], pageblocks: [] };
  facts.zones.push(added);
  return added;
}

function numbers(text: string, line: number): number[] {
  return (text.match(/\d+/g) ?? []).map((digits) => wholeNumber(digits, 10, line));
}

function notThat(file: string, expected: string, text: string): string {
  const first = linesOf(text).find((line) => line.text.trim() !== "");
  const found = first === undefined ? "the text is empty" : `the first line is ${quoted(first.text)}`;
  return `This is not /proc/${file}: no line reads '${expected}', ${found}.`;
}
