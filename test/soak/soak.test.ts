import { afterAll, beforeAll, expect, test } from "vitest";
import { Soak } from "./soak";

const SEED = 6;
const ROUNDS = 10;
let soak: Soak;

beforeAll(async () => {
  soak = await Soak.of(SEED);
});
afterAll(() => soak.remove());

test(`a server that is killed ${ROUNDS} times keeps all it acknowledged and all that anybody saw, seed ${SEED}`, async () => {
  const { acknowledged, judged, lost } = await soak.run(ROUNDS, () => {});
  expect(lost).toEqual([]);
  expect(judged).toBeGreaterThan(ROUNDS);
  expect(
    Object.values(acknowledged).every((count) => count > 0),
    JSON.stringify(acknowledged),
  ).toBe(true);
}, 120_000);
