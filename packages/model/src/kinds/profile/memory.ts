import type { FieldSpec } from "../../field-spec";

const KIB = 1024;
const TIB = 1024 ** 4;

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

/** Most banks of a profile; real firmware lists a handful, and each becomes a row on the card. */
export const MAX_BANKS = 64;
/** Most reserved ranges; a memblock=debug boot logs 30 to 300. */
export const MAX_RESERVED = 1024;
/** Most CMA areas; the kernel's own limit is 20, and 64 with many nodes. */
export const MAX_CMA = 64;
