import type { CardPicture, Drawing } from "../picture/picture";
import { type Box, union } from "../plane/geometry";
import type { SceneStore } from "./store";

/** What a minimap draws: items where they rest. */
export interface Miniature {
  items: readonly (Box & { id: string; tone: (CardPicture | Drawing)["tone"] })[];
  /** Around all items; null without any. */
  extent: Box | null;
  /** Changes when an item's box does; equal versions have the same `items` and `extent`. */
  version: number;
}

export function miniatureOf(scene: SceneStore): Miniature {
  const items: Miniature["items"][number][] = [];
  for (const id of scene.items()) {
    const [item, box] = [scene.item(id), scene.restingBoxOf(id)];
    if (item && box) items.push({ id, ...box, tone: item.picture.tone });
  }
  return { items, extent: union(items), version: scene.version };
}
