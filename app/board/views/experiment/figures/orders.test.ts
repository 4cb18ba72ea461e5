import { expect, test } from "vitest";
import { bandsOf, orderBands } from "./orders";

test("the areas hold every order once, the largest alone, single pages alone", () => {
  for (let maxOrder = 0; maxOrder <= 13; maxOrder++) {
    const bands = orderBands(maxOrder);
    expect(bands.flatMap(({ orders }) => orders)).toEqual(
      Array.from({ length: maxOrder + 1 }, (_, i) => maxOrder - i),
    );
    expect(bands.length).toBeLessThanOrEqual(6);
    expect(bands.at(-1)?.orders).toEqual([0]);
  }
  expect(orderBands(10).map(({ name }) => name)).toEqual(["10", "9", "7–8", "4–6", "1–3", "0"]);
});

test("together the areas are the free pages", () => {
  const freeBlocks = [
    [3, 0],
    [2, 1],
    [0, 4],
  ];
  const bands = bandsOf({ freeBlocks } as never, 1);
  const total = (sample: number) => bands.reduce((sum, { values }) => sum + (values[sample] ?? 0), 0);
  expect([total(0), total(1)]).toEqual([7, 18]);
});
