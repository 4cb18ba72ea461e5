import { describe, expect, test } from "vitest";
import { origins } from "./origins";

describe("crafted neighbours", () => {
  test("G7 G18 whatever neighbours are claimed, no replica differs: 300 games, the long form is `npm run fuzz origins`", () => {
    let accepted = 0;
    for (let seed = 1; seed <= 300; seed++) accepted += origins(seed).accepted;
    expect(accepted).toBeGreaterThan(100);
  });
});
