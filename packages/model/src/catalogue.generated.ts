// Made by `npm run generate` from the strategies' own objects in packages/sim. Do not edit.
import type { CatalogueEntry, FamilyDescription } from "./catalogue";

/** In the order in which their hooks run. */
export const FAMILIES: readonly FamilyDescription[] = [
  {
    "name": "kmsan",
    "title": "KMSAN metadata",
    "question": "Where do the shadow and the origin of each page come from?"
  }
];

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
      },
      {
        "key": "contiguity",
        "label": "Metadata of a block",
        "type": "enum",
        "default": "block",
        "options": [
          {
            "value": "block",
            "label": "one block each"
          },
          {
            "value": "page",
            "label": "page by page"
          }
        ],
        "help": "Two blocks of the caller's order, or single pages from anywhere. KMSAN takes the metadata of an access that crosses a page boundary for one range.",
        "source": "mm/kmsan/core.c kmsan_metadata_is_contiguous()"
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
  }
];
