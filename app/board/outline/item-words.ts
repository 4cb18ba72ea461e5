import { type CardJson, type ItemId, type ItemJson, strategyOf } from "@carveout/model";
import type { Finding, ItemStore } from "../session";

const MAX_NOTE = 120;

/** An item as it is read out: name, kind, what it is wired to, findings. */
export function itemWords(
  item: CardJson,
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
  if (item.kind === "note") return item.text.slice(0, MAX_NOTE) || "Empty note";
  if (item.kind === "strategy") return item.name || strategyOf(item.family, item.type)?.title || item.type;
  return item.name || `Unnamed ${item.kind}`;
}

function count(number: number, word: string): string {
  if (number === 0) return "";
  return number === 1 ? `1 ${word}` : `${number} ${word}s`;
}
