import type { ItemId } from "@carveout/model";
import { Signal } from "../session";

/** What somebody opened with a double click or a key: an item's name, or the text of a note. One at a time. */
export interface Opened {
  item: ItemId;
  part: "name" | "text";
}

export const opened = new Signal<Opened | null>(null);

export function openPart(item: ItemId, part: Opened["part"]): void {
  opened.set({ item, part });
}

export function closePart(): void {
  opened.set(null);
}
