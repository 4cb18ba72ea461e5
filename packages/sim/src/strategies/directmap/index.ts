import { hasDirectMapCalls } from "../../directmap/geometry";
import type { Family } from "../family";
import { checked } from "./checked";
import { pagesOnly } from "./pages-only";
import { reservedTables } from "./reserved-tables";
import { secretPool } from "./secret-pool";
import { stock } from "./stock";

/** How the kernel maps all memory, and what happens when a part of that changes. */
export const directmap: Family = {
  name: "directmap",
  title: "Direct map",
  question: "With which leaves does the kernel map all memory, and who learns when a change of them fails?",
  strategies: [stock, checked, pagesOnly, reservedTables, secretPool],
  standard: ({ arch }) =>
    hasDirectMapCalls(arch) ? { family: "directmap", type: "stock", params: {} } : null,
};
