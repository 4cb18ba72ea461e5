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
  },
  {
    key: "cpus",
    label: "CPUs",
    type: "int",
    min: 1,
    max: 8192,
    default: 1,
    advanced: true,
  },
  {
    key: "pageSizeBytes",
    label: "Page size",
    type: "bytes",
    min: 4 * KIB,
    max: 64 * KIB,
    step: 4 * KIB,
    default: 4 * KIB,
  },
  {
    key: "fiveLevelPaging",
    label: "Five-level paging",
    type: "bool",
    default: false,
    advanced: true,
  },
  {
    key: "maxOrder",
    label: "Largest order",
    type: "int",
    min: 0,
    max: 13,
    default: 10,
  },
  {
    key: "pageblockOrder",
    label: "Pageblock order",
    type: "int",
    min: 0,
    max: 13,
    default: 0,
    advanced: true,
  },
  {
    key: "transparentHugepages",
    label: "Transparent huge pages",
    type: "bool",
    default: true,
    advanced: true,
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
  },
  {
    key: "nodeDistances",
    label: "Node distances",
    type: "text",
    maxLength: 16384,
    default: "",
    advanced: true,
  },
  {
    key: "structPageBytes",
    label: "struct page",
    type: "bytes",
    min: 32,
    max: 128,
    step: 4,
    default: 64,
  },
  {
    key: "swapBytes",
    label: "Swap",
    type: "bytes",
    min: 0,
    max: 16 * TIB,
    default: 0,
    advanced: true,
  },
  {
    key: "kernelDataBytes",
    label: "Kernel data",
    type: "bytes",
    min: 0,
    max: 1024 ** 3,
    default: 0,
    advanced: true,
  },
  {
    key: "lateFreedPages",
    label: "Freed late in boot",
    type: "int",
    unit: "pages",
    min: 0,
    max: 2 ** 32,
    default: 0,
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
  },
  {
    key: "deferredInit",
    label: "Deferred struct pages",
    type: "bool",
    default: false,
    advanced: true,
  },
  {
    key: "pageOwner",
    label: "page_owner",
    type: "bool",
    default: false,
    advanced: true,
  },
  {
    key: "pageTableCheck",
    label: "page_table_check",
    type: "bool",
    default: false,
    advanced: true,
  },
  {
    key: "debugVm",
    label: "DEBUG_VM",
    type: "bool",
    default: false,
    advanced: true,
  },
  {
    key: "gbPages",
    label: "1 GiB leaves",
    type: "bool",
    default: true,
    advanced: true,
  },
  {
    key: "debugPagealloc",
    label: "debug_pagealloc",
    type: "bool",
    default: false,
    advanced: true,
  },
  {
    key: "rodataFull",
    label: "rodata=full",
    type: "bool",
    default: true,
    advanced: true,
  },
  {
    key: "kfence",
    label: "KFENCE",
    type: "bool",
    default: false,
    advanced: true,
  },
  {
    key: "bbml2",
    label: "BBML2",
    type: "bool",
    default: false,
    advanced: true,
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
  },
  {
    key: "sizeBytes",
    label: "Bank size",
    type: "bytes",
    min: 4 * KIB,
    max: 16 * TIB,
    step: 4 * KIB,
    default: 1024 ** 3,
  },
  {
    key: "nid",
    label: "Node",
    type: "int",
    min: 0,
    max: 1023,
    default: 0,
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
  },
  {
    key: "sizeBytes",
    label: "Range size",
    type: "bytes",
    min: 1,
    max: 16 * TIB,
    default: 4096,
  },
  {
    key: "label",
    label: "Reserved for",
    type: "text",
    maxLength: 80,
    default: "reserved",
  },
  {
    key: "recorded",
    label: "Recorded",
    type: "bool",
    default: true,
  },
  {
    key: "afterMemmap",
    label: "After the memmap",
    type: "bool",
    default: false,
  },
  {
    key: "freedLatePages",
    label: "Freed late",
    type: "int",
    unit: "pages",
    min: 0,
    max: 2 ** 32,
    default: 0,
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
  },
  {
    key: "sizeBytes",
    label: "Area size",
    type: "bytes",
    min: 4 * KIB,
    max: 16 * TIB,
    step: 4 * KIB,
    default: 64 * 1024 ** 2,
  },
  {
    key: "label",
    label: "Area name",
    type: "text",
    maxLength: 80,
    default: "reserved",
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
  },
  {
    key: "entries",
    label: "Entries",
    type: "int",
    min: 0,
    max: 1_000_000,
    default: 64,
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
  },
  {
    key: "sizeBytes",
    label: "Tags size",
    type: "bytes",
    min: 4 * KIB,
    max: 16 * TIB,
    step: 4 * KIB,
    default: 4 * 1024 ** 2,
  },
  {
    key: "blockBytes",
    label: "Block",
    type: "bytes",
    min: 1,
    max: 1024 ** 3,
    default: 4 * KIB,
  },
  {
    key: "memoryBaseBytes",
    label: "Memory base",
    type: "bytes",
    min: 0,
    max: 4096 * TIB,
    step: 4 * KIB,
    default: 0,
  },
  {
    key: "memorySizeBytes",
    label: "Memory size",
    type: "bytes",
    min: 4 * KIB,
    max: 16 * TIB,
    step: 4 * KIB,
    default: 128 * 1024 ** 2,
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
  },
  {
    key: "sizeBytes",
    label: "Namespace size",
    type: "bytes",
    min: 4 * KIB,
    max: 16 * TIB,
    step: 4 * KIB,
    default: 1024 ** 3,
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
  },
  {
    key: "alignBytes",
    label: "Align",
    type: "bytes",
    min: 4 * KIB,
    max: TIB,
    step: 4 * KIB,
    default: 2 * 1024 ** 2,
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
