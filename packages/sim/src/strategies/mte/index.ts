import type { Family } from "../family";
import { cleancache } from "./cleancache";
import { cma } from "./cma";
import { firmware } from "./firmware";

/** What the memory that can hold MTE tags is used for while it holds none. */
export const mte: Family = {
  name: "mte",
  strategies: [firmware, cma, cleancache],
  standard: ({ arch, tagStorage }) =>
    arch === "arm64" && tagStorage.length > 0 ? { family: "mte", type: "firmware", params: {} } : null,
};
