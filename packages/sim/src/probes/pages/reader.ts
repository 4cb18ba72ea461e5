/** The pages of a running machine, for somebody who looks at it between two events. */

import type { Machine } from "../../machine/machine";
import { PAGE_CONTENTS, PAGE_STATES, type PageContent, type PageState } from "../../page-states";
import { type Census, censusOf } from "./census";
import { type PageDetails, pageDetails } from "./details";
import { machinePages } from "./machine-pages";
import { type RasterWindow, rasterOf } from "./raster";
import type { PageSource, PageSpan } from "./source";

/** What does not change while a machine runs. */
export interface PageSpaces {
  /** Names of the states and of what a block holds; their indices are the codes of a raster. */
  states: readonly PageState[];
  contents: readonly PageContent[];
  spans: readonly PageSpan[];
  pageSizeBytes: number;
  maxOrder: number;
  pageblockPages: number;
  /** Zones by node, then by address; pfns [startPfn, endPfn). */
  zones: { nid: number; name: string; startPfn: number; endPfn: number }[];
}

export class PageReader {
  private readonly source: PageSource;

  /** @param titles of the machine's strategies, in the order of its hooks */
  constructor(
    private readonly machine: Machine,
    private readonly titles: readonly string[],
  ) {
    this.source = machinePages(machine);
  }

  spaces(): PageSpaces {
    const { buddy, early, zones } = this.machine;
    return {
      states: PAGE_STATES,
      contents: PAGE_CONTENTS,
      spans: this.source.spans,
      pageSizeBytes: early.input.pageSizeBytes,
      maxOrder: buddy.maxOrder,
      pageblockPages: 2 ** buddy.pageblockOrder,
      zones: zones.map(({ nid, name, startPfn, endPfn }) => ({ nid, name, startPfn, endPfn })),
    };
  }

  raster(window: RasterWindow): Uint8Array {
    return rasterOf(this.source, window);
  }

  census(): Census {
    return censusOf(this.source);
  }

  page(pfn: number): PageDetails | null {
    return pageDetails(this.machine, this.source, this.titles, pfn);
  }
}
