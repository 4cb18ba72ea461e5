import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { Person } from "./browser";

/** Opens a link and says who one is. */
export async function introduce(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Others see it at your pointer").fill(name);
  await page.keyboard.press("Enter");
}

/** Opens a link as somebody and waits for the results. */
export async function enter(who: Person, link: string, name: string): Promise<void> {
  await introduce(who.page, link, name);
  await results(who.page);
}

/** Waits until every column shows a result of its run. */
export async function results(page: Page): Promise<void> {
  await expect.poll(() => columns(page), { timeout: 30_000 }).toHaveLength(3);
  await expect
    .poll(async () => (await columns(page)).every((text) => /result|warning/.test(text)), { timeout: 30_000 })
    .toBe(true);
}

export const columns = (page: Page) => page.getByRole("region", { name: /^Variant / }).allInnerTexts();
export const provenance = async (page: Page) =>
  /A\s?([0-9a-f]{8})/.exec(
    (await page.getByRole("article", { name: /experiment$/ }).textContent()) ?? "",
  )?.[1];

export async function type(field: Locator, text: string): Promise<void> {
  await field.click();
  await field.fill(text);
  await field.press("Enter");
}

export async function saved(page: Page): Promise<void> {
  await page
    .getByRole("status")
    .filter({ hasText: /^\s*Saved\s*$/ })
    .waitFor();
}
