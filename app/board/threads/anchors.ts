import type { ItemId, ThreadAnchor } from "@carveout/model";
import { itemName } from "../cards/item-name";
import { type BoardSession, labelAt } from "../session";

/** What of an anchor says where: all of it but the place of its pin. */
export type AnchorMatch = { [Key in "item" | "field" | "variant" | "chart" | "part"]?: string } & {
  at?: ThreadAnchor["at"];
  pfn?: number;
};

export function itemOf(anchor: ThreadAnchor): ItemId | null {
  return anchor.at === "canvas" ? null : anchor.item;
}

/** Whether an anchor agrees with everything that `match` says. */
export function isAt(anchor: ThreadAnchor, match: AnchorMatch): boolean {
  return Object.entries(match).every(([key, value]) => (anchor as Record<string, unknown>)[key] === value);
}

/** The run that counts now where an anchor is about one variant, else "". */
export function runAt(session: BoardSession, anchor: ThreadAnchor): string {
  if (!("variant" in anchor) || anchor.variant === undefined) return "";
  return session.announcements.runs.get(anchor.item)?.get(anchor.variant)?.run ?? "";
}

/** What an anchor is on, in words. `quote` is the text of a range. */
export function labelOf(session: BoardSession, anchor: ThreadAnchor, quote = ""): string {
  return cut(wordsOf(session, anchor, quote));
}

function wordsOf(session: BoardSession, anchor: ThreadAnchor, quote: string): string {
  if (anchor.at === "canvas") return "Canvas";
  const item = session.items.item(anchor.item);
  const name = item === undefined || item.kind === "connector" ? "an item" : itemName(item);
  switch (anchor.at) {
    case "item":
      return name;
    case "field":
      return `${fieldLabel(session, anchor.item, anchor.field)}, ${name}`;
    case "text":
    case "mail":
      return quote.trim() === "" ? name : `“${quote.trim().replace(/\s+/g, " ")}”, ${name}`;
    case "chart":
      return `${anchor.variant === undefined ? "" : `${letterOf(session, anchor.item, anchor.variant)}, `}${anchor.chart} at ${seconds(anchor.tMs)}, ${name}`;
    case "page":
      return `${letterOf(session, anchor.item, anchor.variant)}, pfn 0x${anchor.pfn.toString(16)} at ${seconds(anchor.tMs)}`;
  }
}

function fieldLabel(session: BoardSession, item: ItemId, field: string): string {
  const isBeside = field === "name" || field === "text";
  const label = labelAt(session.doc, [
    "items",
    item,
    ...(isBeside ? [field] : ["fields", ...field.split(".")]),
  ]);
  return label === "an item" ? field : label;
}

function letterOf(session: BoardSession, item: ItemId, variant: string): string {
  const column = session.items.plans.get(item)?.columns.find((each) => each.variant === variant);
  return column?.letter ?? "A variant that is gone";
}

function seconds(tMs: number): string {
  return `${(tMs / 1000).toFixed(3)} s`;
}

const MAX_LABEL = 160;

function cut(words: string): string {
  return words.length <= MAX_LABEL ? words : `${words.slice(0, MAX_LABEL - 1)}…`;
}
