import type { PageSpaces, PageSpan } from "@carveout/sim";

/** Pages that have a place on the map. */
export function pagesOf({ spans }: Pick<PageSpaces, "spans">): number {
  const last = spans.at(-1);
  return last === undefined ? 0 : last.place + last.pages;
}

/** The pfn of a place, or -1 if it is none. */
export function pfnAt({ spans }: Pick<PageSpaces, "spans">, place: number): number {
  const span = spans.find((one: PageSpan) => one.place <= place && place < one.place + one.pages);
  return span === undefined ? -1 : span.pfn + place - span.place;
}

/** The place of a pfn, or -1 if it has none. */
export function placeOf({ spans }: Pick<PageSpaces, "spans">, pfn: number): number {
  const span = spans.find((one: PageSpan) => one.pfn <= pfn && pfn < one.pfn + one.pages);
  return span === undefined ? -1 : span.place + pfn - span.pfn;
}
