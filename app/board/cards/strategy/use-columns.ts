import type { ItemId } from "@carveout/model";
import { useSyncExternalStore } from "react";
import { useSession } from "../../session";
import { type VariantLook, variantLook } from "../variant-look";

/** The columns a strategy is wired to, in all experiments, each letter once. */
export function useColumns(strategy: ItemId): VariantLook[] {
  const { items } = useSession();
  const letters = useSyncExternalStore(
    (listener) => items.onChange(listener),
    () => columnsOf(items, strategy),
    () => "",
  );
  return letters === ""
    ? []
    : letters.split(" ").map((entry) => variantLook(Number.parseInt(entry, 10), entry.replace(/^\d+/, "")));
}

/** "0A 2C": as one text, so that equal answers are equal values. */
function columnsOf(items: ReturnType<typeof useSession>["items"], strategy: ItemId): string {
  const found = new Map<number, string>();
  for (const [, wire] of items.wiresFrom(strategy)) {
    const columns = items.plans.get(wire.to.item)?.columns ?? [];
    const index = columns.findIndex((column) => column.variant === wire.to.port);
    const letter = columns[index]?.letter;
    if (letter !== undefined) found.set(index, letter);
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([index, letter]) => `${index}${letter}`)
    .join(" ");
}
