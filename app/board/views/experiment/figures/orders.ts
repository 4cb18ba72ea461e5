import type { Series } from "@carveout/sim";
import type { Band } from "../../../charts/picture/marks";

/** Orders that share an area, largest first: the largest two alone, single pages alone, what lies between by size. */
export function orderBands(maxOrder: number): { name: string; orders: number[] }[] {
  const edges = [maxOrder, maxOrder - 1, maxOrder - 3, maxOrder - 6, 1, 0].filter(
    (edge, i, all) => edge >= 0 && all.indexOf(edge) === i,
  );
  const bands: { name: string; orders: number[] }[] = [];
  let top = maxOrder;
  for (const edge of edges.sort((a, b) => b - a)) {
    const orders = Array.from({ length: top - edge + 1 }, (_, i) => top - i);
    if (orders.length === 0) continue;
    bands.push({ name: orders.length === 1 ? `${edge}` : `${edge}–${top}`, orders });
    top = edge - 1;
  }
  return bands;
}

const TOKENS = 6;

/** Free memory by order as areas, in pages divided by `divisor`. The last area is always that of single pages. */
export function bandsOf({ freeBlocks }: Series, divisor: number): Band[] {
  const bands = orderBands(freeBlocks.length - 1);
  return bands.map(({ name, orders }, i) => {
    const tone = i === bands.length - 1 ? TOKENS - 1 : Math.min(i, TOKENS - 2);
    const samples = freeBlocks[0]?.length ?? 0;
    return {
      name,
      token: `--o-${tone}`,
      ink: `--o-${tone}-ink`,
      values: Array.from(
        { length: samples },
        (_, sample) =>
          orders.reduce((sum, order) => sum + (freeBlocks[order]?.[sample] ?? 0) * 2 ** order, 0) / divisor,
      ),
    };
  });
}
