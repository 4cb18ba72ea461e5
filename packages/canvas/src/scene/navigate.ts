import { type Box, centreOf } from "../plane/geometry";

export interface Placed {
  id: string;
  box: Box;
}

export type Direction = "left" | "right" | "up" | "down";

/**
 * Rows from top to bottom, each from left to right. An item belongs to the row above it when its middle lies above the foot of that row's
 * first item.
 */
export function readingOrder(items: readonly Placed[]): string[] {
  const byTop = [...items].sort((a, b) => a.box.y - b.box.y || a.box.x - b.box.x || (a.id < b.id ? -1 : 1));
  const rows: Placed[][] = [];
  let foot = -Infinity;
  for (const item of byTop) {
    const row = rows.at(-1);
    if (row && centreOf(item.box).y < foot) {
      row.push(item);
    } else {
      rows.push([item]);
      foot = item.box.y + item.box.h;
    }
  }
  return rows.flatMap((row) => row.sort((a, b) => a.box.x - b.box.x).map(({ id }) => id));
}

/** The item to go to from `from`: within 45 degrees of the direction first, the nearest of them. */
export function nearestTowards(
  from: Placed,
  direction: Direction,
  items: readonly Placed[],
): string | undefined {
  const start = centreOf(from.box);
  const [ux, uy] = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }[direction] as [number, number];
  let best: { id: string; cost: number } | undefined;
  for (const { id, box } of items) {
    if (id === from.id) continue;
    const to = centreOf(box);
    const ahead = (to.x - start.x) * ux + (to.y - start.y) * uy;
    if (ahead <= 0) continue;
    const aside = Math.abs((to.x - start.x) * uy) + Math.abs((to.y - start.y) * ux);
    // What lies aside counts double, and outside of the 45 degrees much more: such an item is taken only when nothing else is there.
    const cost = ahead + 2 * aside + (aside > ahead ? 1e6 : 0);
    if (!best || cost < best.cost) best = { id, cost };
  }
  return best?.id;
}
