import type { FieldSpec } from "../field-spec";
import { fieldsShape, plainShape } from "../shape";
import { isPlainObject } from "./geometry";

const KIB = 1024;
const TIB = 1024 ** 4;

export const PROFILE_FIELDS: readonly FieldSpec[] = [
  {
    key: "arch",
    label: "Architecture",
    type: "enum",
    default: "x86-64",
    options: [
      { value: "x86-64", label: "x86-64" },
      { value: "arm64", label: "arm64" },
      { value: "arm32", label: "arm, 32 bit" },
    ],
    help: "Decides zones, section size and which page sizes exist.",
    source: "mm/mm_init.c free_area_init, arch/*/mm/init.c",
  },
  {
    key: "kernel",
    label: "Kernel",
    type: "enum",
    default: "6.1",
    options: [
      { value: "5.4", label: "5.4" },
      { value: "5.18", label: "5.18" },
      { value: "6.1", label: "6.1" },
      { value: "6.6", label: "6.6 and later" },
    ],
    help: "Whose rules count where versions differ: fallback, per-cpu lists, reserves, section sizes, page_ext. 6.1 is the version that was measured.",
  },
  {
    key: "cpus",
    label: "CPUs",
    type: "int",
    min: 1,
    max: 8192,
    default: 1,
    advanced: true,
    help: "Each has page lists of its own in every zone. They are dealt to the nodes evenly, in order.",
    source: "mm/page_alloc.c zone_highsize",
  },
  {
    key: "pageSizeBytes",
    label: "Page size",
    type: "bytes",
    min: 4 * KIB,
    max: 64 * KIB,
    step: 4 * KIB,
    default: 4 * KIB,
    help: "4 KiB; arm64 also 16 KiB and 64 KiB.",
  },
  {
    key: "fiveLevelPaging",
    label: "Five-level paging",
    type: "bool",
    default: false,
    advanced: true,
    help: "x86-64 with 57-bit virtual addresses: RAM may lie above 64 TiB.",
    source: "arch/x86/include/asm/sparsemem.h MAX_PHYSMEM_BITS",
  },
  {
    key: "maxOrder",
    label: "Largest order",
    type: "int",
    min: 0,
    max: 13,
    default: 10,
    help: "Largest block of the buddy allocator, 2^order pages, inclusive.",
    source: "include/linux/mmzone.h MAX_ORDER",
  },
  {
    key: "pageblockOrder",
    label: "Pageblock order",
    type: "int",
    min: 0,
    max: 13,
    default: 0,
    advanced: true,
    help: "2^order pages share a migratetype. 0: derived, the huge page's order but at most the largest one.",
    source: "include/linux/pageblock-flags.h pageblock_order",
  },
  {
    key: "transparentHugepages",
    label: "Transparent huge pages",
    type: "bool",
    default: true,
    advanced: true,
    help: "khugepaged raises min_free_kbytes, and the per-cpu lists keep huge pages too. Below 512 MiB the kernel leaves them off.",
    source: "mm/khugepaged.c set_recommended_min_free_kbytes",
  },
  {
    key: "minFreeKbytes",
    label: "min_free_kbytes",
    type: "int",
    unit: "KiB",
    min: 0,
    max: 2 ** 31 - 1,
    default: 0,
    advanced: true,
    help: "vm.min_free_kbytes as an administrator set it. 0: what the kernel computes.",
    source: "mm/page_alloc.c calculate_min_free_kbytes",
  },
  {
    key: "watermarkScaleFactor",
    label: "Watermark scale",
    type: "int",
    unit: "/ 10,000",
    min: 1,
    max: 3000,
    default: 10,
    advanced: true,
    help: "vm.watermark_scale_factor: how far apart the watermarks are at least, in ten thousandths of a zone.",
    source: "mm/page_alloc.c __setup_per_zone_wmarks",
  },
  {
    key: "nodeDistances",
    label: "Node distances",
    type: "text",
    maxLength: 16384,
    default: "",
    advanced: true,
    help: "A row for each node with memory, e.g. 10 21; 21 10. Empty: 10 to itself, 20 to any other.",
    source: "mm/page_alloc.c find_next_best_node",
  },
  {
    key: "structPageBytes",
    label: "struct page",
    type: "bytes",
    min: 32,
    max: 128,
    step: 4,
    default: 64,
    help: "sizeof(struct page) before a strategy adds to it. 64 B with memcg and 16-byte alignment; 32 B on 32-bit arm.",
    source: "include/linux/mm_types.h",
  },
  {
    key: "swapBytes",
    label: "Swap",
    type: "bytes",
    min: 0,
    max: 16 * TIB,
    default: 0,
    advanced: true,
    help: "Room for anonymous pages that reclaim takes away. What that costs is counted, not timed.",
    source: "mm/vmscan.c shrink_folio_list",
  },
  {
    key: "kernelDataBytes",
    label: "Kernel data",
    type: "bytes",
    min: 0,
    max: 1024 ** 3,
    default: 0,
    advanced: true,
    help: "_sdata to _edata. KMSAN records it twice: with the image through the direct map, and through the image's own mapping.",
    source: "mm/kmsan/init.c kmsan_init_shadow; dmesg: Memory: ... rwdata",
  },
  {
    key: "lateFreedPages",
    label: "Freed late in boot",
    type: "int",
    unit: "pages",
    min: 0,
    max: 2 ** 32,
    default: 0,
    help: "Init memory, initrd and gaps in the kernel image that reach the buddy after everything else, as far as no reserved range names them.",
    source: "dmesg: Freeing ... memory",
  },
  {
    key: "freedBeforeWatermarksPages",
    label: "Freed before the watermarks",
    type: "int",
    unit: "pages",
    min: 0,
    max: 2 ** 32,
    default: 0,
    advanced: true,
    help: "How many of all pages freed late are back before min_free_kbytes and the watermarks are computed, as the SMP alternatives are.",
    source: "mm/page_alloc.c init_per_zone_wmark_min",
  },
  {
    key: "deferredInit",
    label: "Deferred struct pages",
    type: "bool",
    default: false,
    advanced: true,
    help: "CONFIG_DEFERRED_STRUCT_PAGE_INIT: early boot initialises one section of a node's last zone, threads the rest.",
    source: "mm/mm_init.c defer_init",
  },
  {
    key: "pageOwner",
    label: "page_owner",
    type: "bool",
    default: false,
    advanced: true,
    help: "Booted with page_owner=on: page_ext remembers who took each page.",
    source: "mm/page_owner.c",
  },
  {
    key: "pageTableCheck",
    label: "page_table_check",
    type: "bool",
    default: false,
    advanced: true,
    help: "page_ext counts how often each page is mapped.",
    source: "mm/page_table_check.c",
  },
  {
    key: "debugVm",
    label: "DEBUG_VM",
    type: "bool",
    default: false,
    advanced: true,
    help: "The memmap of memory that is added later is filled with ones until it is initialised.",
    source: "mm/debug.c page_init_poison",
  },
  {
    key: "gbPages",
    label: "1 GiB leaves",
    type: "bool",
    default: true,
    advanced: true,
    help: "x86-64: the cpu has them (pdpe1gb) and nogbpages was not given.",
    source: "arch/x86/mm/init.c probe_page_size_mask",
  },
  {
    key: "debugPagealloc",
    label: "debug_pagealloc",
    type: "bool",
    default: false,
    advanced: true,
    help: "Booted with debug_pagealloc=on: free pages are taken out of the direct map, which has 4 KiB leaves only.",
    source: "arch/x86/mm/init.c probe_page_size_mask",
  },
  {
    key: "rodataFull",
    label: "rodata=full",
    type: "bool",
    default: true,
    advanced: true,
    help: "arm64: read-only data is read-only in the direct map too, so that it is made of pages unless the cpus have BBML2.",
    source: "arch/arm64/mm/pageattr.c can_set_direct_map",
  },
  {
    key: "kfence",
    label: "KFENCE",
    type: "bool",
    default: false,
    advanced: true,
    help: "KFENCE has a pool, whose pages come and go in the direct map.",
    source: "mm/kfence/core.c",
  },
  {
    key: "bbml2",
    label: "BBML2",
    type: "bool",
    default: false,
    advanced: true,
    help: "arm64: every cpu changes the size of a leaf without a TLB conflict abort (FEAT_BBM level 2), so blocks can be split live.",
    source: "arch/arm64/mm/mmu.c force_pte_mapping",
  },
  {
    key: "unplacedReservedPages",
    label: "Reserved, place unknown",
    type: "int",
    unit: "pages",
    min: 0,
    max: 2 ** 32,
    default: 0,
    advanced: true,
    help: "Pages that are reserved but whose place the boot did not log. The count is exact; they are laid at the top of memory.",
  },
  {
    key: "unplacedRecordedPages",
    label: "… of these recorded",
    type: "int",
    unit: "pages",
    min: 0,
    max: 2 ** 32,
    default: 0,
    advanced: true,
    help: "How many of them exist when KMSAN records ranges: each of those costs two metadata pages.",
    source: "mm/kmsan/init.c kmsan_init_shadow",
  },
];

