import { expect, test } from "vitest";
import { address, bytes, count, pages } from "./text";

test("thousands have commas", () => {
  expect([0, 999, 1000, 459776, 1234567890].map(count)).toEqual([
    "0",
    "999",
    "1,000",
    "459,776",
    "1,234,567,890",
  ]);
});

test("bytes have binary units and no more decimals than they need", () => {
  expect([512, 4096, 2621440, 2 ** 40, 1.5 * 2 ** 30, 1152 * 2 ** 40].map(bytes)).toEqual([
    "512 B",
    "4 KiB",
    "2.5 MiB",
    "1 TiB",
    "1.5 GiB",
    "1,152 TiB",
  ]);
});

test("one page is no pages", () => {
  expect([pages(1), pages(0), pages(1536)]).toEqual(["1 page", "0 pages", "1,536 pages"]);
});

test("addresses are lower case", () => {
  expect(address(0x7bc00000)).toBe("0x7bc00000");
});
