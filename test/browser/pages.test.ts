import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import type { Board } from "../support/product";
import { violations } from "./axe";
import { PHONE, person, screenshot } from "./browser";
import { browser, product } from "./opened";
import { enter, introduce } from "./steps";

let board: Board;

beforeAll(async () => {
  board = await product.createBoard({ template: "kmsan" });
}, 60_000);

/** The view itself: the board stands behind it. */
const view = (page: Page) => page.locator('[data-view="experiment"]');
const raster = (page: Page, variant = "A") =>
  page.getByRole("slider", { name: `Page map of variant ${variant}` });
const reading = (page: Page, variant = "A") => raster(page, variant).getAttribute("aria-valuetext");
const clock = (page: Page) => page.getByRole("slider", { name: "Moment of the run" });
const scale = (page: Page) => page.getByText(/^1 cell = /);
const pages = async (page: Page, state: string) =>
  view(page)
    .getByRole("row", { name: new RegExp(`${state}\\b`) })
    .first()
    .textContent();

/** Waits until every raster shows that moment. */
async function stands(page: Page, at: string, rasters = 1): Promise<void> {
  await expect
    .poll(
      () =>
        page
          .locator("figcaption")
          .filter({ hasText: `at ${at} s` })
          .count(),
      { timeout: 20_000 },
    )
    .toBe(rasters);
}

/** Colours of a raster's picture. */
function colours(page: Page): Promise<number> {
  return page
    .locator("figure canvas")
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const found = new Set<string>();
      for (let i = 0; i < pixels.length; i += 4) found.add(`${pixels[i]} ${pixels[i + 1]} ${pixels[i + 2]}`);
      return found.size;
    });
}

