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
  }
];
