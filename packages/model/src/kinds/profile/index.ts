import { fieldsShape, plainShape } from "../../shape";
import { MAX_PMEM, MAX_TAG_STORAGE, PMEM_FIELDS, TAG_STORAGE_FIELDS } from "./devices";
import { importedProblem } from "./imported";
import { MAX_TLB, PROFILE_FIELDS, TLB_FIELDS } from "./machine";
import { BANK_FIELDS, CMA_FIELDS, MAX_BANKS, MAX_CMA, MAX_RESERVED, RESERVED_FIELDS } from "./memory";

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

export * from "./devices";
export type { ImportedFacts } from "./imported";
export * from "./machine";
export * from "./memory";
