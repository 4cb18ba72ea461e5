// Made by `npm run generate` from the strategies' own objects in packages/sim. Do not edit.
import type { CatalogueEntry } from "./catalogue";

export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    "family": "kmsan",
    "type": "boot-carve-out",
    "title": "Boot carve-out",
    "summary": "Two of every three blocks are held back at boot as shadow and origin of the third.",
    "params": []
  },
  {
    "family": "kmsan",
    "type": "lazy",
    "title": "Lazy",
    "summary": "Every allocation takes three blocks of its order: the page, its shadow and its origin.",
    "params": [
      {
        "key": "onFree",
        "label": "When a page is freed",
        "type": "enum",
        "default": "release",
        "options": [
          {
            "value": "release",
            "label": "free page, shadow and origin"
          },
          {
            "value": "keep",
            "label": "keep the metadata with the page"
          }
        ],
        "help": "Kept metadata saves two allocations when the same pages are used again, but its memory never returns to other uses until a block needs a contiguous pair."
      }
    ]
  },
  {
    "family": "kmsan",
    "type": "page-ext",
    "title": "Pointers in page_ext",
    "summary": "The boot carve-out, with the two pointers of a page in page_ext tables instead of struct page.",
    "params": [
      {
        "key": "sharedFlags",
        "label": "Another client wants the shared flags",
        "type": "bool",
        "default": false,
        "help": "page_owner and others share one word of flags in each entry. It adds 8 bytes for each page.",
        "source": "mm/page_ext.c invoke_need_callbacks()"
      }
    ]
  },
  {
    "family": "mte",
    "type": "firmware",
    "title": "Firmware carve-out",
    "summary": "Tag storage belongs to the hardware: a 32nd of tagged memory holds tags and nothing else, used or not.",
    "params": []
  },
  {
    "family": "mte",
    "type": "cma",
    "title": "CMA reuse",
    "summary": "Tag storage goes to the allocator as CMA and is emptied, block by block, when a page is tagged.",
    "params": [
      {
        "key": "tries",
        "label": "Tries for a block",
        "type": "int",
        "min": 1,
        "max": 10,
        "default": 3,
        "help": "How often alloc_contig_range() is called for a block while it answers -EBUSY. RFC v1 had 5.",
        "source": "RFC v3, reserve_tag_storage(): cma_alloc_range(.., 3, ..)"
      },
      {
        "key": "replays",
        "label": "Moves of the data page",
        "type": "int",
        "min": 1,
        "max": 32,
        "default": 3,
        "help": "How often one access faults twice and moves its data page to another before it counts as waiting. The kernel has no bound; nothing else would happen at that moment.",
        "source": "RFC v3, handle_folio_missing_tag_storage()"
      }
    ]
  },
  {
    "family": "mte",
    "type": "cleancache",
    "title": "Cleancache",
    "summary": "Idle tag storage holds copies of clean page cache, which are dropped when a page is tagged.",
    "params": []
  }
];
