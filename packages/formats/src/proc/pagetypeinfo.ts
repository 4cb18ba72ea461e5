import { FormatError } from "../errors";
import { type Line, linesOf, quoted, wholeNumber } from "../text";
import { MAX_ZONES, notThis, rowOf, tooManyZones, zoneLine } from "./zone-line";

/** The free blocks of one migratetype in one zone. */
export interface FreeRow {
  /** As the kernel names it: Unmovable, Movable, Reclaimable, HighAtomic, CMA, Isolate. */
  type: string;
  /** Free blocks of each order, from order 0. */
  free: number[];
  /** True for orders of which the kernel stopped counting: there are more than `free` says. */
  isMore: boolean[];
}

export interface PagetypeinfoZone {
  nid: number;
  zone: string;
  /** In the kernel's order of types. */
  rows: FreeRow[];
  /** Pageblocks of each type, by its name. */
  pageblocks: Map<string, number>;
}

export interface PagetypeinfoFacts {
  pageblockOrder: number;
  pagesPerBlock: number;
  zones: PagetypeinfoZone[];
}

const FILE = "/proc/pagetypeinfo";
const SETTING = /^\s*(Page block order|Pages per block):\s+(\d+)$/;
const FREE = /^, type\s+(\w+)\s(.*)$/;
const BLOCKS = /^\s*Number of blocks type\s+(.*)$/;
/** With CONFIG_PAGE_OWNER another table of the same shape follows. */
const MIXED = /^\s*Number of mixed blocks\s/;

/**
 * Reads /proc/pagetypeinfo, which the kernel prints node by node. The table of mixed pageblocks, where there is one, is
 * passed over.
 * Source: mm/vmstat.c pagetypeinfo_show(), pagetypeinfo_showfree_print(), pagetypeinfo_showblockcount_print().
 * @throws FormatError if the pageblock's size or the free counts are missing, or a row does not fit its table
 */
export function readPagetypeinfo(text: string): PagetypeinfoFacts {
  const lines = linesOf(text);
  const settings = new Map<string, number>();
  const zones = new Map<string, PagetypeinfoZone>();
  let table: { types: string[]; isMixed: boolean } | null = null;
  for (const line of lines) {
    const [, setting, digits] = SETTING.exec(line.text) ?? [];
    if (setting !== undefined && digits !== undefined) {
      settings.set(setting, wholeNumber(digits, 10, line.number));
    }
    const [, types] = BLOCKS.exec(line.text) ?? [];
    if (types !== undefined) table = { types: types.trim().split(/\s+/), isMixed: false };
    else if (MIXED.test(line.text)) table = { types: [], isMixed: true };
    const head = zoneLine(line);
    if (head === null) continue;
    const zone = zoneOf(zones, head.nid, head.zone);
    const [, type, counts] = FREE.exec(head.rest) ?? [];
    if (type !== undefined && counts !== undefined) zone.rows.push(freeRow(type, counts, line));
    else if (table === null) throw strayRow(line);
    else if (!table.isMixed) addBlocks(zone, table.types, rowOf(head.rest, line, FILE), line);
  }
  if ([...zones.values()].every((zone) => zone.rows.length === 0)) {
    throw notThis(lines, FILE, "'Node n, zone NAME, type TYPE n n n ...'");
  }
  return {
    pageblockOrder: settingOf(settings, "Page block order"),
    pagesPerBlock: settingOf(settings, "Pages per block"),
    zones: [...zones.values()],
  };
}

function zoneOf(zones: Map<string, PagetypeinfoZone>, nid: number, zone: string): PagetypeinfoZone {
  const key = `${nid} ${zone}`;
  const found = zones.get(key);
  if (found !== undefined) return found;
  if (zones.size === MAX_ZONES) throw tooManyZones(FILE);
  const created: PagetypeinfoZone = { nid, zone, rows: [], pageblocks: new Map() };
  zones.set(key, created);
  return created;
}

/** The kernel stops counting at 100,000 blocks and prints the count behind a ">". */
function freeRow(type: string, counts: string, line: Line): FreeRow {
  const isMore = counts
    .trim()
    .split(/\s+/)
    .map((word) => word.startsWith(">"));
  return { type, free: rowOf(counts.replaceAll(">", ""), line, FILE), isMore };
}

function addBlocks(zone: PagetypeinfoZone, types: string[], blocks: number[], line: Line): void {
  if (blocks.length !== types.length) {
    throw new FormatError(
      line.number,
      `Line ${line.number} of ${FILE} has ${blocks.length} numbers for ${types.length} types: ${quoted(line.text)}.`,
    );
  }
  types.forEach((type, i) => {
    zone.pageblocks.set(type, blocks[i] as number);
  });
}

function strayRow(line: Line): FormatError {
  return new FormatError(
    line.number,
    `Line ${line.number} of ${FILE} names no type and stands in no table: ${quoted(line.text)}. It may be /proc/buddyinfo or /proc/zoneinfo.`,
  );
}

function settingOf(settings: Map<string, number>, name: string): number {
  const value = settings.get(name);
  if (value !== undefined) return value;
  throw new FormatError(null, `This ${FILE} has no line '${name}: n'. Give the whole file.`);
}
