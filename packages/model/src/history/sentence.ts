import type { BoardChanges, ItemChange, ValueChange } from "./compare";

/** One thing that was done, for a sentence that starts with who did it. */
export interface Deed {
  /** null = the board itself. */
  item: string | null;
  /** Below the item, or below the board's own data; empty = the item as a whole. */
  path: readonly string[];
  /** "set Bank size 2 GiB → 1 GiB on Laptop". */
  did: string;
}

/** What was done between two states, one sentence for each change. */
export function deeds({ title, items }: BoardChanges): Deed[] {
  const done = items.flatMap(itemDeeds);
  if (title !== null)
    done.unshift({ item: null, path: ["title"], did: `renamed the board to “${title.after}”` });
  return done;
}

function itemDeeds({ id, kind, name, change, values }: ItemChange): Deed[] {
  const isWire = kind === "connector";
  if (change === "added") return [{ item: id, path: [], did: `${isWire ? "wired" : "added"} ${name}` }];
  if (change === "removed")
    return [{ item: id, path: [], did: isWire ? `removed the wire ${name}` : `removed ${name}` }];
  return values.map((value) => ({ item: id, path: value.path, did: valueDeed(value, name) }));
}

function valueDeed({ path, label, before, after }: ValueChange, name: string): string {
  if (path[0] === "geo") return `moved ${name}`;
  if (path[0] === "z") return `changed where ${name} lies in the pile`;
  if (path[0] === "name") return `renamed ${before ?? "an item"} to ${name}`;
  if (path[0] === "text") return `wrote in ${name}`;
  const what = (value: string | null) => `${label}${value ? ` (${value})` : ""}`;
  if (after === null) return `removed ${what(before)} from ${name}`;
  if (before === null) return `added ${what(after)} to ${name}`;
  return `set ${label} ${before} → ${after} on ${name}`;
}
