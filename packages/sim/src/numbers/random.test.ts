import { expect, test } from "vitest";
import { Random, Xoshiro128StarStar } from "./random";

test("the generator gives the published first numbers for the state 1, 2, 3, 4", () => {
  const generator = new Xoshiro128StarStar(Uint32Array.of(1, 2, 3, 4));
  // Worked by hand from the algorithm's definition; also the vector of the rand_xoshiro crate.
  expect(Array.from({ length: 4 }, () => generator.uint32())).toEqual([11520, 0, 5927040, 70819200]);
});

test("one seed and stream, one sequence; another of either, another sequence", () => {
  const draw = (seed: number, stream: number) => {
    const random = new Random(seed, stream);
    return Array.from({ length: 8 }, () => random.uint32());
  };
  expect(draw(7, 0)).toEqual(draw(7, 0));
  expect(draw(7, 0)).not.toEqual(draw(8, 0));
  expect(draw(7, 0)).not.toEqual(draw(7, 1));
});

test("unit numbers are inside (0, 1) and fill it evenly", () => {
  const random = new Random(1, 0);
  const bins = new Array<number>(16).fill(0);
  const draws = 160_000;
  for (let i = 0; i < draws; i++) {
    const u = random.unit();
    if (u <= 0 || u >= 1) throw new Error(`${u} is outside`);
    const bin = Math.floor(u * 16);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const expected = draws / 16;
  const chiSquared = bins.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  // 15 degrees of freedom: 99.9 % lie below 37.7.
  expect(chiSquared).toBeLessThan(37.7);
});