export const BANK_FIELDS: readonly FieldSpec[] = [
  {
    key: "baseBytes",
    label: "Bank base",
    type: "bytes",
    min: 0,
    max: 4096 * TIB,
    step: 4 * KIB,
    default: 0,
    help: "Physical address at which the bank starts.",
  },
  {
    key: "sizeBytes",
    label: "Bank size",
    type: "bytes",
    min: 4 * KIB,
    max: 16 * TIB,
    step: 4 * KIB,
    default: 1024 ** 3,
    help: "Length of the bank.",
  },
  {
    key: "nid",
    label: "Node",
    type: "int",
    min: 0,
    max: 1023,
    default: 0,
    help: "NUMA node the bank belongs to.",
  },
];

export const RESERVED_FIELDS: readonly FieldSpec[] = [
  {
    key: "baseBytes",
    label: "Range base",
    type: "bytes",
    min: 0,
    max: 4096 * TIB,
    default: 0,
    help: "Where it starts.",
  },
  {
    key: "sizeBytes",
    label: "Range size",
    type: "bytes",
    min: 1,
    max: 16 * TIB,
    default: 4096,
    help: "Its length.",
  },
  {
    key: "label",
    label: "Reserved for",
    type: "text",
    maxLength: 80,
    default: "reserved",
    help: "Who asked for it.",
  },
  {
    key: "recorded",
    label: "Recorded",
    type: "bool",
    default: true,
    help: "It exists when KMSAN records ranges, so it gets metadata of its own.",
    source: "mm/kmsan/init.c kmsan_init_shadow",
  },
  {
    key: "afterMemmap",
    label: "After the memmap",
    type: "bool",
    default: false,
    help: "It was reserved after the memmap was placed, so it may lie in the tail that the memmap's buffer gives back.",
    source: "mm/sparse.c sparse_buffer_fini",
  },
  {
    key: "freedLatePages",
    label: "Freed late",
    type: "int",
    unit: "pages",
    min: 0,
    max: 2 ** 32,
    default: 0,
    help: "Pages at its end that are freed late in boot: all of an initrd's, the init sections of the kernel image.",
    source: "init/initramfs.c free_initrd_mem, arch/x86/mm/init.c free_initmem",
  },
];

