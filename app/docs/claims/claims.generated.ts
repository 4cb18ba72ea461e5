// Made by `npm run generate` from test/support/claims. Do not edit.
import type { CheckedClaim } from "./claim";

export const CLAIMS: readonly CheckedClaim[] = [
  {
    "number": 1,
    "claim": "The boot carve-out leaves callers one third of memory.",
    "mail": "A. Potapenko, Re: [PATCH] mm: extend max struct page size for kmsan, 30 Jan 2023",
    "template": "kmsan",
    "outcome": "Of 1 GiB (262,144 pages) callers get 87,381; in 5 layouts it is a third, rounded down, and at most 2 pages are left over.",
    "isConfirmed": true
  },
  {
    "number": 2,
    "claim": "Lazy allocation needs a block of the same order three times, and takes the largest block apart for it.",
    "mail": "A. Potapenko, Re: [PATCH] mm: extend max struct page size for kmsan, 30 Jan 2023",
    "template": "kmsan",
    "outcome": "With 2,048 pages free an order-9 request (3 × 512 pages) fails; one order-0 request leaves 1,021 of 1,024 pages free and no block of order 10.",
    "isConfirmed": true
  },
  {
    "number": 3,
    "claim": "page_ext is set up when alloc_pages() is already in use, from memory that is cut up by then.",
    "mail": "A. Potapenko, Re: [PATCH] mm: extend max struct page size for kmsan, 30 Jan 2023",
    "template": "kmsan",
    "outcome": "At 4 GiB the tables, 4,096 pages, come out of the 333,141 pages that the allocator already has; under SPARSEMEM none come from memblock.",
    "isConfirmed": true
  },
  {
    "number": 4,
    "claim": "Moving the two pointers to page_ext saves nothing.",
    "mail": "A. Potapenko, Re: [PATCH] mm: extend max struct page size for kmsan, 30 Jan 2023",
    "template": "kmsan",
    "outcome": "At 4 GiB struct page gives back 16 MiB and page_ext takes 16 MiB, 24 MiB with shared flags; callers get 0 pages more.",
    "isConfirmed": true
  },
  {
    "number": 5,
    "claim": "An unaligned access across two pages needs their metadata side by side.",
    "mail": "A. Potapenko, Re: [PATCH] mm: extend max struct page size for kmsan, 30 Jan 2023",
    "template": "kmsan",
    "outcome": "Of 360 accesses across two pages 360 write over a foreign page where metadata is allocated page by page; 0 where each block has its metadata in one block.",
    "isConfirmed": true
  },
  {
    "number": 6,
    "claim": "Blocks of 512 B take less than a whole page of shadow if one of eight neighbouring pages needs it.",
    "mail": "D. Vyukov, Re: [PATCH v1 00/11] mm/kasan: support per-page shadow memory to reduce memory consumption, 30 May 2017",
    "template": "kasan",
    "outcome": "For 1,000 groups with one slab page each, pages of shadow take 4,096,000 B and blocks 512,000 B; with eight each, 4,096,000 B and 4,096,000 B.",
    "isConfirmed": true
  },
  {
    "number": 7,
    "claim": "512-byte blocks work with outline instrumentation only, but need no TLB flush and no hook in the page allocator.",
    "mail": "D. Vyukov, Re: [PATCH v1 00/11] mm/kasan: support per-page shadow memory to reduce memory consumption, 30 May 2017",
    "template": "kasan",
    "outcome": "Inline and stack instrumentation are refused (2 of 2). Under one load per-page shadow repeats at most 3,192 checks for stale TLB entries and keeps up to 184 free pages off the free lists; blocks repeat 0 and keep back 0.",
    "isConfirmed": true
  },
  {
    "number": 8,
    "claim": "Shadow in page_ext is allocated in advance, whatever is used, and is slower to look up.",
    "mail": "D. Vyukov, Re: [PATCH v1 00/11] mm/kasan: support per-page shadow memory to reduce memory consumption, 30 May 2017",
    "template": "kasan",
    "outcome": "Of 1 GiB the tables take 128 MiB at boot where no page is a slab page, and 128 MiB where every kernel page is. For the lookup the mails have no figure, and the simulation has none.",
    "isConfirmed": true
  },
  {
    "number": 9,
    "claim": "Tag storage that is in use for data cannot be had in atomic context, because its data cannot be migrated there.",
    "mail": "A. Elisei, arm64 MTE tag storage reuse - alternatives to MIGRATE_CMA, 20 Feb 2024",
    "template": "mte",
    "outcome": "As CMA, tag storage is refused to all 81 atomic tagged requests, 59 of them because it holds data and the others because the reservation sleeps; with cleancache 0 fail, and 258 pages of copies are dropped for tags.",
    "isConfirmed": true
  },
  {
    "number": 10,
    "claim": "No CMA page can be used for tagged allocations, not even CMA that is no tag storage.",
    "mail": "A. Elisei, arm64 MTE tag storage reuse - alternatives to MIGRATE_CMA, 20 Feb 2024",
    "template": "mte",
    "outcome": "Untagged movable requests get 45,072 pages, tagged ones 41,488: 3,584 less, where 3,584 are CMA, 2,048 of them no tag storage; 12,436 requests fail with CMA free.",
    "isConfirmed": true
  },
  {
    "number": 11,
    "claim": "A process can use tag storage so that it cannot be migrated, and keep others from progress for ever.",
    "mail": "A. Elisei, arm64 MTE tag storage reuse - alternatives to MIGRATE_CMA, 20 Feb 2024",
    "template": "mte",
    "outcome": "With user pages pinned by vmsplice 9,840 reservations meet a pinned page, and after 4,497 accesses without progress 846 pages still wait at the end; with cleancache all 4,954 tagged pages have their tags stored.",
    "isConfirmed": true
  },
  {
    "number": 12,
    "claim": "Reading /proc/kpageflags for the first pfns of a pmem namespace panics.",
    "mail": "M. Hocko, Re: [PATCH 2/2] /proc/kpageflags: do not use uninitialized struct pages, 6 Aug 2019",
    "template": "device",
    "outcome": "With DEBUG_VM the read stops at pfn 0x240000 with a fault at 0xfffffffffffffffe; 2 struct pages are without a value, and the altmap's reserve is 2 pages.",
    "isConfirmed": true
  },
  {
    "number": 13,
    "claim": "All pfn walkers must know of the struct pages that are not initialised.",
    "mail": "M. Hocko, Re: [PATCH 2/2] /proc/kpageflags: do not use uninitialized struct pages, 6 Aug 2019",
    "template": "device",
    "outcome": "With pfn_valid() alone 4 of 5 walkers panic (kpageflags, kpagecount, page-idle, offline; compaction asks for online pageblocks since 4.13); teaching kpageflags leaves 3; with pfn_to_online_page() in all of them, or all struct pages initialised, none does.",
    "isConfirmed": true
  },
  {
    "number": 14,
    "claim": "Under DEBUG_PAGEALLOC the direct map of x86 is all 4 KiB, so that __kernel_map_pages() cannot fail.",
    "mail": "R. Edgecombe, Re: [PATCH 0/4] arch, mm: improve robustness of direct map manipulation, 26 Oct 2020",
    "template": "directmap",
    "outcome": "Of 786,432 leaves 0 are larger than 4 KiB; 4,000 calls asked for 0 tables, 0 failed.",
    "isConfirmed": true
  },
  {
    "number": 15,
    "claim": "Without it one page of a 2 MiB leaf needs a page for a table, and a void function hides that there was none.",
    "mail": "R. Edgecombe, Re: [PATCH 0/4] arch, mm: improve robustness of direct map manipulation, 26 Oct 2020",
    "template": "directmap",
    "outcome": "Of 5 pages unmapped when memory is full, void leaves 5 mapped that are believed unmapped, int 0 with 5 errors returned; with debug_pagealloc 0 fail.",
    "isConfirmed": true
  },
  {
    "number": 16,
    "claim": "A 4 KiB page that is not present can always be mapped back; one of a large leaf cannot.",
    "mail": "R. Edgecombe, Re: [PATCH 0/4] arch, mm: improve robustness of direct map manipulation, 26 Oct 2020",
    "template": "directmap",
    "outcome": "A 4 KiB entry comes back with 0 tables; a 2 MiB leaf goes with 0 and one page of it comes back with 1, which fails with -ENOMEM when no page is free.",
    "isConfirmed": true
  }
];
