import type { Resizing } from "@carveout/canvas";
import { isDrawn, type PlacedJson } from "@carveout/model";

/** Narrowest that a card's content can be read at, board pixels. */
const LEAST_WIDTH = {
  profile: 320,
  strategy: 200,
  workload: 220,
  experiment: 428,
  proposal: 280,
  note: 120,
  text: 60,
} as const;
/** Of what is drawn; a line may be level. */
const LEAST_SIDE = 8;

/** How an item can be resized: what is drawn by both sides, a card by its width. `least` is what its content needs beyond that. */
export function resizingOf(item: PlacedJson, least = 0): Resizing {
  if (isDrawn(item)) return { axes: "box", least: { w: LEAST_SIDE, h: LEAST_SIDE } };
  return { axes: "width", least: { w: Math.max(LEAST_WIDTH[item.kind], least), h: 0 } };
}
