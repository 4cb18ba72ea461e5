// Made by `npm run generate` from the strategies' own objects in packages/sim. Do not edit.
import type { CatalogueEntry, FamilyDescription } from "./catalogue";

/** In the order in which their hooks run. */
export const FAMILIES: readonly FamilyDescription[] = [
  {
    "name": "kmsan",
    "title": "KMSAN metadata",
    "question": "Where do the shadow and the origin of each page come from?"
  },
  {
    "name": "kasan",
    "title": "KASAN shadow",
    "question": "Where does the byte lie that says which bytes of memory may be accessed?"
  },
  {
    "name": "mte",
    "title": "MTE tag storage",
    "question": "What is the memory for tags used for while it holds none?"
  },
  {
    "name": "device",
    "title": "ZONE_DEVICE and pfn walkers",
    "question": "Who may read the struct pages of persistent memory, and which of them have a value?"
  },
  {
    "name": "directmap",
    "title": "Direct map",
    "question": "With which leaves does the kernel map all memory, and who learns when a change of them fails?"
  },
  {
    "name": "buddy",
    "title": "Page allocator policy",
    "question": "How does the page allocator keep large blocks together, and how early does it work for that?"
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
        ]
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
        ]
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
        "default": false
      }
    ]
  },
  {
    "family": "kasan",
    "type": "linear",
    "title": "Linear shadow",
    "summary": "All mapped memory gets its shadow at boot: one byte for every 8 (generic) or 16 bytes (software tags).",
    "params": [
      {
        "key": "mode",
        "label": "Mode",
        "type": "enum",
        "default": "generic",
        "options": [
          {
            "value": "generic",
            "label": "generic: 1/8 of memory"
          },
          {
            "value": "sw-tags",
            "label": "software tags: 1/16 (arm64)"
          },
          {
            "value": "hw-tags",
            "label": "hardware tags: none (arm64 with MTE)"
          }
        ]
      },
      {
        "key": "instrumentation",
        "label": "Instrumentation",
        "type": "enum",
        "default": "outline",
        "options": [
          {
            "value": "outline",
            "label": "outline: a call for each access"
          },
          {
            "value": "inline",
            "label": "inline: the compiler checks the shadow in place"
          }
        ]
      },
      {
        "key": "stack",
        "label": "Stack instrumentation",
        "type": "bool",
        "default": true
      },
      {
        "key": "vmalloc",
        "label": "KASAN_VMALLOC",
        "type": "bool",
        "default": true
      },
      {
        "key": "quarantine",
        "label": "Quarantine",
        "type": "bool",
        "default": true
      },
      {
        "key": "objectBytes",
        "label": "Typical slab object",
        "type": "bytes",
        "unit": "B",
        "default": 256,
        "min": 8,
        "max": 65536
      }
    ]
  },
  {
    "family": "kasan",
    "type": "per-page",
    "title": "Per-page shadow",
    "summary": "One byte of shadow for each page; shadow for single bytes is mapped only behind slab pages and kernel stacks.",
    "params": [
      {
        "key": "instrumentation",
        "label": "Instrumentation",
        "type": "enum",
        "default": "outline",
        "options": [
          {
            "value": "outline",
            "label": "outline: a call for each access"
          },
          {
            "value": "inline",
            "label": "inline: the compiler checks the shadow in place"
          }
        ]
      },
      {
        "key": "stack",
        "label": "Stack instrumentation",
        "type": "bool",
        "default": true
      },
      {
        "key": "quarantine",
        "label": "Quarantine",
        "type": "bool",
        "default": true
      },
      {
        "key": "objectBytes",
        "label": "Typical slab object",
        "type": "bytes",
        "unit": "B",
        "default": 256,
        "min": 8,
        "max": 65536
      },
      {
        "key": "workerDelayMs",
        "label": "Delay of the worker",
        "type": "int",
        "unit": "ms",
        "default": 1,
        "min": 0,
        "max": 60000
      }
    ]
  },
  {
    "family": "kasan",
    "type": "slab-blocks",
    "title": "512-byte blocks",
    "summary": "struct page points to a block of 1/8 page with the page's shadow; only slab pages and kernel stacks have one.",
    "params": [
      {
        "key": "instrumentation",
        "label": "Instrumentation",
        "type": "enum",
        "default": "outline",
        "options": [
          {
            "value": "outline",
            "label": "outline: a call for each access"
          },
          {
            "value": "inline",
            "label": "inline: the compiler checks the shadow in place"
          }
        ]
      },
      {
        "key": "stack",
        "label": "Stack instrumentation",
        "type": "bool",
        "default": false
      },
      {
        "key": "pointerBytes",
        "label": "struct page grows by",
        "type": "enum",
        "default": "8",
        "options": [
          {
            "value": "0",
            "label": "0 B: it fits into the padding"
          },
          {
            "value": "4",
            "label": "4 B: a pointer of 32-bit arm"
          },
          {
            "value": "8",
            "label": "8 B: a pointer"
          },
          {
            "value": "16",
            "label": "16 B: a pointer, aligned"
          }
        ]
      },
      {
        "key": "quarantine",
        "label": "Quarantine",
        "type": "bool",
        "default": true
      },
      {
        "key": "objectBytes",
        "label": "Typical slab object",
        "type": "bytes",
        "unit": "B",
        "default": 256,
        "min": 8,
        "max": 65536
      }
    ]
  },
  {
    "family": "kasan",
    "type": "page-ext",
    "title": "Shadow in page_ext",
    "summary": "The shadow of every page is an array in its page_ext entry: as much memory as linear shadow, but no linear addresses.",
    "params": [
      {
        "key": "instrumentation",
        "label": "Instrumentation",
        "type": "enum",
        "default": "outline",
        "options": [
          {
            "value": "outline",
            "label": "outline: a call for each access"
          },
          {
            "value": "inline",
            "label": "inline: the compiler checks the shadow in place"
          }
        ]
      },
      {
        "key": "stack",
        "label": "Stack instrumentation",
        "type": "bool",
        "default": false
      },
      {
        "key": "quarantine",
        "label": "Quarantine",
        "type": "bool",
        "default": true
      },
      {
        "key": "objectBytes",
        "label": "Typical slab object",
        "type": "bytes",
        "unit": "B",
        "default": 256,
        "min": 8,
        "max": 65536
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
        "default": 3
      },
      {
        "key": "replays",
        "label": "Moves of the data page",
        "type": "int",
        "min": 1,
        "max": 32,
        "default": 3
      }
    ]
  },
  {
    "family": "mte",
    "type": "cleancache",
    "title": "Cleancache",
    "summary": "Idle tag storage holds copies of clean page cache, which are dropped when a page is tagged.",
    "params": []
  },
  {
    "family": "device",
    "type": "pfn-valid",
    "title": "pfn_valid() only",
    "summary": "Walkers read every struct page that exists, as Linux 5.3 does.",
    "params": [
      {
        "key": "unit",
        "label": "Memory is added in",
        "type": "enum",
        "default": "subsections",
        "options": [
          {
            "value": "subsections",
            "label": "sub-sections, 5.3 and later"
          },
          {
            "value": "sections",
            "label": "sections, before 5.3"
          }
        ]
      },
      {
        "key": "structPageOverride",
        "label": "NVDIMM_KMSAN",
        "type": "bool",
        "default": false
      }
    ]
  },
  {
    "family": "device",
    "type": "online-page",
    "title": "pfn_to_online_page()",
    "summary": "Walkers leave out what is not online, and with it every page of a namespace: Linux 5.4 and later.",
    "params": [
      {
        "key": "pageIdle",
        "label": "page_idle converted too",
        "type": "bool",
        "default": true
      },
      {
        "key": "unit",
        "label": "Memory is added in",
        "type": "enum",
        "default": "subsections",
        "options": [
          {
            "value": "subsections",
            "label": "sub-sections, 5.3 and later"
          },
          {
            "value": "sections",
            "label": "sections, before 5.3"
          }
        ]
      },
      {
        "key": "structPageOverride",
        "label": "NVDIMM_KMSAN",
        "type": "bool",
        "default": false
      }
    ]
  },
  {
    "family": "device",
    "type": "altmap-check",
    "title": "Ask the altmap",
    "summary": "A walker that finds a struct page looks its pagemap up and leaves out the altmap's reserve.",
    "params": [
      {
        "key": "taught",
        "label": "Walkers that were taught",
        "type": "enum",
        "default": "kpageflags",
        "options": [
          {
            "value": "kpageflags",
            "label": "kpageflags, as in the patch"
          },
          {
            "value": "all",
            "label": "all"
          }
        ]
      },
      {
        "key": "unit",
        "label": "Memory is added in",
        "type": "enum",
        "default": "subsections",
        "options": [
          {
            "value": "subsections",
            "label": "sub-sections, 5.3 and later"
          },
          {
            "value": "sections",
            "label": "sections, before 5.3"
          }
        ]
      },
      {
        "key": "structPageOverride",
        "label": "NVDIMM_KMSAN",
        "type": "bool",
        "default": false
      }
    ]
  },
  {
    "family": "device",
    "type": "initialise-all",
    "title": "Initialise everything",
    "summary": "The struct pages of the altmap's reserve are initialised with the others; walkers stay as they are.",
    "params": [
      {
        "key": "unit",
        "label": "Memory is added in",
        "type": "enum",
        "default": "subsections",
        "options": [
          {
            "value": "subsections",
            "label": "sub-sections, 5.3 and later"
          },
          {
            "value": "sections",
            "label": "sections, before 5.3"
          }
        ]
      },
      {
        "key": "structPageOverride",
        "label": "NVDIMM_KMSAN",
        "type": "bool",
        "default": false
      }
    ]
  },
  {
    "family": "device",
    "type": "device-bit",
    "title": "A bit for each sub-section",
    "summary": "Memory that is added records for each sub-section that its device pages are initialised; walkers of /proc read those again.",
    "params": [
      {
        "key": "unit",
        "label": "Memory is added in",
        "type": "enum",
        "default": "subsections",
        "options": [
          {
            "value": "subsections",
            "label": "sub-sections, 5.3 and later"
          },
          {
            "value": "sections",
            "label": "sections, before 5.3"
          }
        ]
      },
      {
        "key": "structPageOverride",
        "label": "NVDIMM_KMSAN",
        "type": "bool",
        "default": false
      }
    ]
  },
  {
    "family": "directmap",
    "type": "stock",
    "title": "As the kernel does",
    "summary": "Large leaves where memory allows, split when a part of one changes; who looks at the result depends on the caller.",
    "params": [
      {
        "key": "interface",
        "label": "Pages are unmapped by",
        "type": "enum",
        "default": "kernel",
        "options": [
          {
            "value": "kernel",
            "label": "what the kernel's callers use"
          },
          {
            "value": "void",
            "label": "__kernel_map_pages(), void"
          }
        ]
      },
      {
        "key": "collapse",
        "label": "Put leaves back together",
        "type": "bool",
        "default": false
      }
    ]
  },
  {
    "family": "directmap",
    "type": "checked",
    "title": "Every result is looked at",
    "summary": "The same large leaves, but every change returns its error and every caller acts on it.",
    "params": [
      {
        "key": "collapse",
        "label": "Put leaves back together",
        "type": "bool",
        "default": false
      }
    ]
  },
  {
    "family": "directmap",
    "type": "pages-only",
    "title": "4 KiB leaves only",
    "summary": "The direct map is made of single pages from boot on: no change ever needs a table, and none can fail.",
    "params": []
  },
  {
    "family": "directmap",
    "type": "reserved-tables",
    "title": "Page tables in reserve",
    "summary": "Large leaves, and a reserve of pages for the tables of splits, so that a split succeeds when the allocator has none.",
    "params": [
      {
        "key": "pages",
        "label": "Reserve",
        "type": "int",
        "unit": "pages",
        "min": 1,
        "max": 65536,
        "default": 64
      },
      {
        "key": "collapse",
        "label": "Put leaves back together",
        "type": "bool",
        "default": false
      }
    ]
  },
  {
    "family": "directmap",
    "type": "secret-pool",
    "title": "Large blocks for secret pages",
    "summary": "Secret pages come out of blocks as large as a PMD entry maps, which leave the direct map in one piece.",
    "params": [
      {
        "key": "interface",
        "label": "Pages are unmapped by",
        "type": "enum",
        "default": "kernel",
        "options": [
          {
            "value": "kernel",
            "label": "what the kernel's callers use"
          },
          {
            "value": "void",
            "label": "__kernel_map_pages(), void"
          }
        ]
      },
      {
        "key": "collapse",
        "label": "Put leaves back together",
        "type": "bool",
        "default": false
      }
    ]
  },
  {
    "family": "buddy",
    "type": "policy",
    "title": "Page allocator policy",
    "summary": "The page allocator with its sysctls, and the constants of its fallback rules, set otherwise.",
    "params": [
      {
        "key": "claimPercent",
        "label": "Smallest block that claims its pageblock",
        "type": "int",
        "unit": "% of the pageblock order",
        "min": 0,
        "max": 100,
        "default": 50
      },
      {
        "key": "alikePercent",
        "label": "Free or alike before a pageblock changes type",
        "type": "int",
        "unit": "% of its pages",
        "min": 0,
        "max": 100,
        "default": 50
      },
      {
        "key": "sparesPageblocks",
        "label": "Lower zones before other types' pageblocks (ALLOC_NOFRAGMENT)",
        "type": "bool",
        "default": true
      },
      {
        "key": "groupsByMobility",
        "label": "Pageblocks have migratetypes",
        "type": "enum",
        "default": "kernel",
        "options": [
          {
            "value": "kernel",
            "label": "if memory is not too small"
          },
          {
            "value": "on",
            "label": "yes"
          },
          {
            "value": "off",
            "label": "no"
          }
        ]
      },
      {
        "key": "watermarkScaleFactor",
        "label": "Distance between watermarks",
        "type": "int",
        "unit": "/ 10,000 of a zone",
        "min": 0,
        "max": 3000,
        "default": 0
      },
      {
        "key": "watermarkBoostFactor",
        "label": "Boost after a fallback, up to",
        "type": "int",
        "unit": "/ 10,000 of HIGH",
        "min": 0,
        "max": 100000,
        "default": 15000
      },
      {
        "key": "pcpHighFraction",
        "label": "Per-cpu lists hold one n-th of a zone",
        "type": "int",
        "min": 0,
        "max": 100000,
        "default": 0
      },
      {
        "key": "compactionProactiveness",
        "label": "Proactive compaction",
        "type": "int",
        "unit": "%",
        "min": 0,
        "max": 100,
        "default": 20
      }
    ]
  }
];
