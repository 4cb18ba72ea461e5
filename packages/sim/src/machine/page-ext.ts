/** page_ext: what debugging clients want to know of each page. Source: mm/page_ext.c. */

import type { MachineInput } from "../input";
import { blockPages } from "../order";
import { bytes, count } from "../text";
import { isFlatMemory, pagesPerSection } from "./arch";
import type { EarlyMachine } from "./early";
import type { PageLink } from "./hooks";
import type { Machine } from "./machine";
import { BootPanic } from "./panic";

/** Two counters, of anonymous and of file mappings. Source: mm/page_table_check.c struct page_table_check. */
const PAGE_TABLE_CHECK_BYTES = 8;

/** Size of one page's entry, bytes: the shared flags and what each client adds. 0 without any client. */
export function pageExtEntryBytes(machine: MachineInput): number {
  const { arch, kernel, pageOwner, pageTableCheck } = machine;
  if (!pageOwner && !pageTableCheck) return 0;
  // Until 6.2 the flags are there for every client; page_table_check has no use for them.
  const hasFlags = pageOwner || kernel !== "6.6";
  const flags = arch === "arm32" ? 4 : 8;
  const entry = (hasFlags ? flags : 0) + (pageOwner ? pageOwnerBytes(machine) : 0);
  return entry + (pageTableCheck ? PAGE_TABLE_CHECK_BYTES : 0);
}

/** 56 B measured on 6.1.192. Before 5.11 without times and names; since 6.8 with who freed it. Source: mm/page_owner.c. */
function pageOwnerBytes({ kernel }: MachineInput): number {
  if (kernel === "5.4") return 16;
  return kernel === "6.6" ? 64 : 56;
}

/**
 * Bytes of each table: under FLATMEM one for a node, which covers holes and a block more if an end is not aligned;
 * else one for a section. Empty without clients.
 * @param entry bytes for each page
 * Source: mm/page_ext.c alloc_node_page_ext(), init_section_page_ext().
 */
export function pageExtTables(
  early: EarlyMachine,
  entry = pageExtEntryBytes(early.input),
): { nid: number; bytes: number }[] {
  const { input, sections, zones } = early;
  if (entry === 0) return [];
  if (!isFlatMemory(input.arch))
    return Array.from(sections, ({ nid }) => ({ nid, bytes: entry * pagesPerSection(input) }));
  const block = blockPages(input.maxOrder);
  return [...zones.zonelists.keys()].map((nid) => {
    const own = zones.zones.filter((zone) => zone.nid === nid);
    const start = own[0]?.startPfn ?? 0;
    const end = own.at(-1)?.endPfn ?? 0;
    const extra = start % block === 0 && end % block === 0 ? 0 : block;
    return { nid, bytes: entry * (end - start + extra) };
  });
}

/** Pages that the tables take, wherever they come from. */
export function pageExtPages(early: EarlyMachine): number {
  return pageExtTables(early).reduce((sum, table) => sum + tablePages(early.input, table.bytes), 0);
}

/** Pages that one table keeps. */
export function tablePages(machine: MachineInput, tableBytes: number): number {
  return Math.ceil(tableBytes / machine.pageSizeBytes);
}

/**
 * FLATMEM: the tables come from memblock, before the hand-over.
 * @throws BootPanic if memory is too small
 */
export function reserveFlatPageExt(early: EarlyMachine): void {
  const { memblock, input } = early;
  for (const table of pageExtTables(early)) {
    const options = { align: input.pageSizeBytes, nid: table.nid };
    const base = memblock.allocate(table.bytes, options);
    if (base === undefined) panicOverTable(table.bytes, `node ${table.nid}`, early.offeredPages);
    const startPfn = base / input.pageSizeBytes;
    early.metadata.push({ state: "page_ext", startPfn, pages: tablePages(input, table.bytes) });
  }
}

