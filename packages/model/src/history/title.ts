import type { BoardJson } from "../board-json";
import type { ItemJson } from "../item";
import { itemShape } from "../kinds";

const MAX_TITLE = 60;

/** What an item is called in a sentence: its name, the first line of its text, else what it is. A wire by what it joins. */
export function itemTitle(item: ItemJson, board: BoardJson): string {
  if (item.kind === "connector")
    return `${endTitle(item.from.item, board)} to ${endTitle(item.to.item, board)}`;
  const { name, text } = item as { name?: unknown; text?: unknown };
  const label = itemShape(item as Parameters<typeof itemShape>[0])?.label ?? item.kind;
  if (typeof name === "string" && name !== "") return name;
  const line = typeof text === "string" ? text.trim().split("\n")[0]?.slice(0, MAX_TITLE) : "";
  return line ? `“${line}”` : label;
}

function endTitle(id: string, board: BoardJson): string {
  const end = Object.hasOwn(board.items, id) ? board.items[id] : undefined;
  return end === undefined || end.kind === "connector" ? "an item" : itemTitle(end, board);
}
