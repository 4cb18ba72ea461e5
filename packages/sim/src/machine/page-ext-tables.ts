/** The tables of page_ext that come from the running allocator: how they are taken, and which page of them is whose. Source: mm/page_ext.c. */

import { blockPages } from "../order";
import { count } from "../text";
import { isFlatMemory, pagesPerSection } from "./arch";
import type { Machine } from "./machine";
import { pageExtEntryBytes, pageExtTables, panicOverTable, tablePages } from "./page-ext";
import type { PageLink } from "./page-names";

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
