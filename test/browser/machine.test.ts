import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Board, Product } from "../support/product";
import { violations } from "./axe";
import { launch, PHONE, person, screenshot } from "./browser";
import { enter } from "./steps";

let product: Product;
let browser: Browser;
let board: Board;

beforeAll(async () => {
  [product, browser] = await Promise.all([Product.start(), launch()]);
  board = await product.createBoard({ template: "kmsan" });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const cell = (page: Page) => page.getByRole("slider", { name: "Cell of the page map" });
const reading = (page: Page) => cell(page).getAttribute("aria-valuetext");

/** True once the picture has more colours than its ground. */
async function isDrawn(page: Page): Promise<boolean> {
  return page.getByRole("tabpanel").evaluate((panel) => {
    const canvas = panel.querySelector("canvas");
    const pixels = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const colours = new Set<string>();
    for (let i = 0; i < pixels.length; i += 4) colours.add(`${pixels[i]} ${pixels[i + 1]} ${pixels[i + 2]}`);
    return colours.size > 4;
  });
}

for (const dark of [false, true]) {
  const shade = dark ? "dark" : "light";
  describe(`the machine at the end of a run, ${shade}`, () => {
    test("at a desk: the map by pointer and by keys, the files to copy and to save", async () => {
      const { page, errors, context } = await person(browser, { dark });
      await enter({ page, errors, context }, board.links.owner, "Ann Reviewer");
      await page.getByRole("button", { name: "Page map of variant A" }).click();
      await expect.poll(() => isDrawn(page)).toBe(true);

      const map = await cell(page).boundingBox();
      if (map === null) throw new Error("The map is in view.");
      await page.mouse.move(map.x + 3, map.y + 3);
      expect(await reading(page)).toMatch(/^pfn 0x0 to 0x[0-9a-f]+: .*reserved \d+/);
      await screenshot(page, `page-map-1440-${shade}`);
      expect(await violations(page)).toEqual([]);
      await page.mouse.move(map.x, map.y - 40);

      await cell(page).focus();
      await page.keyboard.press("ArrowDown");
      const first = await reading(page);
      await page.keyboard.press("Control+ArrowRight");
      expect(await reading(page)).not.toBe(first);
      await page.keyboard.press("End");
      expect(await reading(page)).toMatch(/^pfn 0x[0-9a-f]{5} to /);

      await page.keyboard.press("s");
      const shadow = page.getByRole("dialog").getByRole("button", { name: /shadow/ });
      expect(await shadow.getAttribute("aria-pressed")).toBe("true");
      await screenshot(page, `page-map-shadow-1440-${shade}`);
      await page.keyboard.press("s");
      expect(await shadow.getAttribute("aria-pressed")).toBe("false");

      await page.getByRole("tab", { name: "Page map" }).focus();
      await page.keyboard.press("ArrowRight");
      const text = page.getByRole("region", { name: "/proc/buddyinfo" });
      expect(await text.textContent()).toMatch(/^(Node \d+, zone {2,6}\w+ ( *\d+ ){11}\n)+$/);
      await page.getByRole("button", { name: "Copy", exact: true }).click();
      await page.getByText("Copied", { exact: true }).waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await text.textContent());
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Save A-buddyinfo.txt" }).click(),
      ]);
      expect(readFileSync(await download.path(), "utf8")).toBe(await text.textContent());

      for (const name of ["pagetypeinfo", "zoneinfo", "vmstat"]) {
        await page.getByRole("tab", { name, exact: true }).click();
        await page.getByRole("region", { name: `/proc/${name}` }).waitFor();
        await screenshot(page, `proc-${name}-1440-${shade}`);
        expect(await violations(page)).toEqual([]);
      }
      expect(await page.getByRole("tabpanel").textContent()).toContain("Not simulated, hence left out");
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      expect(errors).toEqual([]);
      await context.close();
    }, 60_000);

    test("on a phone", async () => {
      const { page, errors, context } = await person(browser, { dark, viewport: PHONE, touch: true });
      await page.goto(board.links.viewer);
      await page.getByLabel("Others see it at your pointer").fill("Eve");
      await page.keyboard.press("Enter");
      await page.getByRole("tab", { name: "Results" }).click();
      await page.getByRole("button", { name: "Page map of variant B" }).tap();
      await expect.poll(() => isDrawn(page)).toBe(true);
      await cell(page)
        .locator("..")
        .tap({ position: { x: 150, y: 100 } });
      expect(await reading(page)).toMatch(/^pfn 0x/);
      await screenshot(page, `page-map-390-${shade}`);
      expect(await violations(page)).toEqual([]);
      await page.getByRole("tab", { name: "pagetypeinfo" }).tap();
      await page.getByRole("region", { name: "/proc/pagetypeinfo" }).waitFor();
      await screenshot(page, `proc-pagetypeinfo-390-${shade}`);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
      expect(errors).toEqual([]);
      await context.close();
    }, 60_000);
  });
}
