import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import type { Board } from "../support/product";
import { violations } from "./axe";
import { type Person, PHONE, person, screenshot } from "./browser";
import { browser, product } from "./opened";
import { enter, saved } from "./steps";

const MAIL = readFileSync(
  resolve(import.meta.dirname, "../../packages/formats/src/mail/fixtures/24-lore-page.txt"),
  "utf8",
);

describe("a proposal that two people annotate", () => {
  let ada: Person;
  let ben: Person;
  let links: Board["links"];
  beforeAll(async () => {
    links = (await product.createBoard({ template: "kmsan" })).links;
    ada = await person(browser);
    ben = await person(browser, { dark: true });
  }, 60_000);

  const text = (page: Page) => page.getByRole("region", { name: /^Text of the mail/ });
  const thread = (page: Page) => page.getByRole("region", { name: "Threads on this mail" });

  /** Marks characters of a line, as a pointer would. */
  const mark = (page: Page, line: number, from: number, to: number) =>
    text(page)
      .locator(`[data-line="${line - 1}"] [data-text]`)
      .evaluate(
        (element, [start, end]) => {
          const node = element.firstChild;
          if (node === null) throw new Error("the line is empty");
          const range = document.createRange();
          range.setStart(node, start ?? 0);
          range.setEnd(node, end ?? 0);
          getSelection()?.removeAllRanges();
          getSelection()?.addRange(range);
        },
        [from, to],
      );

  test("pasted text of an archive's page becomes a card that opens at full size", async () => {
    await enter(ada, links.editor, "Ada Reviewer");
    await enter(ben, links.commenter, "Ben Maintainer");
    const { page } = ada;
    await page.evaluate((words) => navigator.clipboard.writeText(words), MAIL);
    await page.getByRole("application", { name: "Board" }).focus();
    await page.keyboard.press("Control+v");
    const dialog = page.getByRole("dialog", { name: "Import a proposal" });
    await dialog.getByText("1 mail, from Dana Author").waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Put it on the board" }).click();
    const card = page.getByRole("article", { name: /lazily, proposal$/ });
    await card.getByRole("button", { name: "Open", exact: true }).click();
    await text(page).getByText("+\tshadow = alloc_pages(gfp | __GFP_NO_KMSAN, order);").waitFor();
    await saved(page);
    await ben.page.goto(page.url());
    await text(ben.page).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await violations(ben.page)).toEqual([]);
  }, 120_000);

  test("both comment at once, one by pointer, one by keyboard, and see the other's selection", async () => {
    await mark(ben.page, 5, 5, 40);
    await text(ada.page).locator('mark[data-name="Ben Maintainer"]').waitFor();
    await ben.page.getByRole("button", { name: /^Comment on line 5/ }).click();
    await thread(ben.page)
      .getByRole("textbox", { name: "Comment", exact: true })
      .fill("True at boot, not at the peak.");

    await text(ada.page).focus();
    await ada.page.keyboard.press("Home");
    for (let line = 1; line < 36; line++) await ada.page.keyboard.press("ArrowDown");
    await ada.page.keyboard.press("Shift+ArrowDown");
    await ada.page.keyboard.press("c");
    await thread(ada.page)
      .getByRole("textbox", { name: "Comment", exact: true })
      .fill("Three allocations of one order.");

    await ben.page.keyboard.press("Control+Enter");
    await ada.page.keyboard.press("Control+Enter");
    for (const { page } of [ada, ben]) {
      await thread(page).getByText("True at boot, not at the peak.").first().waitFor();
      await thread(page).getByText("Three allocations of one order.").first().waitFor();
      await expect.poll(() => text(page).locator("mark[data-pin]").count()).toBe(2);
    }
    await screenshot(ada.page, "proposal-light");
    await screenshot(ben.page, "proposal-dark");
  }, 60_000);

  test("the reply has exactly the passages that were commented, and who said what", async () => {
    const { page } = ada;
    await page.getByRole("button", { name: "Reply", exact: true }).first().click();
    const preview = page.getByRole("region", { name: "Preview of the reply" });
    await preview.getByText("Three allocations of one order. [AR]").waitFor();
    const lines = await preview.locator("div").allTextContents();
    expect(lines.join("\n").trimEnd()).toBe(
      `On Tue, 17 Nov 2026 16:20:11 +0100, Dana Author wrote:
> Take shadow and origin when a page is handed out, and give them back with

True at boot, not at the peak. [BM]

> [...]
> +	if (gfp & __GFP_NO_KMSAN)
> +		return 0;
> +	shadow = alloc_pages(gfp | __GFP_NO_KMSAN, order);
> +	if (!shadow)

Three allocations of one order. [AR]

Remarks by Ben Maintainer [BM], Ada Reviewer [AR].`,
    );
    expect(await violations(page)).toEqual([]);
    await screenshot(page, "reply-light");
    await page.getByRole("checkbox", { name: /True at boot/ }).uncheck();
    await preview.getByText("Three allocations of one order.", { exact: true }).waitFor();
    expect(await preview.textContent()).not.toContain("True at boot");
    await page.keyboard.press("y");
    await page.getByRole("button", { name: "Copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied.split("\n").filter((line) => line.startsWith(">"))).toHaveLength(4);
  }, 60_000);

  test("a reply with words above its first quote can't be taken along", async () => {
    const { page } = ada;
    await page.getByRole("button", { name: "Edit" }).click();
    const paper = page.getByRole("textbox", { name: "Text of the reply" });
    await paper.fill(`I agree.\n\n${await paper.inputValue()}`);
    await page.getByText(/^There is text above the first quote/).waitFor();
    expect(await page.getByRole("button", { name: ".eml" }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Start again from the remarks" }).click();
    expect(await page.getByRole("button", { name: ".eml" }).isEnabled()).toBe(true);
  });

  test("the report names both, and the open threads", async () => {
    const board = new URL(ada.page.url()).pathname;
    await ada.page.goto(`${new URL(ada.page.url()).origin}${board}/report`);
    const open = ada.page.getByRole("region", { name: "Open questions" });
    await open.getByText("Three allocations of one order.").waitFor();
    await ada.page.getByRole("rowheader", { name: "Ben Maintainer" }).waitFor();
    expect(await violations(ada.page)).toEqual([]);
    await screenshot(ada.page, "report-light");
  });

  test("the next version is linked with it, shows what changed, and has the comments where their passages still are", async () => {
    const { page } = ada;
    const next = MAIL.replace("RFC v2 2/4", "RFC v3 2/4")
      .replace("-3-dana@example.org", "-9-dana@example.org")
      .replace("The metadata carve-out", "v3 zeroes the shadow.\n\nThe metadata carve-out")
      .replace(
        "shadow = alloc_pages(gfp | __GFP_NO_KMSAN,",
        "shadow = alloc_pages(gfp | __GFP_NO_KMSAN | __GFP_ZERO,",
      );
    const board = new URL(page.url()).pathname.replace("/report", "");
    await page.goto(new URL(board, page.url()).href);
    await page.getByRole("application", { name: "Board" }).focus();
    await page.evaluate((words) => navigator.clipboard.writeText(words), next);
    await page.keyboard.press("Control+v");
    await page.getByRole("button", { name: "Put it on the board" }).click();
    await page.keyboard.press("Enter");
    const mail = page.getByRole("region", { name: "Mail", exact: true });
    await mail.getByText("Looks like a new version of").waitFor();
    await mail.getByRole("button", { name: "Link them" }).click();
    const kept = thread(page).getByRole("button", { name: /line 7.*v2.*True at boot, not at the peak/ });
    await kept.waitFor();
    await thread(page)
      .getByRole("button", { name: /v2.*outdated.*Three allocations of one order/ })
      .waitFor();
    await text(page).getByText("Take shadow and origin when a page is handed").waitFor();
    await page.getByRole("button", { name: "Changes since v2" }).click();
    const changes = page.getByRole("region", { name: "Changes since v2" });
    await changes.getByText("v3 zeroes the shadow.").waitFor();
    await changes.getByText("shadow = alloc_pages(gfp | __GFP_NO_KMSAN | __GFP_ZERO, order);").waitFor();
    expect(await changes.getByRole("heading").allTextContents()).toEqual([
      "Messagereworded",
      "mm/kmsan/kmsan.has it was",
      "mm/kmsan/shadow.cchanged",
    ]);
    expect(await violations(page)).toEqual([]);
    await screenshot(page, "proposal-versions-light");
    await saved(page);
    await ben.page.goto(page.url());
    await changes.waitFor();
    await screenshot(ben.page, "proposal-versions-dark");
    await ben.page.goBack();
  }, 60_000);

  test("a phone shows mail and threads", async () => {
    const phone = await person(browser, { viewport: PHONE, touch: true });
    await phone.context.addCookies(await ben.context.cookies());
    await phone.page.goto(ben.page.url());
    const name = phone.page.getByLabel("Others see it at your pointer");
    await text(phone.page).or(name).first().waitFor();
    if (await name.isVisible()) {
      await name.fill("Ben Maintainer");
      await phone.page.keyboard.press("Enter");
    }
    await text(phone.page).waitFor();
    await screenshot(phone.page, "proposal-phone");
    expect(await violations(phone.page)).toEqual([]);
    for (const { errors } of [ada, ben, phone]) expect(errors).toEqual([]);
  }, 60_000);
});