describe("the page map", () => {
  test("one leads another to a page at a moment: by keys, by wheel, by link", async () => {
    const ann = await person(browser);
    await enter(ann, board.links.owner, "Ann Reviewer");
    await ann.page.getByRole("button", { name: "Page map of variant A" }).click();
    await stands(ann.page, "10.000");
    await clock(ann.page).focus();
    await ann.page.keyboard.press("Home");
    await stands(ann.page, "0.000");
    await expect.poll(() => colours(ann.page)).toBeGreaterThan(4);
    expect(await scale(ann.page).textContent()).toMatch(
      /^1 cell = \d+ pages \(\d+ KiB\), row = \d+ MiB, pfn grows right, then down$/,
    );
    const atBoot = await pages(ann.page, "free");

    await clock(ann.page).focus();
    for (let i = 0; i < 5; i++) await ann.page.keyboard.press("Shift+ArrowRight");
    await stands(ann.page, "0.500");
    expect(await pages(ann.page, "free")).not.toBe(atBoot);

    await raster(ann.page).focus();
    await ann.page.keyboard.press("ArrowRight");
    const first = await reading(ann.page);
    expect(first).toMatch(/^pfn 0x0 to 0x[0-9a-f]+, mostly /);
    await ann.page.keyboard.press("Control+ArrowRight");
    await expect.poll(() => reading(ann.page)).not.toBe(first);
    const state = /mostly ([a-z_ -]+)/.exec((await reading(ann.page)) ?? "")?.[1];
    expect(first).not.toContain(`mostly ${state}`);

    for (let i = 0; i < 40; i++) await ann.page.keyboard.press("+");
    await expect.poll(() => scale(ann.page).textContent()).toMatch(/^1 cell = 1 page \(4 KiB\)/);
    await ann.page.keyboard.press("Enter");
    const facts = ann.page.getByRole("region", { name: /^Page 0x/ });
    await expect.poll(() => facts.textContent()).toContain("Zone");
    await ann.page.keyboard.press("0");
    await expect.poll(() => scale(ann.page).textContent()).toMatch(/^1 cell = \d+ pages/);

    const legend = view(ann.page).getByRole("button", { name: /shadow/ });
    await ann.page.keyboard.press("s");
    expect(await legend.getAttribute("aria-pressed")).toBe("true");
    await ann.page.keyboard.press("s");
    expect(await legend.getAttribute("aria-pressed")).toBe("false");
    expect(await violations(ann.page)).toEqual([]);

    // A place of a tracked page: its shadow is a link, and leads there and back.
    const box = await raster(ann.page).locator("..").boundingBox();
    if (box === null) throw new Error("The map is in view.");
    await ann.page.mouse.move(box.x + box.width / 2, box.y + box.height / 3);
    for (let i = 0; i < 3; i++) await ann.page.mouse.wheel(0, -120);
    await ann.page.mouse.click(box.x + box.width / 2, box.y + box.height / 3);
    await expect.poll(() => facts.textContent()).toMatch(/Its shadow|Is (shadow|origin) of/);
    const heading = () => facts.getByRole("heading").textContent();
    const from = await heading();
    await facts.getByRole("button", { name: /^0x/ }).first().click();
    await expect.poll(heading).not.toBe(from);
    await expect.poll(() => facts.textContent()).toMatch(/Its shadow|Is (shadow|origin) of/);
    const to = (await heading()) ?? "";
    const pfn = /0x([0-9a-f]+)/.exec(to)?.[1] ?? "";
    await expect.poll(() => ann.page.url()).toContain(`pfn=${pfn}`);
    await screenshot(ann.page, "pages-1440-light");

    // Ben opens Ann's link and sees the same page at the same moment.
    const hash = new URL(ann.page.url()).hash;
    const ben = await person(browser, { dark: true });
    await enter(ben, board.links.viewer, "Ben");
    await ben.page.evaluate((address) => {
      location.hash = address;
    }, hash);
    await stands(ben.page, "0.500");
    await expect
      .poll(() =>
        ben.page
          .getByRole("region", { name: /^Page 0x/ })
          .getByRole("heading")
          .textContent(),
      )
      .toBe(to);
    expect(await scale(ben.page).textContent()).toBe(await scale(ann.page).textContent());
    for (const { errors, context } of [ann, ben]) {
      expect(errors).toEqual([]);
      await context.close();
    }
  }, 60_000);

  test("two variants stand side by side, play together, and their difference is named", async () => {
    const ann = await person(browser, { dark: true });
    const { page } = ann;
    await enter(ann, board.links.editor, "Ann Reviewer");
    await page.getByRole("button", { name: "Page map of variant A" }).click();
    await page.getByLabel("beside").selectOption({ index: 1 });
    await stands(page, "10.000", 2);
    await clock(page).focus();
    await page.keyboard.press("Home");
    await stands(page, "0.000", 2);
    await raster(page, "B").focus();
    await page.keyboard.press(" ");
    await expect.poll(() => clock(page).inputValue().then(Number), { timeout: 20_000 }).toBeGreaterThan(300);
    await page.keyboard.press(" ");
    const at = (Number(await clock(page).inputValue()) / 1000).toFixed(3);
    await stands(page, at, 2);
    await screenshot(page, "pages-beside-1440-dark");
    expect(await violations(page)).toEqual([]);
    await view(page).getByRole("button", { name: "Save the page map" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "CSV" }).click(),
    ]);
    const table = readFileSync(await download.path(), "utf8");
    expect(table).toMatch(/^# 1 cell = /);
    expect(table).toMatch(/^letter,state,A \(pages\),B \(pages\)\r$/m);
    const [drawing] = await (async () => {
      await view(page).getByRole("button", { name: "Save the page map" }).click();
      return Promise.all([
        page.waitForEvent("download"),
        page.getByRole("menuitem", { name: "PNG" }).click(),
      ]);
    })();
    expect(
      readFileSync(await drawing.path())
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    await raster(page, "B").focus();
    await page.keyboard.press("x");
    const transitions = page.getByRole("region", { name: "What differs" });
    await expect.poll(() => transitions.textContent()).toMatch(/[A-Z] to [A-Z]/);
    expect(await page.getByRole("button", { name: "Difference" }).getAttribute("aria-pressed")).toBe("true");
    await screenshot(page, "pages-difference-1440-dark");
    await page.keyboard.press("t");
    expect(
      await view(page)
        .getByRole("table", { name: /Blocks by order/ })
        .count(),
    ).toBe(2);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Page map of variant A" }).waitFor();
    expect(ann.errors).toEqual([]);
    await ann.context.close();
  }, 60_000);

  test("on a phone", async () => {
    const { page, errors, context } = await person(browser, { viewport: PHONE, touch: true });
    await introduce(page, board.links.viewer, "Eve");
    await page.getByRole("tab", { name: "Results" }).click();
    await page.getByRole("button", { name: "Page map of variant B" }).tap();
    await stands(page, "10.000");
    await raster(page, "B")
      .locator("..")
      .tap({ position: { x: 100, y: 60 } });
    await expect.poll(() => reading(page, "B")).toMatch(/^pfn 0x/);
    await screenshot(page, "pages-390-light");
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
    expect(errors).toEqual([]);
    await context.close();
  }, 60_000);
});
