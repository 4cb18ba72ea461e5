// Made by `npm run generate` from the strategies' own objects in packages/sim. Do not edit.
import type { ParamWords } from "./catalogue";

/** Key = family/type, then the parameter's key. */
export const PARAM_WORDS: Readonly<Record<string, Readonly<Record<string, ParamWords>>>> = {
  "kmsan/boot-carve-out": {},
  "kmsan/lazy": {
    "onFree": {
      "help": "Kept metadata saves two allocations when the same pages are used again, but its memory never returns to other uses until a block needs a contiguous pair."
    },
    "contiguity": {
      "help": "Two blocks of the caller's order, or single pages from anywhere. KMSAN takes the metadata of an access that crosses a page boundary for one range.",
      "source": "mm/kmsan/core.c kmsan_metadata_is_contiguous()"
    }
  },
  "kmsan/page-ext": {
    "sharedFlags": {
      "help": "page_owner and others share one word of flags in each entry. It adds 8 bytes for each page.",
      "source": "mm/page_ext.c invoke_need_callbacks()"
    }
  },
  "kasan/linear": {
    "mode": {
      "help": "How many bytes of memory one byte of shadow speaks for.",
      "source": "lib/Kconfig.kasan"
    },
    "instrumentation": {
      "help": "Inline code loads the shadow at a fixed linear offset: faster, and larger. Measured on 6.1.192 in a small x86-64 configuration: 8.1 MB of text without KASAN, 10.9 outline, 17.5 inline. The image grows by that share; for other architectures and modes no figure is known and none is charged. Kconfig says about three times slower and gives no figure for either kind.",
      "source": "lib/Kconfig.kasan KASAN_OUTLINE, KASAN_INLINE"
    },
    "stack": {
      "help": "Functions poison the gaps between their variables. The prologue writes shadow in place even in outline builds, so that the stack's shadow has to be linear.",
      "source": "A. Ryabinin and J. Kim, 30 and 31 May 2017"
    },
    "vmalloc": {
      "help": "The vmalloc area has shadow of its own, instead of the shared page of zeros. At boot it costs upper page tables on x86-64.",
      "source": "lib/Kconfig.kasan KASAN_VMALLOC"
    },
    "quarantine": {
      "help": "Freed slab pages wait until as much as 1/32 of memory has been freed behind them. Generic mode only.",
      "source": "mm/kasan/quarantine.c"
    },
    "objectBytes": {
      "help": "Says how much slabs grow by red zones. The workload's slab pages are taken to have them already.",
      "source": "mm/kasan/generic.c optimal_redzone()"
    }
  },
  "kasan/per-page": {
    "instrumentation": {
      "help": "Inline code loads the shadow at a fixed linear offset: faster, and larger. Measured on 6.1.192 in a small x86-64 configuration: 8.1 MB of text without KASAN, 10.9 outline, 17.5 inline. The image grows by that share; for other architectures and modes no figure is known and none is charged. Kconfig says about three times slower and gives no figure for either kind.",
      "source": "lib/Kconfig.kasan KASAN_OUTLINE, KASAN_INLINE"
    },
    "stack": {
      "help": "Functions poison the gaps between their variables. The prologue writes shadow in place even in outline builds, so that the stack's shadow has to be linear.",
      "source": "A. Ryabinin and J. Kim, 30 and 31 May 2017"
    },
    "quarantine": {
      "help": "Freed slab pages wait until as much as 1/32 of memory has been freed behind them. Generic mode only.",
      "source": "mm/kasan/quarantine.c"
    },
    "objectBytes": {
      "help": "Says how much slabs grow by red zones. The workload's slab pages are taken to have them already.",
      "source": "mm/kasan/generic.c optimal_redzone()"
    },
    "workerDelayMs": {
      "help": "From the first withheld block to the time when the worker frees all that have come until then. The series queues the work at once and gives no figure.",
      "source": "J. Kim, [PATCH v1 08/11]"
    }
  },
  "kasan/slab-blocks": {
    "instrumentation": {
      "help": "Inline code loads the shadow at a fixed linear offset: faster, and larger. Measured on 6.1.192 in a small x86-64 configuration: 8.1 MB of text without KASAN, 10.9 outline, 17.5 inline. The image grows by that share; for other architectures and modes no figure is known and none is charged. Kconfig says about three times slower and gives no figure for either kind.",
      "source": "lib/Kconfig.kasan KASAN_OUTLINE, KASAN_INLINE"
    },
    "stack": {
      "help": "Functions poison the gaps between their variables. The prologue writes shadow in place even in outline builds, so that the stack's shadow has to be linear.",
      "source": "A. Ryabinin and J. Kim, 30 and 31 May 2017"
    },
    "pointerBytes": {
      "help": "Where struct page is aligned to 16 bytes, it grows by 16 if it had no room left, and not at all if it had.",
      "source": "include/linux/mm_types.h, HAVE_ALIGNED_STRUCT_PAGE"
    },
    "quarantine": {
      "help": "Freed slab pages wait until as much as 1/32 of memory has been freed behind them. Generic mode only.",
      "source": "mm/kasan/quarantine.c"
    },
    "objectBytes": {
      "help": "Says how much slabs grow by red zones. The workload's slab pages are taken to have them already.",
      "source": "mm/kasan/generic.c optimal_redzone()"
    }
  },
  "kasan/page-ext": {
    "instrumentation": {
      "help": "Inline code loads the shadow at a fixed linear offset: faster, and larger. Measured on 6.1.192 in a small x86-64 configuration: 8.1 MB of text without KASAN, 10.9 outline, 17.5 inline. The image grows by that share; for other architectures and modes no figure is known and none is charged. Kconfig says about three times slower and gives no figure for either kind.",
      "source": "lib/Kconfig.kasan KASAN_OUTLINE, KASAN_INLINE"
    },
    "stack": {
      "help": "Functions poison the gaps between their variables. The prologue writes shadow in place even in outline builds, so that the stack's shadow has to be linear.",
      "source": "A. Ryabinin and J. Kim, 30 and 31 May 2017"
    },
    "quarantine": {
      "help": "Freed slab pages wait until as much as 1/32 of memory has been freed behind them. Generic mode only.",
      "source": "mm/kasan/quarantine.c"
    },
    "objectBytes": {
      "help": "Says how much slabs grow by red zones. The workload's slab pages are taken to have them already.",
      "source": "mm/kasan/generic.c optimal_redzone()"
    }
  },
  "mte/firmware": {},
  "mte/cma": {
    "tries": {
      "help": "How often alloc_contig_range() is called for a block while it answers -EBUSY. RFC v1 had 5. Time stands still meanwhile: after a try that emptied nothing the others are left out.",
      "source": "RFC v3, reserve_tag_storage(): cma_alloc_range(.., 3, ..)"
    },
    "replays": {
      "help": "How often one access faults twice and moves its data page to another before it counts as waiting. The kernel has no bound; nothing else would happen at that moment.",
      "source": "RFC v3, handle_folio_missing_tag_storage()"
    }
  },
  "mte/cleancache": {},
  "device/pfn-valid": {
    "unit": {
      "help": "Sub-sections of 2 MiB: a namespace starts at one. Whole sections (128 MiB on x86-64): a namespace that starts within one has struct pages from its start on, and those before the namespace are never initialised.",
      "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init() before and after commit a3619190d62e"
    },
    "structPageOverride": {
      "help": "A struct page above 64 B may lie on the device: the namespace reserves room for its real size, and the memory is lost to kernels with a smaller one.",
      "source": "drivers/nvdimm/Kconfig NVDIMM_KMSAN"
    }
  },
  "device/online-page": {
    "pageIdle": {
      "help": "The walker over the idle bitmap was left with pfn_valid() until 5.8.",
      "source": "mm/page_idle.c page_idle_get_page()"
    },
    "unit": {
      "help": "Sub-sections of 2 MiB: a namespace starts at one. Whole sections (128 MiB on x86-64): a namespace that starts within one has struct pages from its start on, and those before the namespace are never initialised.",
      "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init() before and after commit a3619190d62e"
    },
    "structPageOverride": {
      "help": "A struct page above 64 B may lie on the device: the namespace reserves room for its real size, and the memory is lost to kernels with a smaller one.",
      "source": "drivers/nvdimm/Kconfig NVDIMM_KMSAN"
    }
  },
  "device/altmap-check": {
    "taught": {
      "help": "The others still ask pfn_valid() alone."
    },
    "unit": {
      "help": "Sub-sections of 2 MiB: a namespace starts at one. Whole sections (128 MiB on x86-64): a namespace that starts within one has struct pages from its start on, and those before the namespace are never initialised.",
      "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init() before and after commit a3619190d62e"
    },
    "structPageOverride": {
      "help": "A struct page above 64 B may lie on the device: the namespace reserves room for its real size, and the memory is lost to kernels with a smaller one.",
      "source": "drivers/nvdimm/Kconfig NVDIMM_KMSAN"
    }
  },
  "device/initialise-all": {
    "unit": {
      "help": "Sub-sections of 2 MiB: a namespace starts at one. Whole sections (128 MiB on x86-64): a namespace that starts within one has struct pages from its start on, and those before the namespace are never initialised.",
      "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init() before and after commit a3619190d62e"
    },
    "structPageOverride": {
      "help": "A struct page above 64 B may lie on the device: the namespace reserves room for its real size, and the memory is lost to kernels with a smaller one.",
      "source": "drivers/nvdimm/Kconfig NVDIMM_KMSAN"
    }
  },
  "device/device-bit": {
    "unit": {
      "help": "Sub-sections of 2 MiB: a namespace starts at one. Whole sections (128 MiB on x86-64): a namespace that starts within one has struct pages from its start on, and those before the namespace are never initialised.",
      "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init() before and after commit a3619190d62e"
    },
    "structPageOverride": {
      "help": "A struct page above 64 B may lie on the device: the namespace reserves room for its real size, and the memory is lost to kernels with a smaller one.",
      "source": "drivers/nvdimm/Kconfig NVDIMM_KMSAN"
    }
  },
  "directmap/stock": {
    "interface": {
      "help": "set_direct_map_*() return an error, __kernel_map_pages() returns nothing: with it no caller ever learns that a page is still mapped, or still not.",
      "source": "arch/x86/mm/pat/set_memory.c __kernel_map_pages()"
    },
    "collapse": {
      "help": "After each change a table whose entries are alike and present again gives way to one leaf. Kernels do so since 6.15 for the address that set_memory_rox() was given, which is a vmalloc one; its alias in the direct map stays split. On: what it would save here.",
      "source": "arch/x86/mm/pat/set_memory.c cpa_collapse_large_pages()"
    }
  },
  "directmap/checked": {
    "collapse": {
      "help": "After each change a table whose entries are alike and present again gives way to one leaf. Kernels do so since 6.15 for the address that set_memory_rox() was given, which is a vmalloc one; its alias in the direct map stays split. On: what it would save here.",
      "source": "arch/x86/mm/pat/set_memory.c cpa_collapse_large_pages()"
    }
  },
  "directmap/pages-only": {},
  "directmap/reserved-tables": {
    "pages": {
      "help": "Pages kept for tables. One page of a 2 MiB leaf takes one, one page of a 1 GiB leaf two."
    },
    "collapse": {
      "help": "After each change a table whose entries are alike and present again gives way to one leaf. Kernels do so since 6.15 for the address that set_memory_rox() was given, which is a vmalloc one; its alias in the direct map stays split. On: what it would save here.",
      "source": "arch/x86/mm/pat/set_memory.c cpa_collapse_large_pages()"
    }
  },
  "directmap/secret-pool": {
    "interface": {
      "help": "set_direct_map_*() return an error, __kernel_map_pages() returns nothing: with it no caller ever learns that a page is still mapped, or still not.",
      "source": "arch/x86/mm/pat/set_memory.c __kernel_map_pages()"
    },
    "collapse": {
      "help": "After each change a table whose entries are alike and present again gives way to one leaf. Kernels do so since 6.15 for the address that set_memory_rox() was given, which is a vmalloc one; its alias in the direct map stays split. On: what it would save here.",
      "source": "arch/x86/mm/pat/set_memory.c cpa_collapse_large_pages()"
    }
  },
  "buddy/policy": {
    "claimPercent": {
      "help": "A movable request that finds only another type's block may take the whole pageblock over if the block is of this order at least: order 4 of 9 by default. With 0 it always may, with 100 whole pageblocks only. Other requests always may.",
      "source": "mm/page_alloc.c can_steal_fallback()"
    },
    "alikePercent": {
      "help": "A pageblock that is claimed changes its type for good only if so much of it is free or of the new type already.",
      "source": "mm/page_alloc.c steal_suitable_fallback(), try_to_claim_block()"
    },
    "sparesPageblocks": {
      "help": "A request that the Normal zone cannot serve from its own type's pageblocks goes on to DMA32 before it breaks into others'. It has no effect where there is no Normal zone.",
      "source": "mm/page_alloc.c alloc_flags_nofragment()"
    },
    "groupsByMobility": {
      "help": "Without them all pages come from the same lists. The kernel does without where there are fewer pages than six pageblocks: 12 MiB on x86-64, 3 GiB on arm64 with 64 KiB pages.",
      "source": "mm/page_alloc.c build_all_zonelists(): page_group_by_mobility_disabled"
    },
    "watermarkScaleFactor": {
      "help": "vm.watermark_scale_factor: kswapd wakes at LOW and sleeps at HIGH, this far above MIN. 0 = what the profile has.",
      "source": "mm/page_alloc.c __setup_per_zone_wmarks()"
    },
    "watermarkBoostFactor": {
      "help": "vm.watermark_boost_factor: a fallback raises the watermarks by a pageblock, so that kswapd makes room for whole ones. 0 = never.",
      "source": "mm/page_alloc.c boost_watermark()"
    },
    "pcpHighFraction": {
      "help": "vm.percpu_pagelist_high_fraction, for all cpus together (before v5.14 percpu_pagelist_fraction, for each). At least 8; 0 = as many pages as the LOW watermark.",
      "source": "mm/page_alloc.c zone_highsize()"
    },
    "compactionProactiveness": {
      "help": "vm.compaction_proactiveness: kcompactd looks every 500 ms and compacts a node whose fragmentation score is 10 above 100 minus this, until it is 100 minus this. 0 = off. Came with v5.9.",
      "source": "mm/compaction.c fragmentation_score_wmark(), should_proactive_compact_node()"
    }
  }
};
