import type { Family } from "../family";
import { cleancache } from "./cleancache";
import { cma } from "./cma";
import { firmware } from "./firmware";

/** What the memory that can hold MTE tags is used for while it holds none. */
export const mte: Family = {
  name: "mte",
  title: "MTE tag storage",
  question: "What is the memory for tags used for while it holds none?",
  strategies: [firmware, cma, cleancache],
  standard: ({ arch, tagStorage }) =>
    arch === "arm64" && tagStorage.length > 0 ? { family: "mte", type: "firmware", params: {} } : null,
};
