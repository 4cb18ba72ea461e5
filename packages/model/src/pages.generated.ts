// Made by `npm run generate` from the strategies' own objects in packages/sim. Do not edit.
import type { StrategyPage } from "./catalogue";

/** Key = family/type. */
export const STRATEGY_PAGES: Readonly<Record<string, StrategyPage>> = {
  "kmsan/boot-carve-out": {
    "steps": [
      "struct page grows by 16 bytes: one pointer to the page's shadow page, one to its origin page.",
      "Ranges that are in use before the page allocator exists (kernel image, memmap, early allocations) get shadow and origin of the same size from memblock.",
      "When memblock hands its free blocks over, the first block of an order is kept as shadow, the second as origin; the third is linked to both, page by page, and freed to the allocator. Then it starts again.",
      "What is still held at the end is put into threes from the largest order down; a block that finds no partners is split in two. At most 2 pages of the machine are left over.",
      "Pages that the kernel frees later (init memory, initrd) were in use before: they keep the metadata of their range and are usable besides.",
      "The area for vmalloc shrinks to a quarter. What is mapped there has its shadow and origin mapped in the second and third quarter, at fixed distances; modules have theirs in the fourth.",
      "The metadata of a block's pages is one range each, so that an access across a page boundary finds the second page's metadata behind the first's."
    ],
    "limits": [
      "Callers get one third of the memory that memblock hands over, whatever they do with it.",
      "Every block of the largest order has its neighbours as metadata: tracked memory is never contiguous beyond one block of the largest order.",
      "Deferred initialisation of struct pages has to be off."
    ],
    "sources": [
      "mm/kmsan/init.c kmsan_init_shadow(), kmsan_memblock_free_pages(), kmsan_memblock_discard()",
      "A. Potapenko, Re: [PATCH] mm: extend max struct page size for kmsan, 30 Jan 2023"
    ]
  },
  "kmsan/lazy": {
    "steps": [
      "struct page grows by 16 bytes, and ranges that are in use before the page allocator exists get shadow and origin from memblock, as in the boot carve-out.",
      "All free memory goes to the allocator. Nothing is held back.",
      "A request of order n takes a block for the caller, then one of the same order for the shadow, then one for the origin. If one is missing, the others go back and the request fails.",
      "On free the metadata either stays with the pages and serves their next user, or goes back with them.",
      "Where metadata stays, a block can come to lie on pages whose metadata is scattered or missing. KMSAN looks up a block's metadata from its first page as one range, so the old metadata goes back and a new pair of blocks is taken.",
      "Page by page, a request of order n takes a block for the caller and 2 × 2^n single pages. That helps against fragmentation; but an access across a page boundary goes on behind the first page's metadata, where the second's does not lie."
    ],
    "limits": [
      "A request of order n can fail although three times as many pages are free (fragmentation).",
      "The allocator cuts its largest block for the first page: after one order-0 request a block of order 10 is gone.",
      "The memory that callers can get is at most one third; how much depends on the load.",
      "Callers' context (GFP flags) is not modelled: metadata is asked for once, without reclaim."
    ],
    "sources": [
      "A. Potapenko, Re: [PATCH] mm: extend max struct page size for kmsan, 30 Jan 2023"
    ]
  },
  "kmsan/page-ext": {
    "steps": [
      "struct page keeps its size. Ranges that are in use before the page allocator exists get shadow and origin from memblock, as in the boot carve-out.",
      "Blocks are held back at the hand-over in the same way: once pages can be allocated it is too late to find shadow and origin that match. But with SPARSEMEM there is no page_ext yet that could hold the links. The variant has to remember which blocks belong together until the tables exist; that list is not charged.",
      "After slab and vmalloc are up, page_ext takes one table for each section from the running allocator: an exact number of pages, rounded up to an order, with the tail given back page by page. Only then are the links stored.",
      "The blocks still held are put into threes, as in the boot carve-out."
    ],
    "limits": [
      "It saves nothing: the 16 bytes leave the memmap and come back as page_ext. With shared flags it costs 8 more.",
      "The tables lie in tracked memory, so that each table page has a shadow and an origin page that nobody uses.",
      "Links cannot be looked up between the hand-over and page_ext_init()."
    ],
    "sources": [
      "mm/page_ext.c init_section_page_ext(), alloc_page_ext()",
      "mm/mm_init.c mm_core_init()",
      "A. Potapenko, Re: [PATCH] mm: extend max struct page size for kmsan, 30 Jan 2023"
    ]
  },
  "kasan/linear": {
    "steps": [
      "Before the page allocator exists, shadow for all mapped RAM is taken from memblock, with its page tables: 1/8 of it, or 1/16. x86-64 maps it in leaves of 2 MiB and 1 GiB where it can, arm in pages.",
      "The kernel image and, on x86-64, the cpu entry areas get shadow of their own. Holes, and everything above RAM, share one read-only page of zeros.",
      "With KASAN_VMALLOC the vmalloc area gets upper page tables at boot and its shadow when something is mapped there.",
      "Hardware tags need no shadow: the tags lie in memory that the kernel does not see, 1/32 of what they speak for.",
      "Freed slab pages wait in the quarantine, and go back in batches, the oldest first. Generic mode only."
    ],
    "formulas": [
      {
        "text": "shadow address = (address >> 3 or 4) + KASAN_SHADOW_OFFSET",
        "source": "mm/kasan/kasan.h"
      },
      {
        "text": "shadow bytes = mapped RAM / 8 (generic) or / 16 (software tags), rounded to pages for each mapped range",
        "source": "arch/x86/mm/kasan_init_64.c kasan_populate_shadow()"
      },
      {
        "text": "quarantine bytes <= max(0, RAM / 32 - cpus * 1 MiB) in common and 1 MiB for each cpu; batch = max(1 MiB, 2 * (RAM / 32) / max(1024, 4 * cpus))",
        "source": "mm/kasan/quarantine.c kasan_quarantine_reduce()"
      },
      {
        "text": "red zone of an object of s bytes = 16 for s <= 48, 32 for s <= 96, 64 for s <= 448, 128 for s <= 3,968, 256 for s <= 16,128, 512 for s <= 32,256, 1,024 for s <= 64,512, else 2,048",
        "source": "mm/kasan/generic.c optimal_redzone()"
      }
    ],
    "limits": [
      "Shadow of vmalloc areas and of modules, which is taken while the kernel runs, is not modelled.",
      "The quarantine is modelled for whole slab pages. In the kernel it holds objects: a slab page stays as long as one of its objects waits, so that more memory is held than here. Its queues for each cpu count as part of the one queue.",
      "Kconfig gives time as about three times slower (generic), and 20 to 50 % more for dynamic allocations; no simulated time changes."
    ],
    "sources": [
      "lib/Kconfig.kasan",
      "arch/x86/mm/kasan_init_64.c, arch/arm64/mm/kasan_init.c, arch/arm/mm/kasan_init.c",
      "mm/kasan/quarantine.c, mm/kasan/shadow.c"
    ]
  },
  "kasan/per-page": {
    "steps": [
      "At boot every page gets one byte, the page shadow: 0 the page may be accessed, 0xFE it is free, 0xFF look at the shadow of its bytes.",
      "The kernel image has byte shadow from boot on. All other byte shadow is one shared page that says poisoned: the black shadow.",
      "When a slab page or a kernel stack is allocated, each group of 8 pages that it touches and that has black shadow gets a page of its own, allocated with the caller's flags. If there is none, the slab allocation fails.",
      "Other cpus may still have the black shadow in their TLB, and a flush is not possible in every context. A check that fails is repeated after a flush on that cpu, and only what is poisoned then is reported. The action 'touch every page' shows it: each page is reached for by the next cpu.",
      "When a slab page is freed, its shadow stays. Freed pages merge up to order 3 first; a block that reaches order 3 and has shadow of its own goes on no free list. A worker turns its shadow black again, flushes, and frees both the block and the shadow page."
    ],
    "formulas": [
      {
        "text": "shadow bytes = RAM pages * 1 + page size * aligned groups of 8 pages that hold a slab or stack page, or have held one since the worker ran",
        "source": "J. Kim, [PATCH v1 00/11] mm/kasan: support per-page shadow memory, 16 May 2017"
      },
      {
        "text": "quarantine bytes <= max(0, RAM / 32 - cpus * 1 MiB) in common and 1 MiB for each cpu; batch = max(1 MiB, 2 * (RAM / 32) / max(1024, 4 * cpus))",
        "source": "mm/kasan/quarantine.c kasan_quarantine_reduce()"
      },
      {
        "text": "red zone of an object of s bytes = 16 for s <= 48, 32 for s <= 96, 64 for s <= 448, 128 for s <= 3,968, 256 for s <= 16,128, 512 for s <= 32,256, 1,024 for s <= 64,512, else 2,048",
        "source": "mm/kasan/generic.c optimal_redzone()"
      }
    ],
    "limits": [
      "Which pages are slab pages or stacks is the workload's share of them. A replayed trace does not tell, so that nothing is mapped there.",
      "Page tables of the byte shadow are not charged: the series does not say how many it shares.",
      "Repeated checks are counted at most: one for each cpu that uses a group for the first time after another cpu has mapped it; cpus are told apart modulo 32.",
      "Time: a kernel build took 9.8 % longer than with linear shadow (204 s to 224 s, 2,048 MB, QEMU). No simulated time changes.",
      "The quarantine is modelled for whole slab pages, in one queue."
    ],
    "sources": [
      "J. Kim, [PATCH v1 00/11] mm/kasan: support per-page shadow memory, 16 May 2017",
      "J. Kim, [PATCH v1 05/11] to [08/11] and [10/11]"
    ]
  },
  "kasan/slab-blocks": {
    "steps": [
      "struct page grows by a pointer: 8 bytes, or what alignment makes of it.",
      "A page that becomes a slab page or a stack takes a block of page size / 8 from a slab cache, 8 blocks a page; when it is freed the block goes back.",
      "If the cache has no free block it takes another page with the caller's flags. If there is none, the slab allocation fails.",
      "A check goes through struct page and looks at each page apart: no linear addresses, no TLB flush, no hook in the page allocator, little code for an architecture."
    ],
    "formulas": [
      {
        "text": "shadow bytes = RAM pages * pointer + 512 * slab and stack pages, and what is free in the pages of the cache",
        "source": "D. Vyukov, Re: [PATCH v1 00/11] mm/kasan: support per-page shadow memory, 30 May 2017"
      },
      {
        "text": "less than per-page shadow if 4,096 * groups of 8 pages in use - 512 * slab and stack pages > (pointer - 1) * RAM pages",
        "source": "follows from the two"
      },
      {
        "text": "quarantine bytes <= max(0, RAM / 32 - cpus * 1 MiB) in common and 1 MiB for each cpu; batch = max(1 MiB, 2 * (RAM / 32) / max(1024, 4 * cpus))",
        "source": "mm/kasan/quarantine.c kasan_quarantine_reduce()"
      },
      {
        "text": "red zone of an object of s bytes = 16 for s <= 48, 32 for s <= 96, 64 for s <= 448, 128 for s <= 3,968, 256 for s <= 16,128, 512 for s <= 32,256, 1,024 for s <= 64,512, else 2,048",
        "source": "mm/kasan/generic.c optimal_redzone()"
      }
    ],
    "limits": [
      "Outline instrumentation only, and none of stacks: the mails say that only then the shadow may lie anywhere.",
      "An access across a page boundary has to be checked in two parts, else its second half goes unseen.",
      "Global variables of the kernel image need blocks too; the mail gives no figure, and none are charged.",
      "The cache has slabs of one page, as the mail counts them; SLUB could take larger ones.",
      "The image's growth is measured with stack instrumentation and so is too high by it.",
      "The quarantine is modelled for whole slab pages, in one queue. No simulated time changes."
    ],
    "sources": [
      "D. Vyukov, Re: [PATCH v1 00/11] mm/kasan: support per-page shadow memory, 30 May 2017",
      "A. Ryabinin and J. Kim, 30 and 31 May 2017",
      "include/linux/mm_types.h struct page",
      "mm/slub.c"
    ]
  },
  "kasan/page-ext": {
    "steps": [
      "The page_ext entry of each page grows by an array of page size / 8: 512 B. It is there from boot on, whatever is used.",
      "With SPARSEMEM one table for each section comes from the running allocator; 16 MiB for 32,768 pages of 4 KiB is more than the largest block, so that it is made of single pages. With FLATMEM (32-bit arm) one table for each node comes from memblock, and so from low memory.",
      "A check looks up the page's section and its entry, then its shadow."
    ],
    "formulas": [
      {
        "text": "shadow bytes = page size / 8 * pages of all present sections (FLATMEM: of each node's span)",
        "source": "mm/page_ext.c init_section_page_ext(), alloc_node_page_ext()"
      },
      {
        "text": "quarantine bytes <= max(0, RAM / 32 - cpus * 1 MiB) in common and 1 MiB for each cpu; batch = max(1 MiB, 2 * (RAM / 32) / max(1024, 4 * cpus))",
        "source": "mm/kasan/quarantine.c kasan_quarantine_reduce()"
      },
      {
        "text": "red zone of an object of s bytes = 16 for s <= 48, 32 for s <= 96, 64 for s <= 448, 128 for s <= 3,968, 256 for s <= 16,128, 512 for s <= 32,256, 1,024 for s <= 64,512, else 2,048",
        "source": "mm/kasan/generic.c optimal_redzone()"
      }
    ],
    "limits": [
      "Nothing is saved over linear shadow; what is gained is address space.",
      "Outline instrumentation only, and none of stacks.",
      "The lookup is slower than a linear one. No figure is known, and no simulated time changes.",
      "page_owner and other clients of the profile have tables of their own here; in the kernel an entry holds all clients.",
      "The image's growth is measured with stack instrumentation and so is too high by it.",
      "The quarantine is modelled for whole slab pages, in one queue."
    ],
    "sources": [
      "D. Vyukov and V. Murzin, Re: [PATCH v1 00/11] mm/kasan: support per-page shadow memory, 30 May 2017",
      "mm/page_ext.c alloc_node_page_ext(), init_section_page_ext()"
    ]
  },
  "mte/firmware": {
    "steps": [
      "Every 16 bytes of memory have a tag of 4 bits, so that 32 pages take one page of tags.",
      "Firmware keeps that page out of the kernel's hands. The place of a page's tags is fixed: it follows from its address.",
      "A tagged page needs nothing but the page itself, in any context. Any page but tag storage can be tagged."
    ],
    "formulas": [
      {
        "text": "tag bytes = memory bytes / 32; tag pages = ceil(memory pages / 32)",
        "source": "arch/arm64/include/asm/mte-def.h MTE_GRANULE_SIZE, MTE_TAG_SIZE"
      }
    ],
    "limits": [
      "About 3 % of memory is gone even where no process uses tags.",
      "On real machines the carve-out is not in the memory map at all; here it lies in a bank and is reserved, which costs its struct pages."
    ],
    "sources": [
      "A. Elisei, [PATCH RFC v3 00/35] Add support for arm64 MTE dynamic tag storage reuse, 25 Jan 2024",
      "arch/arm64/include/asm/mte-def.h MTE_GRANULE_SIZE, MTE_TAG_SIZE"
    ]
  },
  "mte/cma": {
    "steps": [
      "Boot hands the regions over as MIGRATE_CMA: movable requests may use them like any other page.",
      "Tagged requests may use no CMA at all, for tag storage cannot carry tags itself.",
      "For a tagged page the block that keeps its tags is named by the page's address.",
      "If the block keeps tags already, it gets one reference for each page. Else the very block is taken: off the free lists if it is free (RFC v3, patch 10), by alloc_contig_range() if not, which moves the data out and drops clean page cache. While it is busy it is tried again.",
      "The allocation succeeds either way. Without storage the page is mapped without access, and the first access faults: the block is tried again, then the fault is given up once (VM_FAULT_RETRY), and the second time the data page moves to a new tagged page. The fault comes again until the tags have a place.",
      "A caller who may not sleep is refused: the reservation takes a mutex, and migration sleeps.",
      "A page of tag storage that is mapped as tagged is moved out at once. A tagged page that is moved to a page without storage has its tags put aside until that one is reached for.",
      "When the last tagged page of a block is freed, the block goes back to CMA."
    ],
    "formulas": [
      {
        "text": "tag bytes = memory bytes / 32; tag pages = ceil(memory pages / 32)",
        "source": "arch/arm64/include/asm/mte-def.h MTE_GRANULE_SIZE, MTE_TAG_SIZE"
      },
      {
        "text": "pages of a block = lcm(page, block-size) / page",
        "source": "RFC v3, arch/arm64/kernel/mte_tag_storage.c get_block_size_pages()"
      },
      {
        "text": "block of a page = tag start + rounddown((pfn - memory start) / 32, pages of a block)",
        "source": "RFC v3, arch/arm64/kernel/mte_tag_storage.c tag_storage_find_block_in_region()"
      },
      {
        "text": "references of a block = 1 + tagged pages whose tags it keeps; it is free at 1",
        "source": "RFC v3, arch/arm64/kernel/mte_tag_storage.c block_ref_add(), free_tag_storage()"
      }
    ],
    "limits": [
      "All faults of one access happen at one moment; accesses that faulted in vain try again 240 times in a run, at most 32 of them at a time, the kernel's do all the time.",
      "A block that lies inside a larger movable block cannot be emptied, as in v6.1: migration takes a block by its first page.",
      "RFC v3 counts blocks and steps by pages where a block has more than one page, and covers too few blocks; here every page counts for its own block.",
      "The fast path for free blocks (RFC v3, patch 10) compares start - end with the size as posted, and is never taken; here it is.",
      "What is in swap does not come back, so that tags kept for a swap entry are not looked at.",
      "Cache maintenance when a block changes between data and tags costs no time, and khugepaged and KVM have no part in it.",
      "In RFC v3 an atomic request goes on to take the mutex, with a warning; here it is refused and fails."
    ],
    "sources": [
      "A. Elisei, [PATCH RFC v3 00/35] Add support for arm64 MTE dynamic tag storage reuse, 25 Jan 2024",
      "A. Elisei, arm64 MTE tag storage reuse - alternatives to MIGRATE_CMA, 20 Feb 2024",
      "P. Collingbourne, 1 Feb 2024 (atomic contexts)",
      "D. Hildenbrand, 30 Nov 2023 (pins)"
    ]
  },
  "mte/cleancache": {
    "steps": [
      "Tag storage stays out of the allocator. The kernel knows it as a backend of cleancache.",
      "When a clean page of the page cache is about to go back (evicted, or written back first), a copy of it is put into idle tag storage. Where nothing is idle, the oldest copies go.",
      "When the page is read again, the copy is taken out and no disk is read. When the file is gone, the copy is too.",
      "For a tagged page the copies in its block are dropped. That takes no migration, no sleep and no page to move to, and so it never fails.",
      "Nobody but the backend holds a reference to tag storage: nothing in it can be pinned.",
      "When the last tagged page of a block is freed, the block can hold copies again."
    ],
    "formulas": [
      {
        "text": "tag bytes = memory bytes / 32; tag pages = ceil(memory pages / 32)",
        "source": "arch/arm64/include/asm/mte-def.h MTE_GRANULE_SIZE, MTE_TAG_SIZE"
      },
      {
        "text": "pages of a block = lcm(page, block-size) / page",
        "source": "RFC v3, arch/arm64/kernel/mte_tag_storage.c get_block_size_pages()"
      },
      {
        "text": "block of a page = tag start + rounddown((pfn - memory start) / 32, pages of a block)",
        "source": "RFC v3, arch/arm64/kernel/mte_tag_storage.c tag_storage_find_block_in_region()"
      },
      {
        "text": "references of a block = 1 + tagged pages whose tags it keeps; it is free at 1",
        "source": "RFC v3, arch/arm64/kernel/mte_tag_storage.c block_ref_add(), free_tag_storage()"
      }
    ],
    "limits": [
      "Tag storage helps nobody but readers of clean page cache.",
      "Every put and every hit copies a page; that time is not modelled.",
      "A copy of a larger folio is dropped as a whole when one of its pages is wanted for tags.",
      "cleancache left the kernel in v5.17, its last backend in v5.3; the design would bring it back.",
      "What is read again is drawn from all that was dropped, any of it alike."
    ],
    "sources": [
      "A. Elisei, arm64 MTE tag storage reuse - alternatives to MIGRATE_CMA, 20 Feb 2024",
      "v5.4 mm/cleancache.c, Documentation/vm/cleancache.rst"
    ]
  },
  "device/pfn-valid": {
    "steps": [
      "A namespace starts with its info block (8 KiB). Behind it comes room for 64 B of struct page for each page, if the memmap lies on the device, and padding; the data starts at a multiple of the alignment.",
      "Adding it populates its part of the vmemmap by sections, in leaves of 2 MiB on x86-64. With an altmap they come from the namespace, behind the reserve; without one from ordinary memory, as do the page tables and whatever is no whole section.",
      "With CONFIG_DEBUG_VM the new struct pages are filled with ones. Those of the memmap's own pages and of the data are then initialised; those of the reserve (info block, and the pad of kernels before 5.3) are not.",
      "A walker asks pfn_valid(), which says that a section or sub-section has a memmap, not that somebody initialised it. Then it reads.",
      "A struct page of all ones looks like a tail page whose head lies at 0xfffffffffffffffe: reading that is the panic. Without CONFIG_DEBUG_VM the walker reads what the device held."
    ],
    "formulas": [
      {
        "text": "dataoff (bytes) = ALIGN(start + 8 KiB + 64 B × ((size - 8 KiB) / page), max(align, 2 MiB)) - start; with the memmap in DRAM without the 64 B",
        "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init()"
      },
      {
        "text": "data pages = (size - dataoff - (start + size) mod max(align, 2 MiB)) / page",
        "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init()"
      },
      {
        "text": "reserve (pages) = 8 KiB / page, rounded up; before 5.3 also the distance from the section's start",
        "source": "drivers/nvdimm/pfn_devs.c init_altmap_reserve()"
      },
      {
        "text": "altmap room (pages) = (dataoff - 8 KiB) / page",
        "source": "drivers/nvdimm/pfn_devs.c __nvdimm_setup_pfn()"
      },
      {
        "text": "memmap of device-dax in DRAM, since 5.19 on x86-64 = 2 pages for each page of the alignment's size, and page tables",
        "source": "mm/sparse-vmemmap.c vmemmap_populate_compound_pages()"
      }
    ],
    "limits": [
      "Compaction asks for online pageblocks since 4.13 and never reads a namespace's struct pages.",
      "The time between adding a namespace and initialising its struct pages is not modelled: a walker of those seconds would read ones too.",
      "Walkers are counted by pfn and not timed. They change nothing: compaction walks, but what it would move stays.",
      "Page tables of the direct map for the namespace are not counted here."
    ],
    "sources": [
      "fs/proc/page.c, mm/page_idle.c, mm/memory_hotplug.c of 5.3",
      "drivers/nvdimm/pfn_devs.c nd_pfn_init(), __nvdimm_setup_pfn()",
      "mm/memremap.c pagemap_range(); mm/sparse-vmemmap.c; mm/page_alloc.c memmap_init_range(), memmap_init_zone_device()",
      "M. Hocko, Re: [PATCH 2/2] /proc/kpageflags: do not use uninitialized struct pages, 6 Aug 2019"
    ]
  },
  "device/online-page": {
    "steps": [
      "A namespace starts with its info block (8 KiB). Behind it comes room for 64 B of struct page for each page, if the memmap lies on the device, and padding; the data starts at a multiple of the alignment.",
      "Adding it populates its part of the vmemmap by sections, in leaves of 2 MiB on x86-64. With an altmap they come from the namespace, behind the reserve; without one from ordinary memory, as do the page tables and whatever is no whole section.",
      "With CONFIG_DEBUG_VM the new struct pages are filled with ones. Those of the memmap's own pages and of the data are then initialised; those of the reserve (info block, and the pad of kernels before 5.3) are not.",
      "A walker asks pfn_to_online_page(). A namespace's sections are never online, so /proc/kpageflags answers KPF_NOPAGE (bit 20) for all of its pfns, those of data too.",
      "Where a namespace shares a section with RAM, the section is online. Kernels before 5.12 then take its pfns for online ones and read; later ones ask for the pagemap."
    ],
    "formulas": [
      {
        "text": "dataoff (bytes) = ALIGN(start + 8 KiB + 64 B × ((size - 8 KiB) / page), max(align, 2 MiB)) - start; with the memmap in DRAM without the 64 B",
        "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init()"
      },
      {
        "text": "data pages = (size - dataoff - (start + size) mod max(align, 2 MiB)) / page",
        "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init()"
      },
      {
        "text": "reserve (pages) = 8 KiB / page, rounded up; before 5.3 also the distance from the section's start",
        "source": "drivers/nvdimm/pfn_devs.c init_altmap_reserve()"
      },
      {
        "text": "altmap room (pages) = (dataoff - 8 KiB) / page",
        "source": "drivers/nvdimm/pfn_devs.c __nvdimm_setup_pfn()"
      },
      {
        "text": "memmap of device-dax in DRAM, since 5.19 on x86-64 = 2 pages for each page of the alignment's size, and page tables",
        "source": "mm/sparse-vmemmap.c vmemmap_populate_compound_pages()"
      }
    ],
    "limits": [
      "Nobody can see the flags of a namespace's pages any more, initialised or not.",
      "The time between adding a namespace and initialising its struct pages is not modelled: a walker of those seconds would read ones too.",
      "Walkers are counted by pfn and not timed. They change nothing: compaction walks, but what it would move stays.",
      "Page tables of the direct map for the namespace are not counted here."
    ],
    "sources": [
      "fs/proc/page.c, commit aad5f69bc161 (5.4)",
      "mm/page_idle.c page_idle_get_page(): 5.8",
      "mm/memory_hotplug.c pfn_to_online_page(), commit 1f90a3477df3 (5.12)",
      "drivers/nvdimm/pfn_devs.c nd_pfn_init(), __nvdimm_setup_pfn()",
      "mm/memremap.c pagemap_range(); mm/sparse-vmemmap.c; mm/page_alloc.c memmap_init_range(), memmap_init_zone_device()",
      "M. Hocko, Re: [PATCH 2/2] /proc/kpageflags: do not use uninitialized struct pages, 6 Aug 2019"
    ]
  },
  "device/altmap-check": {
    "steps": [
      "A namespace starts with its info block (8 KiB). Behind it comes room for 64 B of struct page for each page, if the memmap lies on the device, and padding; the data starts at a multiple of the alignment.",
      "Adding it populates its part of the vmemmap by sections, in leaves of 2 MiB on x86-64. With an altmap they come from the namespace, behind the reserve; without one from ordinary memory, as do the page tables and whatever is no whole section.",
      "With CONFIG_DEBUG_VM the new struct pages are filled with ones. Those of the memmap's own pages and of the data are then initialised; those of the reserve (info block, and the pad of kernels before 5.3) are not.",
      "A walker asks pfn_valid(), then looks the pfn up in the table of device pagemaps. If it lies in an altmap's reserve, the answer is KPF_RESERVED, without reading.",
      "All other struct pages of a namespace are read: their flags stay visible."
    ],
    "formulas": [
      {
        "text": "dataoff (bytes) = ALIGN(start + 8 KiB + 64 B × ((size - 8 KiB) / page), max(align, 2 MiB)) - start; with the memmap in DRAM without the 64 B",
        "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init()"
      },
      {
        "text": "data pages = (size - dataoff - (start + size) mod max(align, 2 MiB)) / page",
        "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init()"
      },
      {
        "text": "reserve (pages) = 8 KiB / page, rounded up; before 5.3 also the distance from the section's start",
        "source": "drivers/nvdimm/pfn_devs.c init_altmap_reserve()"
      },
      {
        "text": "altmap room (pages) = (dataoff - 8 KiB) / page",
        "source": "drivers/nvdimm/pfn_devs.c __nvdimm_setup_pfn()"
      },
      {
        "text": "memmap of device-dax in DRAM, since 5.19 on x86-64 = 2 pages for each page of the alignment's size, and page tables",
        "source": "mm/sparse-vmemmap.c vmemmap_populate_compound_pages()"
      }
    ],
    "limits": [
      "Only walkers that were taught are safe: the patch teaches /proc/kpageflags. The next one that is written has to know again.",
      "Every pfn with a struct page costs a look-up, RAM's too.",
      "The time between adding a namespace and initialising its struct pages is not modelled: a walker of those seconds would read ones too.",
      "Walkers are counted by pfn and not timed. They change nothing: compaction walks, but what it would move stays.",
      "Page tables of the direct map for the namespace are not counted here."
    ],
    "sources": [
      "T. Fukasawa, [PATCH 2/2] /proc/kpageflags: do not use uninitialized struct pages, 25 Jul 2019: pfn_zone_device_reserved()",
      "drivers/nvdimm/pfn_devs.c nd_pfn_init(), __nvdimm_setup_pfn()",
      "mm/memremap.c pagemap_range(); mm/sparse-vmemmap.c; mm/page_alloc.c memmap_init_range(), memmap_init_zone_device()",
      "M. Hocko, Re: [PATCH 2/2] /proc/kpageflags: do not use uninitialized struct pages, 6 Aug 2019"
    ]
  },
  "device/initialise-all": {
    "steps": [
      "A namespace starts with its info block (8 KiB). Behind it comes room for 64 B of struct page for each page, if the memmap lies on the device, and padding; the data starts at a multiple of the alignment.",
      "Adding it populates its part of the vmemmap by sections, in leaves of 2 MiB on x86-64. With an altmap they come from the namespace, behind the reserve; without one from ordinary memory, as do the page tables and whatever is no whole section.",
      "With CONFIG_DEBUG_VM the new struct pages are filled with ones. Those of the memmap's own pages and of the data are then initialised; those of the reserve (info block, and the pad of kernels before 5.3) are not.",
      "memremap_pages() initialises all struct pages of the range, those of the info block and of a pad too, as reserved pages of ZONE_DEVICE.",
      "Walkers ask pfn_valid() as before. None has to know of altmaps, and none finds a struct page without a value."
    ],
    "formulas": [
      {
        "text": "dataoff (bytes) = ALIGN(start + 8 KiB + 64 B × ((size - 8 KiB) / page), max(align, 2 MiB)) - start; with the memmap in DRAM without the 64 B",
        "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init()"
      },
      {
        "text": "data pages = (size - dataoff - (start + size) mod max(align, 2 MiB)) / page",
        "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init()"
      },
      {
        "text": "reserve (pages) = 8 KiB / page, rounded up; before 5.3 also the distance from the section's start",
        "source": "drivers/nvdimm/pfn_devs.c init_altmap_reserve()"
      },
      {
        "text": "altmap room (pages) = (dataoff - 8 KiB) / page",
        "source": "drivers/nvdimm/pfn_devs.c __nvdimm_setup_pfn()"
      },
      {
        "text": "memmap of device-dax in DRAM, since 5.19 on x86-64 = 2 pages for each page of the alignment's size, and page tables",
        "source": "mm/sparse-vmemmap.c vmemmap_populate_compound_pages()"
      }
    ],
    "limits": [
      "D. Williams objects that a namespace reserves room for the struct pages of its data alone, and that existing ones may lack it for the others. In every layout that the rules before and after 5.3 give, the reserve's struct pages lie in leaves that the data's need anyway; namespaces of older tools are not modelled.",
      "The time between adding a namespace and initialising its struct pages is not modelled: a walker of those seconds would read ones too.",
      "Walkers are counted by pfn and not timed. They change nothing: compaction walks, but what it would move stays.",
      "Page tables of the direct map for the namespace are not counted here."
    ],
    "sources": [
      "D. Williams, Re: [PATCH 2/2] /proc/kpageflags: do not use uninitialized struct pages, 6 Aug 2019",
      "drivers/nvdimm/pfn_devs.c nd_pfn_init(), __nvdimm_setup_pfn()",
      "mm/memremap.c pagemap_range(); mm/sparse-vmemmap.c; mm/page_alloc.c memmap_init_range(), memmap_init_zone_device()",
      "M. Hocko, Re: [PATCH 2/2] /proc/kpageflags: do not use uninitialized struct pages, 6 Aug 2019"
    ]
  },
  "device/device-bit": {
    "steps": [
      "A namespace starts with its info block (8 KiB). Behind it comes room for 64 B of struct page for each page, if the memmap lies on the device, and padding; the data starts at a multiple of the alignment.",
      "Adding it populates its part of the vmemmap by sections, in leaves of 2 MiB on x86-64. With an altmap they come from the namespace, behind the reserve; without one from ordinary memory, as do the page tables and whatever is no whole section.",
      "With CONFIG_DEBUG_VM the new struct pages are filled with ones. Those of the memmap's own pages and of the data are then initialised; those of the reserve (info block, and the pad of kernels before 5.3) are not.",
      "Beside the map of valid sub-sections each section gets a second one, 8 bytes of the section's usage data on x86-64. memremap_pages() sets its bits once all struct pages but the reserve's are initialised.",
      "/proc/kpageflags and kpagecount ask pfn_to_online_page(). Where that says no and the bit is set, they look the pagemap up: a pfn of the reserve is left out as KPF_NOPAGE, any other one tells how many pfns may be read from there on."
    ],
    "formulas": [
      {
        "text": "dataoff (bytes) = ALIGN(start + 8 KiB + 64 B × ((size - 8 KiB) / page), max(align, 2 MiB)) - start; with the memmap in DRAM without the 64 B",
        "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init()"
      },
      {
        "text": "data pages = (size - dataoff - (start + size) mod max(align, 2 MiB)) / page",
        "source": "drivers/nvdimm/pfn_devs.c nd_pfn_init()"
      },
      {
        "text": "reserve (pages) = 8 KiB / page, rounded up; before 5.3 also the distance from the section's start",
        "source": "drivers/nvdimm/pfn_devs.c init_altmap_reserve()"
      },
      {
        "text": "altmap room (pages) = (dataoff - 8 KiB) / page",
        "source": "drivers/nvdimm/pfn_devs.c __nvdimm_setup_pfn()"
      },
      {
        "text": "memmap of device-dax in DRAM, since 5.19 on x86-64 = 2 pages for each page of the alignment's size, and page tables",
        "source": "mm/sparse-vmemmap.c vmemmap_populate_compound_pages()"
      }
    ],
    "limits": [
      "The bit covers the reserve too: without the look-up the walker would read it.",
      "A look-up holds for one read() of the file; the simulation counts a walk as one.",
      "Walkers besides /proc stay with pfn_to_online_page().",
      "The time between adding a namespace and initialising its struct pages is not modelled: a walker of those seconds would read ones too.",
      "Walkers are counted by pfn and not timed. They change nothing: compaction walks, but what it would move stays.",
      "Page tables of the direct map for the namespace are not counted here."
    ],
    "sources": [
      "T. Fukasawa, [PATCH 2/3] mm: Introduce subsection_dev_map and [PATCH 3/3] mm: make pfn walker support ZONE_DEVICE, 8 Nov 2019",
      "drivers/nvdimm/pfn_devs.c nd_pfn_init(), __nvdimm_setup_pfn()",
      "mm/memremap.c pagemap_range(); mm/sparse-vmemmap.c; mm/page_alloc.c memmap_init_range(), memmap_init_zone_device()",
      "M. Hocko, Re: [PATCH 2/2] /proc/kpageflags: do not use uninitialized struct pages, 6 Aug 2019"
    ]
  },
  "directmap/stock": {
    "steps": [
      "x86-64 maps RAM at boot with the largest leaves that fit: 1 GiB where all of it is RAM and the cpu has such leaves, else 2 MiB, else 4 KiB; a piece whose surrounding leaf is all RAM is widened to it. With debug_pagealloc everything is 4 KiB.",
      "arm64 maps with blocks and contiguous runs, or with pages alone where rodata=full, debug_pagealloc or KFENCE ask for it; with FEAT_BBM level 2 only debug_pagealloc does.",
      "A change of attributes goes leaf by leaf. Same attributes: nothing to do. The whole leaf: it is rewritten. A part of it: it is split into 512 of the next size, in a table that takes one page (GFP_KERNEL) of the running allocator.",
      "One page of a 1 GiB leaf takes two splits. Without a page for a table the change fails with -ENOMEM; a split that was done before stays.",
      "Secret memory unmaps one page for each fault and fails the fault on an error. Code in a vmalloc area makes the alias of each page read-only; until 6.9 its loaders ignored the result, and the reset on unload still does. Hibernation maps a page that is not present, copies it and unmaps it, whatever the result.",
      "With debug_pagealloc every free unmaps and every allocation maps. There is nothing to split, so that cannot fail; only the cpu at work flushes its TLB."
    ],
    "formulas": [
      {
        "text": "tables = 2 MiB slots with 4 KiB leaves (PTE) + 1 GiB slots that are no leaf (PMD) + 512 GiB slots (PUD), one page each",
        "source": "arch/x86/mm/init_64.c phys_pud_init(), phys_pmd_init()"
      },
      {
        "text": "tables that unmapping scattered pages adds = 2 MiB leaves hit + 1 GiB leaves hit",
        "source": "arch/x86/mm/pat/set_memory.c split_large_page()"
      },
      {
        "text": "TLB reach = sum over the leaf sizes of min(entries, leaves) x size",
        "source": "the profile's TLB rows"
      }
    ],
    "limits": [
      "What the kernel splits for its own image at boot (text, read-only data, IDT: three 2 MiB leaves on the kernels measured) is not in it.",
      "Memory of device namespaces is not mapped.",
      "TLBs are counted, not timed: neither misses nor flushes cost time.",
      "Secret pages stay to the end of the run; code is unloaded as soon as it was loaded."
    ],
    "sources": [
      "arch/x86/mm/init.c init_mem_mapping(), split_mem_range()",
      "arch/x86/mm/pat/set_memory.c __change_page_attr(), split_large_page()",
      "arch/arm64/mm/mmu.c map_mem(), arch/arm64/mm/pageattr.c",
      "R. Edgecombe, Re: [PATCH 0/4] arch, mm: improve robustness of direct map manipulation, 26 Oct 2020"
    ]
  },
  "directmap/checked": {
    "steps": [
      "Boot and splits are as the kernel does.",
      "Every caller gets -ENOMEM where a split finds no page: the secret fault fails, code is not loaded, a range goes back as it was, an image is not saved.",
      "Freed code whose pages could not be taken out of the map is flushed everywhere before its pages are used again."
    ],
    "limits": [
      "A failure is still a failure: it is seen, not prevented.",
      "What the kernel splits for its own image at boot is not in it.",
      "TLBs are counted, not timed."
    ],
    "sources": [
      "M. Rapoport, [PATCH 0/4] arch, mm: improve robustness of direct map manipulation, 25 Oct 2020",
      "R. Edgecombe, Re: [PATCH 0/4] arch, mm: improve robustness of direct map manipulation, 26 Oct 2020"
    ]
  },
  "directmap/pages-only": {
    "steps": [
      "At boot every page of RAM gets an entry of its own: one table for each 512 pages, from memblock. The tables of the profile's own map are part of its reserved pages; what this map has beyond them is taken.",
      "A change rewrites one entry for each page. Nothing is split, and nothing is allocated."
    ],
    "formulas": [
      {
        "text": "tables = ceil(pages / 512) PTE + ceil(pages / 512^2) PMD + ceil(pages / 512^3) PUD, one page each, where memory starts at a border",
        "source": "arch/x86/mm/init_64.c phys_pte_init()"
      }
    ],
    "limits": [
      "Tables take 1/512 of memory and a little more, whether anything is ever unmapped or not.",
      "The TLB reaches no more than its entries for single pages.",
      "On x86-64 the first few tables come from the kernel image's own area (brk); here they count as taken.",
      "KMSAN's metadata for these tables is not charged."
    ],
    "sources": [
      "arch/x86/mm/init.c probe_page_size_mask()",
      "arch/arm64/mm/mmu.c map_mem(): NO_BLOCK_MAPPINGS",
      "R. Edgecombe, Re: [PATCH 0/4] arch, mm: improve robustness of direct map manipulation, 26 Oct 2020"
    ]
  },
  "directmap/reserved-tables": {
    "steps": [
      "Boot is as the kernel does. Then pages are taken from the allocator and kept for tables.",
      "A split asks the allocator first, and the reserve if that has no page.",
      "Before each change of the map the reserve is filled up as far as pages can be had.",
      "Only when the reserve is empty too does a change fail, and then as in the kernel."
    ],
    "limits": [
      "The reserve is memory that nobody else can use.",
      "No kernel has it. It is the usual answer to an allocation that must not fail (mempool), put beside the others for comparison.",
      "What the kernel splits for its own image at boot is not in it."
    ],
    "sources": [
      "mm/mempool.c",
      "arch/x86/mm/pat/set_memory.c split_large_page()"
    ]
  },
  "directmap/secret-pool": {
    "steps": [
      "Boot and splits are as the kernel does.",
      "The first secret fault takes a block (2 MiB with 4 KiB pages) and unmaps all of it: a leaf of that size stays whole and takes no table, a leaf of 1 GiB is split once.",
      "The faults that follow get their pages out of the block until it is used up.",
      "Whatever else changes the map works as in the kernel."
    ],
    "formulas": [
      {
        "text": "tables that secret pages add = 1 GiB leaves hit, instead of 2 MiB leaves hit + 1 GiB leaves hit",
        "source": "arch/x86/mm/pat/set_memory.c __should_split_large_page()"
      }
    ],
    "limits": [
      "A fault fails where no block of that order is free, though single pages are.",
      "The pages of a block that nobody has asked for yet are lost to everybody else.",
      "Pages are not given back to the pool: secret pages stay to the end of the run.",
      "It was proposed with the patches that became secretmem and left out before they were merged."
    ],
    "sources": [
      "M. Rapoport, [RFC PATCH v2 4/5] mm: secretmem: use PMD-size pages to amortize direct map fragmentation, 6 Jul 2020",
      "arch/x86/mm/pat/set_memory.c __change_page_attr()"
    ]
  },
  "buddy/policy": {
    "steps": [
      "At boot every pageblock is movable. A request takes blocks from the lists of its own migratetype, the smallest that will do.",
      "Where its own lists have nothing it falls back: it looks through the other types' lists from the largest order down, and either takes a whole pageblock over or just a block. Each such fallback mixes types, and raises the zone's watermarks for a while.",
      "In a Normal zone with DMA32 below it, a request goes to DMA32 before it falls back.",
      "Below LOW kswapd is woken and works until HIGH. How far these are apart is the scale factor's doing.",
      "Blocks up to order 3 pass through lists of each cpu, whose size is a share of the zone.",
      "kcompactd looks after each node every 500 ms, whether or not anybody asks for large blocks."
    ],
    "limits": [
      "The settings hold from boot on; the kernel's can be changed while it runs.",
      "kcompactd and kswapd take no time: what they do is done between two requests."
    ],
    "sources": [
      "mm/page_alloc.c __rmqueue(), __rmqueue_fallback(), steal_suitable_fallback(), boost_watermark(), zone_highsize()",
      "mm/compaction.c kcompactd()",
      "Documentation/admin-guide/sysctl/vm.rst"
    ]
  }
};
