import { __GFP_TAGGED } from "../../allocator/gfp";
import type { Gauge } from "../../machine/hooks";
import { TagStorage } from "../../machine/tag-storage";
import { blockPages } from "../../order";
import type { Figure } from "../../output";
import { bytes, pages } from "../../text";
import type { Strategy } from "../strategy";
import { CleancacheBackend } from "./cleancache-backend";
import { diskReads } from "./figures";
import { BLOCKS, TAG_BYTES } from "./formulas";
import { diagnoseRegions } from "./regions";
import { TaggedPages } from "./tagged-pages";

/** The alternative of February 2024: idle tag storage holds what can be thrown away at any moment. */
export const cleancache: Strategy = {
  description: {
    family: "mte",
    type: "cleancache",
    title: "Cleancache",
    summary: "Idle tag storage holds copies of clean page cache, which are dropped when a page is tagged.",
    steps: [
      "Tag storage stays out of the allocator. The kernel knows it as a backend of cleancache.",
      "When a clean page of the page cache is about to go back (evicted, or written back first), a copy of it is put into idle tag storage. Where " +
        "nothing is idle, the oldest copies go.",
      "When the page is read again, the copy is taken out and no disk is read. When the file is gone, the copy is too.",
      "For a tagged page the copies in its block are dropped. That takes no migration, no sleep and no page to move to, and so it never fails.",
      "Nobody but the backend holds a reference to tag storage: nothing in it can be pinned.",
      "When the last tagged page of a block is freed, the block can hold copies again.",
    ],
    formulas: [TAG_BYTES, ...BLOCKS],
    limits: [
      "Tag storage helps nobody but readers of clean page cache.",
      "Every put and every hit copies a page; that time is not modelled.",
      "A copy of a larger folio is dropped as a whole when one of its pages is wanted for tags.",
      "cleancache left the kernel in v5.17, its last backend in v5.3; the design would bring it back.",
      "What is read again is drawn from all that was dropped, any of it alike.",
    ],
    sources: [
      "A. Elisei, arm64 MTE tag storage reuse - alternatives to MIGRATE_CMA, 20 Feb 2024",
      "v5.4 mm/cleancache.c, Documentation/vm/cleancache.rst",
    ],
    params: [],
  },
  structPageGrowthBytes: 0,

  create() {
    let backend: CleancacheBackend;
    let tagged: TaggedPages;
    let storage: TagStorage;
    let readAgain = 0;
    return {
      beforeHandOver: (early) => early.keepTagStorage(),
      lateInit(machine) {
        storage = new TagStorage(machine.early.input);
        tagged = new TaggedPages(machine.buddy.frames);
        backend = new CleancacheBackend(storage);
      },
      afterAllocate(machine, frame, order) {
        if ((machine.gfp & __GFP_TAGGED) === 0) return true;
        const pfn = machine.frames.pfnOf(frame);
        const hasTags = storage.covers(pfn, blockPages(order));
        if (hasTags) backend.blocks.reserve(pfn, blockPages(order));
        tagged.mark(frame, hasTags);
        return true;
      },
      moved(machine, from, to, order) {
        if (!tagged.isTagged(from)) return;
        const size = blockPages(order);
        const pfn = machine.frames.pfnOf(to);
        const hasTags = storage.covers(pfn, size);
        if (hasTags) backend.blocks.reserve(pfn, size);
        tagged.mark(to, hasTags);
        if (tagged.isStored(from)) backend.blocks.release(machine.frames.pfnOf(from), size);
        tagged.clear(from);
      },
      beforeFree(machine, frame, order) {
        if (!tagged.isTagged(frame)) return;
        if (tagged.isStored(frame)) backend.blocks.release(machine.frames.pfnOf(frame), blockPages(order));
        tagged.clear(frame);
      },
      linksOf: (_machine, pfn) => storage.linksOf(pfn),
      cacheDropped: (_machine, key, order) => backend.put(key, order),
      cacheRead(_machine, key, order) {
        const isHit = backend.get(key, order);
        if (!isHit) readAgain += blockPages(order);
        return isHit;
      },
      cacheGone(_machine, key) {
        backend.invalidate(key);
      },
      gauges: () => gauges(backend),
      figures: () => [...figures(backend), diskReads(readAgain)],
      check: () => backend.check(),
    };
  },

  estimate: (split) => split,

  diagnose(input) {
    const { cache } = input.workload.classes;
    return diagnoseRegions(
      input,
      ({ pages: kept }) => ({
        severity: "info",
        field: "type",
        sentence: `${bytes(kept * input.machine.pageSizeBytes)} (${pages(kept)}) can hold copies of clean page cache while they hold no tags.`,
        source: "A. Elisei, 20 Feb 2024",
      }),
      () =>
        cache.weight > 0 && input.workload.rereadPercent > 0
          ? null
          : {
              severity: "info",
              field: "type",
              sentence:
                "The workload reads no page cache again: copies are made and never wanted. Give page cache a weight and a share that is read again.",
            },
    );
  },
};

function gauges(backend: CleancacheBackend): Gauge[] {
  const { blocks } = backend;
  return [
    { key: "dataPages", label: "Tag storage with data", unit: "pages", read: () => backend.heldPages },
    { key: "tagPages", label: "Tag storage with tags", unit: "pages", read: () => blocks.pages },
    { key: "idlePages", label: "Idle tag storage", unit: "pages", read: () => backend.idlePages },
    { key: "blockedFaults", label: "Blocked faults", unit: "count", read: () => 0 },
  ];
}

function figures({ blocks, counts, heldPages, idlePages }: CleancacheBackend): Figure[] {
  const inPages = (key: string, label: string, value: number, help?: string): Figure => ({
    key,
    label,
    unit: "pages",
    value,
    ...(help === undefined ? {} : { help }),
  });
  return [
    {
      key: "blocks",
      label: "Blocks reserved",
      unit: "count",
      value: blocks.blocks,
      help: "Blocks of tag storage that keep tags now.",
    },
    inPages("tagPages", "With tags", blocks.pages, "Pages of tag storage that keep tags now."),
    inPages("dataPages", "With copies", heldPages),
    inPages("idlePages", "Idle", idlePages),
    inPages("taggedPages", "Tagged pages", blocks.taggedPages, "Those whose tags are stored."),
    inPages("copied", "Copied in", counts.copied, "Clean page cache that was evicted."),
    inPages("droppedForTags", "Dropped for tags", counts.droppedForTags),
    inPages("droppedForCopies", "Dropped for younger copies", counts.droppedForCopies),
    inPages("hits", "Hits", counts.hits, "Read again from a copy."),
    inPages("misses", "Misses", counts.misses, "Read again, and no copy was there."),
  ];
}
