import type { FieldSpec } from "../../field-spec";

const KIB = 1024;
const TIB = 1024 ** 4;

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

/** MAX_TAG_REGIONS of the tag storage series. */
export const MAX_TAG_STORAGE = 32;
export const MAX_PMEM = 32;
