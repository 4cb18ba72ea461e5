import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { Product } from "../support/product";
import { launch } from "./browser";

/** The product and a browser of a test file's own, from before its first test until after its last: importing them opens both. */
export let product: Product;
export let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([Product.start(), launch()]);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});