export const CMA_FIELDS: readonly FieldSpec[] = [
  {
    key: "baseBytes",
    label: "Area base",
    type: "bytes",
    min: 0,
    max: 4096 * TIB,
    default: 0,
    help: "Where it starts, at a multiple of a pageblock.",
    source: "mm/cma.c cma_init_reserved_mem",
  },
  {
    key: "sizeBytes",
    label: "Area size",
    type: "bytes",
    min: 4 * KIB,
    max: 16 * TIB,
    step: 4 * KIB,
    default: 64 * 1024 ** 2,
    help: "Its length, a multiple of a pageblock.",
  },
  {
    key: "label",
    label: "Area name",
    type: "text",
    maxLength: 80,
    default: "reserved",
    help: "As cma= or the device tree names it.",
  },
];

export const TLB_FIELDS: readonly FieldSpec[] = [
  {
    key: "leafBytes",
    label: "Leaf",
    type: "bytes",
    min: 4 * KIB,
    max: TIB,
    step: 4 * KIB,
    default: 4 * KIB,
    help: "Memory that one entry covers.",
  },
  {
    key: "entries",
    label: "Entries",
    type: "int",
    min: 0,
    max: 1_000_000,
    default: 64,
    help: "How many translations of this size the TLB holds at once, as the processor's manual says.",
  },
];

export const TAG_STORAGE_FIELDS: readonly FieldSpec[] = [
  {
    key: "baseBytes",
    label: "Tags base",
    type: "bytes",
    min: 0,
    max: 4096 * TIB,
    step: 4 * KIB,
    default: 0,
    help: "Where the tags of a memory range are kept. Lies in a bank.",
    source: "arm,mte-tag-storage: reg",
  },
  {
    key: "sizeBytes",
    label: "Tags size",
    type: "bytes",
    min: 4 * KIB,
    max: 16 * TIB,
    step: 4 * KIB,
    default: 4 * 1024 ** 2,
    help: "A 32nd of the memory whose tags it holds.",
  },
  {
    key: "blockBytes",
    label: "Block",
    type: "bytes",
    min: 1,
    max: 1024 ** 3,
    default: 4 * KIB,
    help: "Tag storage that is switched together: how the hardware interleaves tags, whatever the page size.",
    source: "arm,mte-tag-storage: block-size",
  },
  {
    key: "memoryBaseBytes",
    label: "Memory base",
    type: "bytes",
    min: 0,
    max: 4096 * TIB,
    step: 4 * KIB,
    default: 0,
    help: "Where the memory starts whose tags lie here.",
    source: "arm,mte-tag-storage: tagged-memory",
  },
  {
    key: "memorySizeBytes",
    label: "Memory size",
    type: "bytes",
    min: 4 * KIB,
    max: 16 * TIB,
    step: 4 * KIB,
    default: 128 * 1024 ** 2,
    help: "Its length.",
  },
];

