import {
  CMA_FIELDS,
  type FieldSpec,
  type FieldValue,
  formatNumber,
  formatValue,
  MAX_CMA,
  MAX_PMEM,
  MAX_RESERVED,
  MAX_TAG_STORAGE,
  MAX_TLB,
  PMEM_FIELDS,
  RESERVED_FIELDS,
  roundBytes,
  TAG_STORAGE_FIELDS,
  TLB_FIELDS,
} from "@carveout/model";
import { hexText } from "../figures";
import type { TableLook } from "../tables/table-look";

type Values = Readonly<Record<string, FieldValue>>;

/** A profile's tables besides its banks, by their key. */
export const PROFILE_TABLES = {
  reserved: {
    table: "reserved",
    title: "Reserved ranges",
    specs: RESERVED_FIELDS,
    maxRows: MAX_RESERVED,
    orderedBy: "baseBytes",
    add: "Add a range",
    remove: "Remove this range",
    none: "Only the memmap is taken from the banks before the allocator gets them.",
    line: (values) => range(values, String(values.label)),
  },
  cma: {
    table: "cma",
    title: "CMA areas",
    specs: CMA_FIELDS,
    maxRows: MAX_CMA,
    orderedBy: "baseBytes",
    add: "Add an area",
    remove: "Remove this area",
    none: "No area is kept for contiguous allocations.",
    line: (values) => range(values, String(values.label)),
  },
  tlb: {
    table: "tlb",
    title: "TLB",
    specs: TLB_FIELDS,
    maxRows: MAX_TLB,
    orderedBy: "leafBytes",
    add: "Add a leaf size",
    remove: "Remove this leaf size",
    none: "Say how many entries the TLB has for each leaf size, and runs tell how far it reaches.",
    line: ({ leafBytes, entries }) => ({
      start: roundBytes(Number(leafBytes)),
      name: `reaches ${roundBytes(Number(leafBytes) * Number(entries))}`,
      end: `${formatNumber(Number(entries))} entries`,
    }),
  },
  tagStorage: {
    table: "tagStorage",
    title: "Tag storage",
    specs: TAG_STORAGE_FIELDS,
    maxRows: MAX_TAG_STORAGE,
    orderedBy: "baseBytes",
    add: "Add a region",
    remove: "Remove this region",
    none: "A region holds the tags of 32 times its size of memory. Without one there is nothing to reuse.",
    line: (values) => range(values, `tags of ${roundBytes(Number(values.memorySizeBytes))}`),
  },
  pmem: {
    table: "pmem",
    title: "Persistent memory",
    specs: PMEM_FIELDS,
    maxRows: MAX_PMEM,
    orderedBy: "baseBytes",
    add: "Add a namespace",
    remove: "Remove this namespace",
    none: "A namespace brings struct pages of its own, on the device or in ordinary memory.",
    line: (values) => range(values, `${values.mode}, memmap on ${option(PMEM_FIELDS, "map", values)}`),
  },
} as const satisfies Record<string, TableLook>;

export type ProfileTableKey = keyof typeof PROFILE_TABLES;

function range(values: Values, name: string) {
  return { start: hexText(Number(values.baseBytes)), name, end: roundBytes(Number(values.sizeBytes)) };
}

function option(specs: readonly FieldSpec[], key: string, values: Values): string {
  const spec = specs.find((one) => one.key === key);
  return spec === undefined ? "" : formatValue(spec, values[key] ?? spec.default);
}
