import type { CardPicture } from "@carveout/canvas";
import type { CardJson, ItemId } from "@carveout/model";
import type { BoardSession } from "../session";

export interface PictureContext {
  id: ItemId;
  session: BoardSession;
}

/** What is drawn of a card while it is not mounted. */
export function cardPicture(item: CardJson, _context: PictureContext): CardPicture {
  if (item.kind === "note")
    return { tone: "note", title: "", kindLabel: "note", lines: item.text.split("\n") };
  return { tone: "card", title: item.name || item.kind, kindLabel: item.kind };
}

/** Height of a card before it has been mounted once, board pixels. */
export function estimateHeight(_item: CardJson): number {
  return 116;
}
