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
  }
];