/**
 * SPARSEMEM: the tables come from the running allocator, once slab and vmalloc are up and all struct pages are
 * initialised.
 * @throws BootPanic if there are not enough pages
 */
export function allocateSparsePageExt(machine: Machine): void {
  for (const [i, table] of pageExtTables(machine.early).entries()) {
    if (allocateTable(machine, table.nid, table.bytes)) continue;
    const section = machine.early.sections.numbers[i] ?? 0;
    panicOverTable(table.bytes, `section ${count(section)}`, machine.buddy.freePages);
  }
}

/**
 * Takes one table: a block of the next order with the tail given back page by page, else single pages (vzalloc).
 * False if there are not enough pages; what was taken stays taken, for the kernel panics.
 * Source: mm/page_ext.c alloc_page_ext(); mm/page_alloc.c make_alloc_exact().
 */
export function allocateTable(machine: Machine, nid: number, tableBytes: number): boolean {
  const { input } = machine.early;
  const pages = tablePages(input, tableBytes);
  let order = 0;
  while (blockPages(order) < pages) order++;
  const frame = order > input.maxOrder ? -1 : machine.takeMetadata(order, nid);
  if (frame >= 0) {
    machine.buddy.split(frame, order);
    for (let i = blockPages(order) - 1; i >= pages; i--) machine.giveMetadata(frame + i, 0);
    machine.pageExt.push({ frame, pages });
    return true;
  }
  for (let i = 0; i < pages; i++) {
    const page = machine.takeMetadata(0, nid);
    if (page < 0) return false;
    const last = machine.pageExt.at(-1);
    if (last !== undefined && last.frame + last.pages === page) last.pages++;
    else machine.pageExt.push({ frame: page, pages: 1 });
  }
  return true;
}

/** The page of the tables that holds a page's entry, and the pages whose entries a page of the tables holds. */
export function pageExtLinks({ early, frames, pageExt }: Machine, pfn: number): PageLink[] {
  const { input, sections } = early;
  const entry = pageExtEntryBytes(input);
  const perTable = tablePages(input, entry * pagesPerSection(input));
  const taken = pageExt.reduce((sum, { pages }) => sum + pages, 0);
  // A strategy's own tables stand in the same list; then it is not known whose is whose.
  if (entry === 0 || isFlatMemory(input.arch) || taken !== perTable * sections.length) return [];
  const links: PageLink[] = [];
  const section = sections.numbers.indexOf(Math.floor(pfn / frames.sectionPages));
  if (section >= 0) {
    const inTable = Math.floor(((pfn % frames.sectionPages) * entry) / input.pageSizeBytes);
    let left = section * perTable + inTable;
    for (const { frame, pages } of pageExt) {
      if (left < pages) {
        links.push({ what: "page_ext", side: "has", pfn: frames.pfnOf(frame + left), pages: 1 });
        break;
      }
      left -= pages;
    }
  }
  let before = 0;
  for (const { frame, pages } of pageExt) {
    const at = frames.find(pfn) - frame;
    if (at >= 0 && at < pages) links.push(entriesOf(before + at));
    before += pages;
  }
  return links;

  function entriesOf(page: number): PageLink {
    const number = sections.numbers[Math.floor(page / perTable)] as number;
    const bytesBefore = (page % perTable) * input.pageSizeBytes;
    const first = Math.floor(bytesBefore / entry);
    const end = Math.min(Math.ceil((bytesBefore + input.pageSizeBytes) / entry), frames.sectionPages);
    const own = number * frames.sectionPages + first;
    return { what: "page_ext", side: "is", pfn: own, pages: end - first };
  }
}

function panicOverTable(tableBytes: number, owner: string, freePages: number): never {
  throw new BootPanic({
    severity: "error",
    part: "machine",
    field: "pageOwner",
    sentence:
      `page_ext needs a table of ${bytes(tableBytes)} for ${owner}; ` +
      `${count(freePages)} pages are free at that point of the boot.`,
    source: "mm/page_ext.c page_ext_init()",
  });
}