export const PMEM_FIELDS: readonly FieldSpec[] = [
  {
    key: "baseBytes",
    label: "Namespace base",
    type: "bytes",
    min: 0,
    max: 4096 * TIB,
    step: 4 * KIB,
    default: 0,
    help: "Where it starts. It lies in no bank.",
    source: "drivers/nvdimm/pfn_devs.c nd_pfn_init",
  },
  {
    key: "sizeBytes",
    label: "Namespace size",
    type: "bytes",
    min: 4 * KIB,
    max: 16 * TIB,
    step: 4 * KIB,
    default: 1024 ** 3,
    help: "Raw length, before the memmap and the alignment take their part.",
  },
  {
    key: "mode",
    label: "Mode",
    type: "enum",
    default: "fsdax",
    options: [
      { value: "fsdax", label: "fsdax" },
      { value: "devdax", label: "devdax" },
      { value: "raw", label: "raw" },
    ],
    help: "A block device with DAX, a character device, or a legacy range without an info block: all of it is data, its memmap lies in DRAM.",
    source: "drivers/nvdimm/pmem.c pmem_attach_disk",
  },
  {
    key: "map",
    label: "Memmap on",
    type: "enum",
    default: "dev",
    options: [
      { value: "dev", label: "the device" },
      { value: "mem", label: "ordinary memory" },
    ],
    help: "Where its struct pages lie: on the device itself (altmap) or in DRAM.",
    source: "drivers/nvdimm/pfn_devs.c nd_pfn_init",
  },
  {
    key: "alignBytes",
    label: "Align",
    type: "bytes",
    min: 4 * KIB,
    max: TIB,
    step: 4 * KIB,
    default: 2 * 1024 ** 2,
    help: "Where its data may start; 4 KiB, 2 MiB or 1 GiB on x86-64.",
    source: "drivers/nvdimm/pfn_devs.c nd_pfn_supported_alignments",
  },
];

/** Most kinds of TLB entries; a processor has two or three leaf sizes on two levels. */
export const MAX_TLB = 8;
/** MAX_TAG_REGIONS of the tag storage series. */
export const MAX_TAG_STORAGE = 32;
export const MAX_PMEM = 32;
/** Most banks of a profile; real firmware lists a handful, and each becomes a row on the card. */
export const MAX_BANKS = 64;
/** Most reserved ranges; a memblock=debug boot logs 30 to 300. */
export const MAX_RESERVED = 1024;
/** Most CMA areas; the kernel's own limit is 20, and 64 with many nodes. */
export const MAX_CMA = 64;

/** What a real machine said of itself when its profile was imported. Kept to be compared with, never simulated. */
export interface ImportedFacts {
  /** e.g. "Linux 6.1.192, 2 GiB". */
  title: string;
  files: string[];
  /** null = its files did not tell. */
  presentPages: number | null;
  managedPages: number | null;
  kmsan: boolean;
  notes: string[];
}

const isShortText = (value: unknown, length: number) => typeof value === "string" && value.length <= length;
const isList = (value: unknown, entries: number, length: number) =>
  Array.isArray(value) && value.length <= entries && value.every((text) => isShortText(text, length));
const isCount = (value: unknown) => value === null || (Number.isSafeInteger(value) && Number(value) >= 0);

/** As strict as the schema's view of it: the card shows these values, and they come from the network. */
function importedProblem(value: unknown): string | null {
  const isOne =
    isPlainObject(value, ["title", "files", "presentPages", "managedPages", "kmsan", "notes"]) &&
    isShortText(value.title, 200) &&
    isList(value.files, 16, 80) &&
    isCount(value.presentPages) &&
    isCount(value.managedPages) &&
    typeof value.kmsan === "boolean" &&
    isList(value.notes, 32, 500);
  return isOne ? null : "is not the facts of an import";
}

export const profileFields = fieldsShape("Profile", PROFILE_FIELDS, {
  banks: { shape: "table", label: "Banks", row: fieldsShape("Bank", BANK_FIELDS), maxRows: MAX_BANKS },
  reserved: {
    shape: "table",
    label: "Reserved ranges",
    row: fieldsShape("Reserved range", RESERVED_FIELDS),
    maxRows: MAX_RESERVED,
  },
  cma: { shape: "table", label: "CMA areas", row: fieldsShape("CMA area", CMA_FIELDS), maxRows: MAX_CMA },
  tlb: { shape: "table", label: "TLB", row: fieldsShape("TLB entries", TLB_FIELDS), maxRows: MAX_TLB },
  tagStorage: {
    shape: "table",
    label: "Tag storage",
    row: fieldsShape("Tag storage region", TAG_STORAGE_FIELDS),
    maxRows: MAX_TAG_STORAGE,
  },
  pmem: {
    shape: "table",
    label: "Persistent memory",
    row: fieldsShape("Namespace", PMEM_FIELDS),
    maxRows: MAX_PMEM,
  },
  imported: plainShape("Import", importedProblem, { fixed: true }),
});
