/**
 * Pages that are mapped into vmalloc space have their metadata mapped beside them: as many pages again for the shadow and for the
 * origin, none of them new. What is new, for a moment, are two arrays with a pointer for each page.
 * Source: mm/kmsan/shadow.c kmsan_vmap_pages_range_noflush().
 */

import { GFP_KERNEL } from "../../allocator/gfp";
import type { ActionInput } from "../../input";
import type { Machine } from "../../machine/machine";
import type { CauseStep } from "../../output";
import { bytes, count, pages as pagesText } from "../../text";

const POINTER_BYTES = 8;

/** Larger requests to kmalloc() go to the page allocator: KMALLOC_MAX_CACHE_SIZE with SLUB. Source: include/linux/slab.h. */
const CACHED_PAGES = 2;

/** Bytes of one of the two arrays. */
export function vmapArrayBytes(pages: number): number {
  return POINTER_BYTES * pages;
}

/** Maps pages of code, and finds no room for the arrays if memory has no block of their order. */
export function mapWithMetadata(machine: Machine, { kind, pages }: ActionInput): void {
  if (kind !== "vmalloc-ro") return;
  const arrayBytes = vmapArrayBytes(pages);
  const pageBytes = machine.early.input.pageSizeBytes;
  if (arrayBytes <= CACHED_PAGES * pageBytes) return;
  const order = 32 - Math.clz32(Math.ceil(arrayBytes / pageBytes) - 1);
  const arrays = [0, 1].map(() =>
    order > machine.buddy.maxOrder ? -1 : machine.allocate(order, GFP_KERNEL, 0),
  );
  for (const frame of arrays) if (frame >= 0) machine.free(frame, order, 0);
  if (arrays.every((frame) => frame >= 0)) return;
  machine.noteFailure(`kmsan vmap ${order}`, () => ({
    subject: "Mapping into vmalloc space",
    chain: chainOf(machine, pages, order),
    examplePfn: -1,
  }));
}

function chainOf(machine: Machine, pages: number, order: number): CauseStep[] {
  const arrayBytes = vmapArrayBytes(pages);
  return [
    {
      code: "vmap",
      sentence: `${pagesText(pages)} are mapped into vmalloc space, and with them their shadow and origin pages.`,
      facts: { pages },
      source: "mm/kmsan/shadow.c kmsan_vmap_pages_range_noflush()",
    },
    {
      code: "two-arrays",
      sentence: `For that KMSAN asks for two arrays of ${count(pages)} pointers, ${bytes(arrayBytes)} each: blocks of order ${order}.`,
      facts: { order, arrayBytes },
    },
    {
      code: "no-block",
      sentence:
        order > machine.buddy.maxOrder
          ? `That is above the largest order, ${machine.buddy.maxOrder}: -ENOMEM.`
          : `No block of that order was to be had, with ${pagesText(machine.shortage.freePagesThen)} free: -ENOMEM.`,
      facts: { order },
    },
  ];
}
