import type { FieldSpec } from "./field-spec";
import {
  BANK_FIELDS,
  CMA_FIELDS,
  PMEM_FIELDS,
  PROFILE_FIELDS,
  RESERVED_FIELDS,
  TAG_STORAGE_FIELDS,
  TLB_FIELDS,
} from "./kinds/profile";
import {
  ACTION_FIELDS,
  ATOMIC_BURST_FIELDS,
  CACHE_FIELDS,
  CPU_FIELDS,
  LOAD_FIELDS,
  PIN_FIELDS,
  SLAB_FIELDS,
} from "./kinds/workload";

/** What a form says of a field. */
export type FieldWords = Pick<FieldSpec, "help" | "source">;

/** Of machines and loads, whose fields are many: by key. Only a form and a description need it, so it comes with them. */
const WORDS: readonly (readonly [readonly FieldSpec[], Readonly<Record<string, FieldWords>>])[] = [
  [
    PROFILE_FIELDS,
    {
      arch: {
        help: "Decides zones, section size and which page sizes exist.",
        source: "mm/mm_init.c free_area_init, arch/*/mm/init.c",
      },
      kernel: {
        help: "Whose rules count where versions differ: fallback, per-cpu lists, reserves, section sizes, page_ext. 6.1 is the version that was measured.",
      },
      cpus: {
        help: "Each has page lists of its own in every zone. They are dealt to the nodes evenly, in order.",
        source: "mm/page_alloc.c zone_highsize",
      },
      pageSizeBytes: { help: "4 KiB; arm64 also 16 KiB and 64 KiB." },
      fiveLevelPaging: {
        help: "x86-64 with 57-bit virtual addresses: RAM may lie above 64 TiB.",
        source: "arch/x86/include/asm/sparsemem.h MAX_PHYSMEM_BITS",
      },
      maxOrder: {
        help: "Largest block of the buddy allocator, 2^order pages, inclusive.",
        source: "include/linux/mmzone.h MAX_ORDER",
      },
      pageblockOrder: {
        help: "2^order pages share a migratetype. 0: derived, the huge page's order but at most the largest one.",
        source: "include/linux/pageblock-flags.h pageblock_order",
      },
      transparentHugepages: {
        help: "khugepaged raises min_free_kbytes, and the per-cpu lists keep huge pages too. Below 512 MiB the kernel leaves them off.",
        source: "mm/khugepaged.c set_recommended_min_free_kbytes",
      },
      minFreeKbytes: {
        help: "vm.min_free_kbytes as an administrator set it. 0: what the kernel computes.",
        source: "mm/page_alloc.c calculate_min_free_kbytes",
      },
      watermarkScaleFactor: {
        help: "vm.watermark_scale_factor: how far apart the watermarks are at least, in ten thousandths of a zone.",
        source: "mm/page_alloc.c __setup_per_zone_wmarks",
      },
      nodeDistances: {
        help: "A row for each node with memory, e.g. 10 21; 21 10. Empty: 10 to itself, 20 to any other.",
        source: "mm/page_alloc.c find_next_best_node",
      },
      structPageBytes: {
        help: "sizeof(struct page) before a strategy adds to it. 64 B with memcg and 16-byte alignment; 32 B on 32-bit arm.",
        source: "include/linux/mm_types.h",
      },
      swapBytes: {
        help: "Room for anonymous pages that reclaim takes away. What that costs is counted, not timed.",
        source: "mm/vmscan.c shrink_folio_list",
      },
      kernelDataBytes: {
        help: "_sdata to _edata. KMSAN records it twice: with the image through the direct map, and through the image's own mapping.",
        source: "mm/kmsan/init.c kmsan_init_shadow; dmesg: Memory: ... rwdata",
      },
      lateFreedPages: {
        help: "Init memory, initrd and gaps in the kernel image that reach the buddy after everything else, as far as no reserved range names them.",
        source: "dmesg: Freeing ... memory",
      },
      freedBeforeWatermarksPages: {
        help: "How many of all pages freed late are back before min_free_kbytes and the watermarks are computed, as the SMP alternatives are.",
        source: "mm/page_alloc.c init_per_zone_wmark_min",
      },
      deferredInit: {
        help: "CONFIG_DEFERRED_STRUCT_PAGE_INIT: early boot initialises one section of a node's last zone, threads the rest.",
        source: "mm/mm_init.c defer_init",
      },
      pageOwner: {
        help: "Booted with page_owner=on: page_ext remembers who took each page.",
        source: "mm/page_owner.c",
      },
      pageTableCheck: {
        help: "page_ext counts how often each page is mapped.",
        source: "mm/page_table_check.c",
      },
      debugVm: {
        help: "The memmap of memory that is added later is filled with ones until it is initialised.",
        source: "mm/debug.c page_init_poison",
      },
      gbPages: {
        help: "x86-64: the cpu has them (pdpe1gb) and nogbpages was not given.",
        source: "arch/x86/mm/init.c probe_page_size_mask",
      },
      debugPagealloc: {
        help: "Booted with debug_pagealloc=on: free pages are taken out of the direct map, which has 4 KiB leaves only.",
        source: "arch/x86/mm/init.c probe_page_size_mask",
      },
      rodataFull: {
        help: "arm64: read-only data is read-only in the direct map too, so that it is made of pages unless the cpus have BBML2.",
        source: "arch/arm64/mm/pageattr.c can_set_direct_map",
      },
      kfence: {
        help: "KFENCE has a pool, whose pages come and go in the direct map.",
        source: "mm/kfence/core.c",
      },
      bbml2: {
        help: "arm64: every cpu changes the size of a leaf without a TLB conflict abort (FEAT_BBM level 2), so blocks can be split live.",
        source: "arch/arm64/mm/mmu.c force_pte_mapping",
      },
      unplacedReservedPages: {
        help: "Pages that are reserved but whose place the boot did not log. The count is exact; they are laid at the top of memory.",
      },
      unplacedRecordedPages: {
        help: "How many of them exist when KMSAN records ranges: each of those costs two metadata pages.",
        source: "mm/kmsan/init.c kmsan_init_shadow",
      },
    },
  ],
  [
    BANK_FIELDS,
    {
      baseBytes: { help: "Physical address at which the bank starts." },
      sizeBytes: { help: "Length of the bank." },
      nid: { help: "NUMA node the bank belongs to." },
    },
  ],
  [
    RESERVED_FIELDS,
    {
      baseBytes: { help: "Where it starts." },
      sizeBytes: { help: "Its length." },
      label: { help: "Who asked for it." },
      recorded: {
        help: "It exists when KMSAN records ranges, so it gets metadata of its own.",
        source: "mm/kmsan/init.c kmsan_init_shadow",
      },
      afterMemmap: {
        help: "It was reserved after the memmap was placed, so it may lie in the tail that the memmap's buffer gives back.",
        source: "mm/sparse.c sparse_buffer_fini",
      },
      freedLatePages: {
        help: "Pages at its end that are freed late in boot: all of an initrd's, the init sections of the kernel image.",
        source: "init/initramfs.c free_initrd_mem, arch/x86/mm/init.c free_initmem",
      },
    },
  ],
  [
    CMA_FIELDS,
    {
      baseBytes: {
        help: "Where it starts, at a multiple of a pageblock.",
        source: "mm/cma.c cma_init_reserved_mem",
      },
      sizeBytes: { help: "Its length, a multiple of a pageblock." },
      label: { help: "As cma= or the device tree names it." },
    },
  ],
  [
    TLB_FIELDS,
    {
      leafBytes: { help: "Memory that one entry covers." },
      entries: {
        help: "How many translations of this size the TLB holds at once, as the processor's manual says.",
      },
    },
  ],
  [
    TAG_STORAGE_FIELDS,
    {
      baseBytes: {
        help: "Where the tags of a memory range are kept. Lies in a bank.",
        source: "arm,mte-tag-storage: reg",
      },
      sizeBytes: { help: "A 32nd of the memory whose tags it holds." },
      blockBytes: {
        help: "Tag storage that is switched together: how the hardware interleaves tags, whatever the page size.",
        source: "arm,mte-tag-storage: block-size",
      },
      memoryBaseBytes: {
        help: "Where the memory starts whose tags lie here.",
        source: "arm,mte-tag-storage: tagged-memory",
      },
      memorySizeBytes: { help: "Its length." },
    },
  ],
  [
    PMEM_FIELDS,
    {
      baseBytes: {
        help: "Where it starts. It lies in no bank.",
        source: "drivers/nvdimm/pfn_devs.c nd_pfn_init",
      },
      sizeBytes: { help: "Raw length, before the memmap and the alignment take their part." },
      mode: {
        help: "A block device with DAX, a character device, or a legacy range without an info block: all of it is data, its memmap lies in DRAM.",
        source: "drivers/nvdimm/pmem.c pmem_attach_disk",
      },
      map: {
        help: "Where its struct pages lie: on the device itself (altmap) or in DRAM.",
        source: "drivers/nvdimm/pfn_devs.c nd_pfn_init",
      },
      alignBytes: {
        help: "Where its data may start; 4 KiB, 2 MiB or 1 GiB on x86-64.",
        source: "drivers/nvdimm/pfn_devs.c nd_pfn_supported_alignments",
      },
    },
  ],
  [
    LOAD_FIELDS,
    {
      durationMs: { help: "Simulated time." },
      allocationsPerSecond: { help: "Mean arrivals per simulated second; they arrive as a Poisson process." },
      lifetime: {
        help: "Distribution of the time a block is held, for every class without a lifetime of its own.",
      },
      lifetimeMeanMs: { help: "Mean time a block is held." },
      immortalPercent: { help: "Share of the allocations that stay to the end." },
      burstStartMs: { help: "From here on arrivals come faster." },
      burstLengthMs: { help: "0 = no burst." },
      burstFactor: { help: "How many times faster." },
    },
  ],
  [
    ATOMIC_BURST_FIELDS,
    {
      atomicBurstsPerSecond: {
        help: "Mean number of bursts of GFP_ATOMIC requests per simulated second, as interrupts make them: 0 = none.",
      },
      atomicBurstAllocations: {
        help: "They come at one time on one cpu, besides the other arrivals, and live as the atomic class does.",
      },
      atomicBurstOrder: { help: "Every request of a burst is for 2^order pages." },
    },
  ],
  [
    PIN_FIELDS,
    {
      pinnedPercent: {
        help: "Share of user pages that are pinned from the start: they cannot be migrated.",
        source: "mm/migrate.c folio_expected_ref_count",
      },
      pinTerm: {
        help: "A long-term pin (FOLL_LONGTERM) first moves its page out of CMA and MOVABLE; a short one, such as direct I/O, does not. vmsplice takes a short one and keeps it as long as the block lives.",
        source: "mm/gup.c",
      },
      pinMeanMs: {
        help: "Mean time of a short or a long-term pin, exponential; it ends with the block at the latest.",
      },
      taggedPercent: { help: "Share of user requests for pages that will carry MTE tags (__GFP_TAGGED)." },
      atomicTaggedPercent: {
        help: "Share of atomic requests, bursts too, for pages that will carry MTE tags: a tagged page is copied under a spinlock.",
        source: "P. Collingbourne, 1 Feb 2024: copy_highpage",
      },
    },
  ],
  [
    SLAB_FIELDS,
    {
      slabPercent: {
        help: "Share of kernel, reclaimable, atomic and nowait requests that become slab pages or kernel stacks: KASAN watches their bytes one by one.",
      },
    },
  ],
  [
    CACHE_FIELDS,
    {
      dirtyPercent: {
        help: "Share of page cache that was written to: reclaim writes it back before it frees it.",
        source: "mm/vmscan.c shrink_folio_list",
      },
      rereadPercent: {
        help: "Share of page cache requests that read again what was dropped before, drawn from all of it; a new file where nothing was dropped.",
      },
    },
  ],
  [
    CPU_FIELDS,
    {
      cpuChoice: { help: "On a cpu drawn at random, or on the cpus one after the other." },
      sameCpuFreePercent: {
        help: "Share of blocks that the allocating cpu frees; the others go to another cpu's lists.",
      },
    },
  ],
  [
    ACTION_FIELDS,
    {
      kind: {
        help: "What happens besides page requests: a walk over struct pages, a change of the direct map, an access.",
      },
      startMs: { help: "When it happens first." },
      times: { help: "How often." },
      everyMs: { help: "Time from one to the next." },
      pages: { help: "Pages that one time is about. 0: for a walk all there are, for a change one." },
    },
  ],
];

const BY_SPEC = new Map(
  WORDS.flatMap(([specs, words]) =>
    specs.flatMap((spec) => {
      const own = words[spec.key];
      return own === undefined ? [] : [[spec, own] as const];
    }),
  ),
);

/** The help of a field and its source, wherever they are written down. */
export function wordsOf(spec: FieldSpec): FieldWords {
  return BY_SPEC.get(spec) ?? spec;
}
