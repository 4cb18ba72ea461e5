import type { ItemId, ItemJson, PlacedJson } from "@carveout/model";
import { itemName } from "../cards/item-name";
import type { Finding, ItemStore } from "../session";

/** An item as it is read out: name, kind, what it is wired to, findings. */
export function itemWords(
  item: PlacedJson,
  id: ItemId,
  items: ItemStore,
  findings: readonly Finding[],
): string {
  const wiredTo = [...items.wiresFrom(id)].map(([, wire]) => nameOf(items.item(wire.to.item)));
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  return [
    `${nameOf(item)}, ${item.kind}`,
    wiredTo.length > 0 ? `wired to ${wiredTo.join(" and ")}` : "",
    count(errors, "error"),
    count(warnings, "warning"),
  ]
    .filter(Boolean)
    .join(", ");
}

function nameOf(item: ItemJson | undefined): string {
  if (item === undefined || item.kind === "connector") return "an item";
  return itemName(item);
}

function count(number: number, word: string): string {
  if (number === 0) return "";
  return number === 1 ? `1 ${word}` : `${number} ${word}s`;
}
