import { type DrawnJson, type ItemJson, isDrawn, type PlacedJson, type TextJson } from "@carveout/model";
import { ahead } from "../../ui/late";

/** The code that draws items comes with the first one of its sort: cards, and what is drawn or written by hand. */
const LOADS = {
  cards: ahead(() => import("../cards/picture")),
  handmade: ahead(() => import("../drawn/pictures")),
};

type Sort = keyof typeof LOADS;
type Painters = { [S in Sort]?: Awaited<ReturnType<(typeof LOADS)[S]>> };

/** What has come so far. */
export const painters: Painters = {};

export function isHandmade(item: PlacedJson): item is DrawnJson | TextJson {
  return item.kind === "text" || isDrawn(item);
}

/** Resolves once each of these items can be drawn. */
export async function loadPainters(items: Iterable<ItemJson | undefined>): Promise<void> {
  const sorts = new Set<Sort>();
  for (const item of items)
    if (item !== undefined && item.kind !== "connector") sorts.add(isHandmade(item) ? "handmade" : "cards");
  await Promise.all([
    sorts.has("cards") && LOADS.cards().then((cards) => Object.assign(painters, { cards })),
    sorts.has("handmade") && LOADS.handmade().then((handmade) => Object.assign(painters, { handmade })),
  ]);
}
