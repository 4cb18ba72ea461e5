import { gzipSync } from "node:zlib";
import type { Browser, Response } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Product } from "../support/product";
import { launch, person, screenshot } from "./browser";
import { columns, results } from "./steps";

/** Scripts of a board page's first load, gzip. */
const SCRIPT_BUDGET_KB = 250;

let product: Product;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([Product.start(), launch()]);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

describe("from the printed address to a result", () => {
  test("the token leaves the address, a template becomes a board, the columns fill", async () => {
    const newcomer = await person(browser);
    await newcomer.page.goto(product.address);
    expect(newcomer.page.url()).toBe(`${product.origin}/`);
    await screenshot(newcomer.page, "home-1440-light");
    await newcomer.page.getByRole("button", { name: /^KMSAN metadata/ }).click();
    await newcomer.page.waitForURL(/\/b\//);
    await newcomer.page.getByLabel("Others see it at your pointer").fill("N. Newcomer");
    await newcomer.page.keyboard.press("Enter");
    await results(newcomer.page);
    expect((await columns(newcomer.page))[0]).toContain("154,854");
    expect(newcomer.errors).toEqual([]);
    await newcomer.context.close();
  });

  test("without a token there is nothing to see", async () => {
    const stranger = await person(browser);
    const board = await product.createBoard({ template: "kmsan" });
    await stranger.page.goto(`${product.origin}/b/${board.id}`);
    const text = await stranger.page.locator("body").textContent();
    expect(text).not.toContain("KMSAN");
    expect(text).not.toContain("154,854");
    await stranger.context.close();
  });

  test(`scripts of the board's first load stay within ${SCRIPT_BUDGET_KB} kB gzip`, async () => {
    const empty = await product.createBoard({ title: "Empty" });
    const first = await scriptBytes(empty.links.editor);
    const full = await product.createBoard({ template: "kmsan" });
    const withCurves = await scriptBytes(full.links.editor);
    console.log(
      `board page: ${kb(first)} kB gzip of script on first load (limit ${SCRIPT_BUDGET_KB}); an experiment's curves load after it, ${kb(withCurves - first)} kB more`,
    );
    expect(first).toBeGreaterThan(50_000);
    expect(first).toBeLessThanOrEqual(SCRIPT_BUDGET_KB * 1000);
  });
});

const kb = (bytes: number) => (bytes / 1000).toFixed(0);

/** All scripts that a visitor's browser fetches until the board is at rest, gzip. */
async function scriptBytes(link: string): Promise<number> {
  const visitor = await person(browser);
  const scripts: Promise<number>[] = [];
  visitor.page.on("response", (answer: Response) => {
    if (answer.request().resourceType() === "script")
      scripts.push(answer.body().then((body) => gzipSync(body).length));
  });
  await visitor.page.goto(link);
  await visitor.page.getByLabel("Others see it at your pointer").waitFor();
  await visitor.page.waitForLoadState("networkidle");
  const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
  await visitor.context.close();
  return bytes;
}
