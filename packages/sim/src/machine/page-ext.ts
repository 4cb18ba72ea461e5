/** page_ext: what debugging clients want to know of each page. Source: mm/page_ext.c. */

import type { MachineInput } from "../input";
import { blockPages } from "../order";
import { bytes, count } from "../text";
import { isFlatMemory, pagesPerSection } from "./arch";
import type { EarlyMachine } from "./early";
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

/** The boot ends where a table cannot be had. */
export function panicOverTable(tableBytes: number, owner: string, freePages: number): never {
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
