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
    ],
    help: "Decides zones, section size and which page sizes exist.",
    source: "mm/mm_init.c free_area_init, arch/*/mm/init.c",
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
    key: "structPageBytes",
    label: "struct page",
    type: "bytes",
    min: 56,
    max: 128,
    step: 8,
    default: 64,
    help: "sizeof(struct page) before a strategy adds to it. 64 B with memcg and 16-byte alignment.",
    source: "include/linux/mm_types.h",
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
    help: "Init memory, initrd and gaps in the kernel image that reach the buddy after everything else.",
    source: "dmesg: Freeing ... memory",
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
    max: 256 * TIB,
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
    max: 256 * TIB,
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
];

/** Most banks of a profile; real firmware lists a handful, and each becomes a row on the card. */
export const MAX_BANKS = 64;
/** Most reserved ranges; a memblock=debug boot logs 30 to 300. */
export const MAX_RESERVED = 1024;

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
  imported: plainShape("Import", importedProblem, { fixed: true }),
});
