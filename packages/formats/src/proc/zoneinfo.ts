import { FormatError } from "../errors";
import { type Line, linesOf, quoted, wholeNumber } from "../text";

/** What a cpu holds back of a zone, in pages. */
export interface PageSet {
  cpu: number;
  /** Pages in the cpu's lists. */
  count: number;
  /** More than that go back to the buddy lists. */
  high: number;
  /** Pages moved at a time. */
  batch: number;
}

/** One zone; counts and marks in pages. */
export interface ZoneFacts {
  nid: number;
  name: string;
  /** NR_FREE_PAGES: without the per-cpu lists. */
  free: number;
  /** Raises all marks for a while after a fallback; 0 where the kernel does not print it. */
  boost: number;
  min: number;
  low: number;
  high: number;
  spanned: number;
  present: number;
  managed: number;
  /** In CMA areas; 0 where the kernel does not print it. */
  cma: number;
  /** First page frame; null for an empty zone, which prints none. */
  startPfn: number | null;
  /** lowmem_reserve for allocations that may use each zone of the node, in the kernel's order. */
  protection: number[];
  /** In ascending order of cpu; none for an empty zone. */
  pageSets: PageSet[];
  /** The zone's nr_* and numa_* counters by name; none for an empty zone. */
  counters: Map<string, number>;
}

export interface NodeFacts {
  nid: number;
  /** The node's counters by name, mostly in pages. */
  counters: Map<string, number>;
}

export interface ZoneinfoFacts {
  zones: ZoneFacts[];
  /** The nodes that have pages, as they stand before their first zone. */
  nodes: NodeFacts[];
  /** Number of cpus that have page sets in some zone, 0 if none is printed. */
  cpus: number;
}

const HEAD = /^\s*Node (\d+), zone\s+(\w+)$/;
const NODE_STATS = /^\s*per-node stats$/;
const ZONE_STATS = /^\s*pages free\s+\d+$/;
const FIELD = /^\s*(pages free|boost|min|low|high|spanned|present|managed|cma|start_pfn:)\s+(\d+)$/;
const COUNTER = /^\s*([a-z]\w*)\s+(\d+)$/;
const PAGE_SET = /^\s*(cpu|count|high|batch):\s+(\d+)$/;
const PROTECTION = /^\s*protection: \(([\d, ]*)\)$/;
const MAX_ZONES = 4096;

/**
 * Reads /proc/zoneinfo.
 * Source: mm/vmstat.c zoneinfo_show_print().
 * @throws FormatError if no zone starts, or one has no 'spanned', 'present' and 'managed'
 */
export function readZoneinfo(text: string): ZoneinfoFacts {
  const lines = linesOf(text);
  const blocks = blocksOf(lines);
  if (blocks.length === 0) {
    const first = lines.find((line) => line.text.trim() !== "");
    throw new FormatError(
      first?.number ?? null,
      first === undefined
        ? "This is not /proc/zoneinfo: the text is empty."
        : `This is not /proc/zoneinfo: no line reads 'Node n, zone NAME', the first is ${quoted(first.text)}.`,
    );
  }
  if (blocks.length > MAX_ZONES) {
    throw new FormatError(
      null,
      `This /proc/zoneinfo has ${blocks.length} zones; at most ${MAX_ZONES} are read.`,
    );
  }
  const cpus = blocks
    .flatMap(({ pageSets }) => pageSets)
    .reduce((most, { cpu }) => Math.max(most, cpu + 1), 0);
  const nodes = blocks.filter(({ node }) => node.size > 0).map(({ nid, node }) => ({ nid, counters: node }));
  return { zones: blocks.map(zoneOf), nodes, cpus };
}

interface Block {
  head: Line;
  nid: number;
  name: string;
  fields: Map<string, number>;
  protection: number[];
  pageSets: PageSet[];
  counters: Map<string, number>;
  /** Counters of the node, where this is its first zone with pages. */
  node: Map<string, number>;
}

function blocksOf(lines: Line[]): Block[] {
  const blocks: Block[] = [];
  let isNode = false;
  for (const line of lines) {
    const [, nid, zone] = HEAD.exec(line.text) ?? [];
    if (nid !== undefined && zone !== undefined) {
      blocks.push(newBlock(line, wholeNumber(nid, 10, line.number), zone));
      isNode = false;
      continue;
    }
    const block = blocks.at(-1);
    if (block === undefined) continue;
    if (NODE_STATS.test(line.text)) isNode = true;
    else if (ZONE_STATS.test(line.text)) isNode = false;
    if (isNode) readInto(block.node, COUNTER, line);
    else if (
      !readProtection(block, line) &&
      !readPageSet(block, line) &&
      !readInto(block.fields, FIELD, line)
    ) {
      readInto(block.counters, COUNTER, line);
    }
  }
  return blocks;
}

function newBlock(head: Line, nid: number, name: string): Block {
  return {
    head,
    nid,
    name,
    fields: new Map(),
    protection: [],
    pageSets: [],
    counters: new Map(),
    node: new Map(),
  };
}

/** Takes a line's name and number, the first of each name. False if the line has another shape. */
function readInto(numbers: Map<string, number>, shape: RegExp, { number, text }: Line): boolean {
  const [, name, digits] = shape.exec(text) ?? [];
  if (name === undefined || digits === undefined) return false;
  const value = wholeNumber(digits, 10, number);
  if (!numbers.has(name)) numbers.set(name, value);
  return true;
}

function readProtection(block: Block, { number, text }: Line): boolean {
  const [, list] = PROTECTION.exec(text) ?? [];
  if (list === undefined) return false;
  block.protection = (list.match(/\d+/g) ?? []).map((digits) => wholeNumber(digits, 10, number));
  return true;
}

function readPageSet({ pageSets }: Block, { number, text }: Line): boolean {
  const [, name, digits] = PAGE_SET.exec(text) ?? [];
  if (name === undefined || digits === undefined) return false;
  const value = wholeNumber(digits, 10, number);
  if (name === "cpu") {
    pageSets.push({ cpu: value, count: 0, high: 0, batch: 0 });
    return true;
  }
  const last = pageSets.at(-1);
  if (last !== undefined) last[name as "count" | "high" | "batch"] = value;
  return true;
}

function zoneOf({ head, nid, name, fields, protection, pageSets, counters }: Block): ZoneFacts {
  const [spanned, present, managed] = ["spanned", "present", "managed"].map((field) => {
    const value = fields.get(field);
    if (value !== undefined) return value;
    throw new FormatError(
      head.number,
      `Zone ${name} of node ${nid}, line ${head.number} of /proc/zoneinfo, has no '${field}': the text is cut off or no zoneinfo.`,
    );
  }) as [number, number, number];
  return {
    nid,
    name,
    free: fields.get("pages free") ?? 0,
    boost: fields.get("boost") ?? 0,
    min: fields.get("min") ?? 0,
    low: fields.get("low") ?? 0,
    high: fields.get("high") ?? 0,
    spanned,
    present,
    managed,
    cma: fields.get("cma") ?? 0,
    startPfn: present === 0 ? null : (fields.get("start_pfn:") ?? null),
    protection,
    pageSets,
    counters,
  };
}
