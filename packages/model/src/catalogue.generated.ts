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
        ],
        "help": "How many bytes of memory one byte of shadow speaks for.",
        "source": "lib/Kconfig.kasan"
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
        ],
        "help": "Inline code loads the shadow at a fixed linear offset: faster, and larger. Measured on 6.1.192 in a small x86-64 configuration: 8.1 MB of text without KASAN, 10.9 outline, 17.5 inline. The image grows by that share; for other architectures and modes no figure is known and none is charged. Kconfig says about three times slower and gives no figure for either kind.",
        "source": "lib/Kconfig.kasan KASAN_OUTLINE, KASAN_INLINE"
      },
      {
        "key": "stack",
        "label": "Stack instrumentation",
        "type": "bool",
        "default": true,
        "help": "Functions poison the gaps between their variables. The prologue writes shadow in place even in outline builds, so that the stack's shadow has to be linear.",
        "source": "A. Ryabinin and J. Kim, 30 and 31 May 2017"
      },
      {
        "key": "vmalloc",
        "label": "KASAN_VMALLOC",
        "type": "bool",
        "default": true,
        "help": "The vmalloc area has shadow of its own, instead of the shared page of zeros. At boot it costs upper page tables on x86-64.",
        "source": "lib/Kconfig.kasan KASAN_VMALLOC"
      },
      {
        "key": "quarantine",
        "label": "Quarantine",
        "type": "bool",
        "default": true,
        "help": "Freed slab pages wait until as much as 1/32 of memory has been freed behind them. Generic mode only.",
        "source": "mm/kasan/quarantine.c"
      },
      {
        "key": "objectBytes",
        "label": "Typical slab object",
        "type": "bytes",
        "unit": "B",
        "default": 256,
        "min": 8,
        "max": 65536,
        "help": "Says how much slabs grow by red zones. The workload's slab pages are taken to have them already.",
        "source": "mm/kasan/generic.c optimal_redzone()"
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
        ],
        "help": "Inline code loads the shadow at a fixed linear offset: faster, and larger. Measured on 6.1.192 in a small x86-64 configuration: 8.1 MB of text without KASAN, 10.9 outline, 17.5 inline. The image grows by that share; for other architectures and modes no figure is known and none is charged. Kconfig says about three times slower and gives no figure for either kind.",
        "source": "lib/Kconfig.kasan KASAN_OUTLINE, KASAN_INLINE"
      },
      {
        "key": "stack",
        "label": "Stack instrumentation",
        "type": "bool",
        "default": true,
        "help": "Functions poison the gaps between their variables. The prologue writes shadow in place even in outline builds, so that the stack's shadow has to be linear.",
        "source": "A. Ryabinin and J. Kim, 30 and 31 May 2017"
      },
      {
        "key": "quarantine",
        "label": "Quarantine",
        "type": "bool",
        "default": true,
        "help": "Freed slab pages wait until as much as 1/32 of memory has been freed behind them. Generic mode only.",
        "source": "mm/kasan/quarantine.c"
      },
      {
        "key": "objectBytes",
        "label": "Typical slab object",
        "type": "bytes",
        "unit": "B",
        "default": 256,
        "min": 8,
        "max": 65536,
        "help": "Says how much slabs grow by red zones. The workload's slab pages are taken to have them already.",
        "source": "mm/kasan/generic.c optimal_redzone()"
      },
      {
        "key": "workerDelayMs",
        "label": "Delay of the worker",
        "type": "int",
        "unit": "ms",
        "default": 1,
        "min": 0,
        "max": 60000,
        "help": "From the first withheld block to the time when the worker frees all that have come until then. The series queues the work at once and gives no figure.",
        "source": "J. Kim, [PATCH v1 08/11]"
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
        ],
        "help": "Inline code loads the shadow at a fixed linear offset: faster, and larger. Measured on 6.1.192 in a small x86-64 configuration: 8.1 MB of text without KASAN, 10.9 outline, 17.5 inline. The image grows by that share; for other architectures and modes no figure is known and none is charged. Kconfig says about three times slower and gives no figure for either kind.",
        "source": "lib/Kconfig.kasan KASAN_OUTLINE, KASAN_INLINE"
      },
      {
        "key": "stack",
        "label": "Stack instrumentation",
        "type": "bool",
        "default": false,
        "help": "Functions poison the gaps between their variables. The prologue writes shadow in place even in outline builds, so that the stack's shadow has to be linear.",
        "source": "A. Ryabinin and J. Kim, 30 and 31 May 2017"
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
        ],
        "help": "Where struct page is aligned to 16 bytes, it grows by 16 if it had no room left, and not at all if it had.",
        "source": "include/linux/mm_types.h, HAVE_ALIGNED_STRUCT_PAGE"
      },
      {
        "key": "quarantine",
        "label": "Quarantine",
        "type": "bool",
        "default": true,
        "help": "Freed slab pages wait until as much as 1/32 of memory has been freed behind them. Generic mode only.",
        "source": "mm/kasan/quarantine.c"
      },
      {
        "key": "objectBytes",
        "label": "Typical slab object",
        "type": "bytes",
        "unit": "B",
        "default": 256,
        "min": 8,
        "max": 65536,
        "help": "Says how much slabs grow by red zones. The workload's slab pages are taken to have them already.",
        "source": "mm/kasan/generic.c optimal_redzone()"
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
        ],
        "help": "Inline code loads the shadow at a fixed linear offset: faster, and larger. Measured on 6.1.192 in a small x86-64 configuration: 8.1 MB of text without KASAN, 10.9 outline, 17.5 inline. The image grows by that share; for other architectures and modes no figure is known and none is charged. Kconfig says about three times slower and gives no figure for either kind.",
        "source": "lib/Kconfig.kasan KASAN_OUTLINE, KASAN_INLINE"
      },
      {
        "key": "stack",
        "label": "Stack instrumentation",
        "type": "bool",
        "default": false,
        "help": "Functions poison the gaps between their variables. The prologue writes shadow in place even in outline builds, so that the stack's shadow has to be linear.",
        "source": "A. Ryabinin and J. Kim, 30 and 31 May 2017"
      },
      {
        "key": "quarantine",
        "label": "Quarantine",
        "type": "bool",
        "default": true,
        "help": "Freed slab pages wait until as much as 1/32 of memory has been freed behind them. Generic mode only.",
        "source": "mm/kasan/quarantine.c"
      },
      {
        "key": "objectBytes",
        "label": "Typical slab object",
        "type": "bytes",
        "unit": "B",
        "default": 256,
        "min": 8,
        "max": 65536,
        "help": "Says how much slabs grow by red zones. The workload's slab pages are taken to have them already.",
        "source": "mm/kasan/generic.c optimal_redzone()"
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
        ],
        "help": "Sub-sections of 2 MiB: a namespace starts at one. Whole sections (128 MiB on x86-64): a namespace that starts within one has struct pages from its start on, and those before the namespace are never initialised.",
        "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init() before and after commit a3619190d62e"
      },
      {
        "key": "structPageOverride",
        "label": "NVDIMM_KMSAN",
        "type": "bool",
        "default": false,
        "help": "A struct page above 64 B may lie on the device: the namespace reserves room for its real size, and the memory is lost to kernels with a smaller one.",
        "source": "drivers/nvdimm/Kconfig NVDIMM_KMSAN"
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
        "default": true,
        "help": "The walker over the idle bitmap was left with pfn_valid() until 5.8.",
        "source": "mm/page_idle.c page_idle_get_page()"
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
        ],
        "help": "Sub-sections of 2 MiB: a namespace starts at one. Whole sections (128 MiB on x86-64): a namespace that starts within one has struct pages from its start on, and those before the namespace are never initialised.",
        "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init() before and after commit a3619190d62e"
      },
      {
        "key": "structPageOverride",
        "label": "NVDIMM_KMSAN",
        "type": "bool",
        "default": false,
        "help": "A struct page above 64 B may lie on the device: the namespace reserves room for its real size, and the memory is lost to kernels with a smaller one.",
        "source": "drivers/nvdimm/Kconfig NVDIMM_KMSAN"
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
        ],
        "help": "The others still ask pfn_valid() alone."
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
        ],
        "help": "Sub-sections of 2 MiB: a namespace starts at one. Whole sections (128 MiB on x86-64): a namespace that starts within one has struct pages from its start on, and those before the namespace are never initialised.",
        "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init() before and after commit a3619190d62e"
      },
      {
        "key": "structPageOverride",
        "label": "NVDIMM_KMSAN",
        "type": "bool",
        "default": false,
        "help": "A struct page above 64 B may lie on the device: the namespace reserves room for its real size, and the memory is lost to kernels with a smaller one.",
        "source": "drivers/nvdimm/Kconfig NVDIMM_KMSAN"
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
        ],
        "help": "Sub-sections of 2 MiB: a namespace starts at one. Whole sections (128 MiB on x86-64): a namespace that starts within one has struct pages from its start on, and those before the namespace are never initialised.",
        "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init() before and after commit a3619190d62e"
      },
      {
        "key": "structPageOverride",
        "label": "NVDIMM_KMSAN",
        "type": "bool",
        "default": false,
        "help": "A struct page above 64 B may lie on the device: the namespace reserves room for its real size, and the memory is lost to kernels with a smaller one.",
        "source": "drivers/nvdimm/Kconfig NVDIMM_KMSAN"
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
        ],
        "help": "Sub-sections of 2 MiB: a namespace starts at one. Whole sections (128 MiB on x86-64): a namespace that starts within one has struct pages from its start on, and those before the namespace are never initialised.",
        "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init() before and after commit a3619190d62e"
      },
      {
        "key": "structPageOverride",
        "label": "NVDIMM_KMSAN",
        "type": "bool",
        "default": false,
        "help": "A struct page above 64 B may lie on the device: the namespace reserves room for its real size, and the memory is lost to kernels with a smaller one.",
        "source": "drivers/nvdimm/Kconfig NVDIMM_KMSAN"
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
        ],
        "help": "set_direct_map_*() return an error, __kernel_map_pages() returns nothing: with it no caller ever learns that a page is still mapped, or still not.",
        "source": "arch/x86/mm/pat/set_memory.c __kernel_map_pages()"
      },
      {
        "key": "collapse",
        "label": "Put leaves back together",
        "type": "bool",
        "default": false,
        "help": "After each change a table whose entries are alike and present again gives way to one leaf. Kernels do so since 6.15 for the address that set_memory_rox() was given, which is a vmalloc one; its alias in the direct map stays split. On: what it would save here.",
        "source": "arch/x86/mm/pat/set_memory.c cpa_collapse_large_pages()"
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
        "default": false,
        "help": "After each change a table whose entries are alike and present again gives way to one leaf. Kernels do so since 6.15 for the address that set_memory_rox() was given, which is a vmalloc one; its alias in the direct map stays split. On: what it would save here.",
        "source": "arch/x86/mm/pat/set_memory.c cpa_collapse_large_pages()"
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
        "default": 64,
        "help": "Pages kept for tables. One page of a 2 MiB leaf takes one, one page of a 1 GiB leaf two."
      },
      {
        "key": "collapse",
        "label": "Put leaves back together",
        "type": "bool",
        "default": false,
        "help": "After each change a table whose entries are alike and present again gives way to one leaf. Kernels do so since 6.15 for the address that set_memory_rox() was given, which is a vmalloc one; its alias in the direct map stays split. On: what it would save here.",
        "source": "arch/x86/mm/pat/set_memory.c cpa_collapse_large_pages()"
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
        ],
        "help": "set_direct_map_*() return an error, __kernel_map_pages() returns nothing: with it no caller ever learns that a page is still mapped, or still not.",
        "source": "arch/x86/mm/pat/set_memory.c __kernel_map_pages()"
      },
      {
        "key": "collapse",
        "label": "Put leaves back together",
        "type": "bool",
        "default": false,
        "help": "After each change a table whose entries are alike and present again gives way to one leaf. Kernels do so since 6.15 for the address that set_memory_rox() was given, which is a vmalloc one; its alias in the direct map stays split. On: what it would save here.",
        "source": "arch/x86/mm/pat/set_memory.c cpa_collapse_large_pages()"
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
        "default": 50,
        "help": "A movable request that finds only another type's block may take the whole pageblock over if the block is of this order at least: order 4 of 9 by default. With 0 it always may, with 100 whole pageblocks only. Other requests always may.",
        "source": "mm/page_alloc.c can_steal_fallback()"
      },
      {
        "key": "alikePercent",
        "label": "Free or alike before a pageblock changes type",
        "type": "int",
        "unit": "% of its pages",
        "min": 0,
        "max": 100,
        "default": 50,
        "help": "A pageblock that is claimed changes its type for good only if so much of it is free or of the new type already.",
        "source": "mm/page_alloc.c steal_suitable_fallback(), try_to_claim_block()"
      },
      {
        "key": "sparesPageblocks",
        "label": "Lower zones before other types' pageblocks (ALLOC_NOFRAGMENT)",
        "type": "bool",
        "default": true,
        "help": "A request that the Normal zone cannot serve from its own type's pageblocks goes on to DMA32 before it breaks into others'. It has no effect where there is no Normal zone.",
        "source": "mm/page_alloc.c alloc_flags_nofragment()"
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
        ],
        "help": "Without them all pages come from the same lists. The kernel does without where there are fewer pages than six pageblocks: 12 MiB on x86-64, 3 GiB on arm64 with 64 KiB pages.",
        "source": "mm/page_alloc.c build_all_zonelists(): page_group_by_mobility_disabled"
      },
      {
        "key": "watermarkScaleFactor",
        "label": "Distance between watermarks",
        "type": "int",
        "unit": "/ 10,000 of a zone",
        "min": 0,
        "max": 3000,
        "default": 0,
        "help": "vm.watermark_scale_factor: kswapd wakes at LOW and sleeps at HIGH, this far above MIN. 0 = what the profile has.",
        "source": "mm/page_alloc.c __setup_per_zone_wmarks()"
      },
      {
        "key": "watermarkBoostFactor",
        "label": "Boost after a fallback, up to",
        "type": "int",
        "unit": "/ 10,000 of HIGH",
        "min": 0,
        "max": 100000,
        "default": 15000,
        "help": "vm.watermark_boost_factor: a fallback raises the watermarks by a pageblock, so that kswapd makes room for whole ones. 0 = never.",
        "source": "mm/page_alloc.c boost_watermark()"
      },
      {
        "key": "pcpHighFraction",
        "label": "Per-cpu lists hold one n-th of a zone",
        "type": "int",
        "min": 0,
        "max": 100000,
        "default": 0,
        "help": "vm.percpu_pagelist_high_fraction, for all cpus together (before v5.14 percpu_pagelist_fraction, for each). At least 8; 0 = as many pages as the LOW watermark.",
        "source": "mm/page_alloc.c zone_highsize()"
      },
      {
        "key": "compactionProactiveness",
        "label": "Proactive compaction",
        "type": "int",
        "unit": "%",
        "min": 0,
        "max": 100,
        "default": 20,
        "help": "vm.compaction_proactiveness: kcompactd looks every 500 ms and compacts a node whose fragmentation score is 10 above 100 minus this, until it is 100 minus this. 0 = off. Came with v5.9.",
        "source": "mm/compaction.c fragmentation_score_wmark(), should_proactive_compact_node()"
      }
    ]
  }
];
