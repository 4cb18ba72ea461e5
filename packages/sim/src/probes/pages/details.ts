import { MIGRATETYPE_NAMES } from "../../allocator/migratetype";
import { freeType, isBlockHead, isFree, mobility, orderOf } from "../../allocator/page-state";
import type { Machine } from "../../machine/machine";
import { pageExtLinks } from "../../machine/page-ext-tables";
import type { PageLink } from "../../machine/page-names";
import { PAGE_STATES, type PageState } from "../../page-states";
import { headOf } from "./blocks";
import { stateCode } from "./page-state";
import { CALLERS, rasterOf } from "./raster";
import type { PageSource } from "./source";
import { frameOfPlace, placeOfPfn } from "./space";

/** One page, with everything that is known of it. */
export interface PageDetails {
  pfn: number;
  place: number;
  state: PageState;
  /** The free or allocated block that it is part of; null: none. */
  block: { firstPfn: number; order: number } | null;
  /** Of that block: the list it is on, or the type it was asked for. */
  migratetype: string | null;
  /** null where no memory is. */
  pageblock: { firstPfn: number; pages: number; migratetype: string } | null;
  zone: { nid: number; name: string } | null;
  /** Who holds it, in words; "" for a free page. */
  owner: string;
  links: PageLink[];
}

/**
 * What a pfn is; null if it has no place on the map.
 * @param titles of the machine's hooks, in their order
 */
export function pageDetails(
  machine: Machine,
  source: PageSource,
  titles: readonly string[],
  pfn: number,
): PageDetails | null {
  const place = placeOfPfn(source.spans, pfn);
  if (place < 0) return null;
  const [code] = rasterOf(source, { place, cellPages: 1, cells: 1, mark: 0, isDetailed: false });
  const state = PAGE_STATES[code as number] as PageState;
  const { buddy, frames } = machine;
  const frame = frameOfPlace(source.spans, place);
  const isMemory = frame >= 0 && source.memory.some(({ start, end }) => start <= frame && frame < end);
  const head = isMemory ? headOf(source, frame) : -1;
  const byte = head < 0 ? 0 : source.stateOf(head);
  const firstOfPageblock = isMemory ? buddy.startOfPageblock(frame) : 0;
  const zone = machine.zones[isMemory ? buddy.zoneOf(frame) : -1];
  return {
    pfn,
    place,
    state,
    block: isBlockHead(byte) ? { firstPfn: frames.pfnOf(head), order: orderOf(byte) } : null,
    migratetype: isBlockHead(byte)
      ? (MIGRATETYPE_NAMES[isFree(byte) ? freeType(byte) : mobility(byte)] as string)
      : null,
    pageblock: isMemory
      ? {
          firstPfn: frames.pfnOf(firstOfPageblock),
          pages: 2 ** buddy.pageblockOrder,
          migratetype: MIGRATETYPE_NAMES[
            buddy.typeOfBlock[frame >>> buddy.pageblockOrder] as number
          ] as string,
        }
      : null,
    zone: zone === undefined ? null : { nid: zone.nid, name: zone.name },
    owner: ownerOf(machine, source, titles, state, frame, head),
    links: [
      ...pageExtLinks(machine, pfn),
      ...machine.hooks.flatMap((hook) => hook.linksOf?.(machine, pfn) ?? []),
    ],
  };
}

function ownerOf(
  machine: Machine,
  source: PageSource,
  titles: readonly string[],
  state: PageState,
  frame: number,
  head: number,
): string {
  if (state === "pcp") return "a cpu's list";
  if (state === "device") return "a namespace of persistent memory";
  if (CALLERS.includes(stateCode(state))) return `the workload: ${source.contentOf(head)}`;
  for (const [i, hook] of machine.hooks.entries()) {
    let isIts = false;
    hook.eachMetadata?.(machine, (first, pages) => {
      if (first <= frame && frame < first + pages) isIts = true;
    });
    if (isIts) return titles[i] ?? "";
  }
  if (state === "free" || state === "cma" || state === "isolated" || state === "absent") return "";
  return state === "memmap" || state === "page_ext" ? "the kernel" : "boot";
}
