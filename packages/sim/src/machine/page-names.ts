/** What pages are called, and what they are to each other. */

import type { PageState } from "../page-states";

/** Names a run of pages: its first frame, its length and what it is. */
export type NameRun = (frame: number, pages: number, state: PageState) => void;

/** Names a run of pages that are no RAM: its first pfn, its length and what it is. */
export type NameDevice = (startPfn: number, pages: number, state: PageState) => void;

/** Another page that says something of this one, or that this one says something of. */
export interface PageLink {
  /** "shadow", "origin", "tags", "page_ext", "struct page". */
  what: string;
  /** "has": the other page is this page's shadow; "is": this page is the other's. */
  side: "has" | "is";
  pfn: number;
  /** Pages from `pfn` on; 1 but where a page serves several. */
  pages: number;
}
