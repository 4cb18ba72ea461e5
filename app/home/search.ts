import type { Glance } from "@carveout/wire";
import type { BoardSummary } from "../api";

/** Whether every word of a query stands in the board's title or in what its items are called. */
export function fitsBoard(query: string, { title }: BoardSummary, glance: Glance | undefined): boolean {
  const text = [title, ...(glance?.names ?? [])].join("\n").toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
