/** Which page is metadata of which. Everything in pfns. */

import type { PageLink } from "../../machine/page-names";
import type { RecordedRun } from "./recorded-ranges";

export interface PageMetadata {
  shadow: number;
  origin: number;
}

/** The page that a metadata page belongs to. */
export interface Owner {
  kind: "shadow" | "origin";
  pfn: number;
}

export interface MetadataBook {
  /** A page's shadow and origin, or null if KMSAN does not track it. */
  of(pfn: number): PageMetadata | null;
  /** True if a page is metadata itself. */
  isMetadata(pfn: number): boolean;
  /** Whose metadata a page is, or null. May go through all there is. */
  ownerOf(pfn: number): Owner | null;
}

/** A page's metadata, and whose metadata it is. */
export function metadataLinks(book: MetadataBook, pfn: number): PageLink[] {
  const metadata = book.of(pfn);
  const owner = book.ownerOf(pfn);
  const has = (what: string, of: number): PageLink => ({ what, side: "has", pfn: of, pages: 1 });
  return [
    ...(metadata === null ? [] : [has("shadow", metadata.shadow), has("origin", metadata.origin)]),
    ...(owner === null ? [] : [{ what: owner.kind, side: "is" as const, pfn: owner.pfn, pages: 1 }]),
  ];
}

/** Pages, one behind the other, whose shadow and origin are so too. First pfns. */
export interface MetadataRun {
  page: number;
  shadow: number;
  origin: number;
  pages: number;
}

/** Metadata that was laid down at boot and stays. */
export class BootMetadata implements MetadataBook {
  private readonly runs: MetadataRun[];

  /** @param recorded of ranges that were in use before; where the kernel's data lie is not known */
  constructor(tracked: readonly MetadataRun[], recorded: readonly RecordedRun[]) {
    const placed = recorded.flatMap(({ startPfn, ...run }) =>
      startPfn === null ? [] : [{ ...run, page: startPfn }],
    );
    this.runs = [...tracked, ...placed].sort((a, b) => a.page - b.page);
  }

  of(pfn: number): PageMetadata | null {
    const { runs } = this;
    let low = 0;
    let high = runs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((runs[middle] as MetadataRun).page <= pfn) low = middle + 1;
      else high = middle;
    }
    const run = runs[low - 1];
    if (run === undefined || pfn >= run.page + run.pages) return null;
    return { shadow: run.shadow + pfn - run.page, origin: run.origin + pfn - run.page };
  }

  isMetadata(pfn: number): boolean {
    return this.ownerOf(pfn) !== null;
  }

  ownerOf(pfn: number): Owner | null {
    for (const { page, shadow, origin, pages } of this.runs) {
      if (shadow <= pfn && pfn < shadow + pages) return { kind: "shadow", pfn: page + pfn - shadow };
      if (origin <= pfn && pfn < origin + pages) return { kind: "origin", pfn: page + pfn - origin };
    }
    return null;
  }
}
