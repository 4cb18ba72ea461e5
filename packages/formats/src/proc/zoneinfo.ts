import { FormatError } from "../errors";
import { type Line, linesOf, quoted, wholeNumber } from "../text";

/** One zone; counts and marks in pages. */
export interface ZoneFacts {
  nid: number;
  name: string;
  free: number;
  min: number;
  low: number;
  high: number;
  spanned: number;
  present: number;
  managed: number;
  /** First page frame; null for an empty zone, which prints none. */
  startPfn: number | null;
  /** What fallbacks have added to the marks. */
  boost: number;
  /** lowmem_reserve for allocations that may use each zone of the node, in the kernel's order. */
  protection: number[];
  /** Per-cpu lists, index = cpu. */
  pagesets: Pageset[];
}

/** One cpu's lists of one zone, pages. */
export interface Pageset {
  count: number;
  high: number;
  batch: number;
}

export interface ZoneinfoFacts {
  zones: ZoneFacts[];
  /** Number of cpus that have page sets in some zone, 0 if none is printed. */
  cpus: number;
}

const HEAD = /^\s*Node (\d+), zone\s+(\w+)$/;
const FIELD = /^\s*(pages free|boost|min|low|high|spanned|present|managed|start_pfn:|cpu:)\s+(\d+)$/;
/** Of a pageset; before v5.9 and from v6.8 on there are more such lines. */
const PAGESET_FIELD = /^\s*(count|high|batch):\s+(\d+)$/;
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
  const cpus = blocks.reduce((most, block) => Math.max(most, block.cpus), 0);
  return { zones: blocks.map(zoneOf), cpus };
}

interface Block {
  head: Line;
  nid: number;
  name: string;
  fields: Map<string, number>;
  protection: number[];
  cpus: number;
  pagesets: Pageset[];
}

function blocksOf(lines: Line[]): Block[] {
  const blocks: Block[] = [];
  for (const line of lines) {
    const [, nid, zone] = HEAD.exec(line.text) ?? [];
    if (nid !== undefined && zone !== undefined) {
      const node = wholeNumber(nid, 10, line.number);
      blocks.push({
        head: line,
        nid: node,
        name: zone,
        fields: new Map(),
        protection: [],
        cpus: 0,
        pagesets: [],
      });
      continue;
    }
    const block = blocks.at(-1);
    if (block === undefined) continue;
    const [, list] = PROTECTION.exec(line.text) ?? [];
    if (list !== undefined) {
      block.protection = (list.match(/\d+/g) ?? []).map((digits) => wholeNumber(digits, 10, line.number));
      continue;
    }
    const [, part, pages] = PAGESET_FIELD.exec(line.text) ?? [];
    const pageset = block.pagesets[block.cpus - 1];
    if (part !== undefined && pages !== undefined && pageset !== undefined) {
      pageset[part as keyof Pageset] = wholeNumber(pages, 10, line.number);
      continue;
    }
    const [, name, digits] = FIELD.exec(line.text) ?? [];
    if (name === undefined || digits === undefined) continue;
    const value = wholeNumber(digits, 10, line.number);
    if (name === "cpu:") startPageset(block, value);
    else if (!block.fields.has(name)) block.fields.set(name, value);
  }
  return blocks;
}

function startPageset(block: Block, cpu: number): void {
  block.cpus = Math.max(block.cpus, cpu + 1);
  block.pagesets[cpu] = { count: 0, high: 0, batch: 0 };
}

function zoneOf({ head, nid, name, fields, protection, pagesets }: Block): ZoneFacts {
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
    min: fields.get("min") ?? 0,
    low: fields.get("low") ?? 0,
    high: fields.get("high") ?? 0,
    spanned,
    present,
    managed,
    startPfn: present === 0 ? null : (fields.get("start_pfn:") ?? null),
    boost: fields.get("boost") ?? 0,
    protection,
    pagesets: Array.from(pagesets, (pageset) => pageset ?? { count: 0, high: 0, batch: 0 }),
  };
}
