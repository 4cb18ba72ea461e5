import { formatNumber, roundBytes } from "@carveout/model";
import type { PageDetails, PageSpaces } from "@carveout/sim";
import { hexText, pagesText } from "../../../cards/figures";
import {
  contentOfDetail,
  HAS_MARKED,
  HAS_PINNED,
  NO_CELL,
  NO_ORDER,
  orderOfDetail,
  stateOfCell,
} from "./cell-byte";
import type { Part } from "./picture";
import { pfnAt } from "./spans";
import { STATE_LOOKS } from "./state-looks";
import type { Viewport } from "./viewport";

/** "1 cell = 32 pages (128 KiB), row = 16 MiB, pfn grows right, then down". */
export function scaleSentence({ cellPages, columns }: Viewport, pageSizeBytes: number): string {
  const cell = `1 cell = ${pagesText(cellPages)} (${roundBytes(cellPages * pageSizeBytes)})`;
  return `${cell}, row = ${roundBytes(cellPages * columns * pageSizeBytes)}, pfn grows right, then down`;
}

/** What one variant has in the cell of a place: "order 3, movable, anonymous", or "mostly movable, at least one page free". */
export function cellText(part: Part | null, spaces: PageSpaces, place: number): string {
  const cell = part === null ? -1 : Math.floor((place - part.place) / part.cellPages);
  if (part === null || cell < 0 || cell >= part.cells) return "on its way";
  const byte = part.bytes[cell] ?? NO_CELL;
  const state = spaces.states[stateOfCell(byte)];
  if (state === undefined) return "behind the last page";
  const { label } = STATE_LOOKS[state];
  if (part.cellPages === 1) {
    const detail = part.isDetailed ? (part.bytes[part.cells + cell] ?? NO_ORDER) : NO_ORDER;
    const order = orderOfDetail(detail);
    const content = spaces.contents[contentOfDetail(detail)] ?? "";
    return [order >= 0 ? `order ${order}` : "", label, content].filter(Boolean).join(", ");
  }
  const marked = spaces.states[part.mark];
  const also = [
    (byte & HAS_MARKED) !== 0 && marked !== undefined ? `at least one page ${STATE_LOOKS[marked].label}` : "",
    (byte & HAS_PINNED) !== 0 ? "at least one pinned" : "",
  ];
  return [`mostly ${label}`, ...also].filter(Boolean).join(", ");
}

/** "pfn 0x2a800" or "pfn 0x2a800 to 0x2a81f". */
export function pfnText(spaces: PageSpaces, place: number, cellPages: number): string {
  const first = hexText(pfnAt(spaces, place));
  if (cellPages === 1) return `pfn ${first}`;
  const last = pfnAt(spaces, place + cellPages - 1);
  return last < 0 ? `pfn ${first} and on` : `pfn ${first} to ${hexText(last)}`;
}

/** A page as a row of facts. */
export function factsOf(page: PageDetails): { label: string; value: string }[] {
  const { block, migratetype, pageblock, zone, owner, state } = page;
  const isFree = state === "free" || state === "cma" || state === "isolated";
  const type = (migratetype ?? "").toLowerCase();
  return [
    { label: "State", value: STATE_LOOKS[state].label },
    {
      label: "Block",
      value:
        block === null
          ? "in none"
          : `order ${block.order}, ${pagesText(2 ** block.order)} from ${hexText(block.firstPfn)}`,
    },
    { label: isFree ? "On the list of" : "Asked for as", value: type === "" ? "not the allocator's" : type },
    {
      label: "Pageblock",
      value:
        pageblock === null
          ? "none: no memory"
          : `${pageblock.migratetype.toLowerCase()}, ${formatNumber(pageblock.pages)} pages from ${hexText(pageblock.firstPfn)}`,
    },
    { label: "Zone", value: zone === null ? "none" : `${zone.name}, node ${zone.nid}` },
    { label: "Held by", value: owner === "" ? "nobody" : owner },
  ];
}
