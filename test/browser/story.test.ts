import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { BoardJson, ItemJson } from "@carveout/model";
import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import type { Board } from "../support/product";
import { type Person, person, screenshot } from "./browser";
import { browser, product } from "./opened";
import { introduce, saved } from "./steps";

const MAIL = readFileSync(
  resolve(import.meta.dirname, "../../packages/formats/src/mail/fixtures/24-lore-page.txt"),
  "utf8",
);

/**
 * A review from the mail to the reply, by two people who never touch a mouse: nothing here clicks. Its pictures are those of the tour in
 * README.md (`npm run tour`).
 */
describe("a review, by keyboard alone", { timeout: 120_000 }, () => {
  let board: Board;
  let ann: Person;
  let ben: Person;
  let proposal = "";

  beforeAll(async () => {
    board = await product.createBoard({ title: "KMSAN metadata, lazily?" });
    [ann, ben] = [await person(browser), await person(browser)];
  }, 60_000);

  const items = async () => {
    const json = await product.api<BoardJson>("GET", `/api/boards/${board.id}`);
    return Object.entries(json.items);
  };
  const count = async (kind: ItemJson["kind"]) =>
    (await items()).filter(([, item]) => item.kind === kind).length;
  const canvas = (page: Page) => page.getByRole("application", { name: "Board" });
  const press = async (at: Locator, key = "Enter") => {
    await at.focus();
    await at.press(key);
  };
  const column = (page: Page, name: RegExp) => page.getByRole("region", { name });
  const mail = (page: Page) => page.getByRole("region", { name: /^Text of the mail/ });
  const threads = (page: Page) => page.getByRole("region", { name: "Threads on this mail" });

  /** Runs an action of the command palette by its name. */
  const command = async (page: Page, name: string) => {
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").last().getByRole("combobox").fill(name);
    await page.keyboard.press("Enter");
  };

  const arrive = async (who: Person, name: string) => {
    await introduce(who.page, board.links.editor, name);
    await saved(who.page);
  };

  test("a mail becomes a proposal", async () => {
    await arrive(ann, "Ann Reviewer");
    await arrive(ben, "Ben Maintainer");
    await ann.page.evaluate((words) => navigator.clipboard.writeText(words), MAIL);
    await canvas(ann.page).focus();
    await ann.page.keyboard.press("Control+v");
    await ann.page.getByRole("dialog").getByText("1 mail, from Dana Author").waitFor();
    await press(ann.page.getByRole("dialog").getByRole("button", { name: "Put it on the board" }));
    await expect.poll(() => count("proposal")).toBe(1);
    proposal = (await items()).find(([, item]) => item.kind === "proposal")?.[0] ?? "";
    await press(
      ann.page.getByRole("article", { name: /proposal$/ }).getByRole("button", { name: "Open", exact: true }),
    );
    await mail(ann.page).getByText("alloc_pages(gfp | __GFP_NO_KMSAN, order);").first().waitFor();
  });

  test("both annotate it", async () => {
    await ben.page.goto(ann.page.url());
    const comment = async ({ page }: Person, line: number, words: string) => {
      await mail(page).focus();
      await page.keyboard.press("Home");
      for (let at = 1; at < line; at++) await page.keyboard.press("ArrowDown");
      await page.keyboard.press("c");
      const field = threads(page).getByRole("textbox", { name: "Comment", exact: true });
      await field.waitFor();
      await page.keyboard.type(words);
      await page.keyboard.press("Control+Enter");
    };
    await comment(ann, 5, "True at boot. What is it at the peak?");
    await comment(ben, 36, "Three allocations of one order: order 9 will fail first.");
    for (const { page } of [ann, ben]) {
      await threads(page).getByText("What is it at the peak?").first().waitFor();
      await threads(page).getByText("order 9 will fail first.").first().waitFor();
    }
    await screenshot(ann.page, "tour-1-proposal");
  });

  test("Ann puts the machine, the load and both ways on the board, and wires them", async () => {
    const { page } = ann;
    await page.keyboard.press("Escape");
    await page.locator("[data-view=proposal]").waitFor({ state: "detached" });
    const place = async (kind: ItemJson["kind"], choose: () => Promise<void>) => {
      const before = await count(kind);
      await canvas(page).focus();
      await choose();
      await canvas(page).focus();
      await page.keyboard.press("Enter");
      await expect.poll(() => count(kind)).toBe(before + 1);
    };
    const menu = (key: string, entry: RegExp) => async () => {
      await page.keyboard.press(key);
      await press(page.getByRole("menuitem", { name: entry }));
    };
    await place("profile", menu("p", /^Empty profile/));
    await place("workload", () => page.keyboard.press("w"));
    await place("strategy", menu("s", /^Boot carve-out/));
    await place("strategy", menu("s", /^Lazy/));
    await place("experiment", () => page.keyboard.press("e"));
    await press(page.getByRole("article", { name: /workload$/ }).getByRole("button", { name: "Preset" }));
    await press(page.getByRole("menuitem", { name: /^Fragmentation stress/ }));
    const entry = page.getByRole("navigation", { name: "Items in reading order" }).getByRole("button");
    for (const words of ["profile", "workload", "Boot carve-out", "Lazy"]) {
      const before = await count("connector");
      await entry.filter({ hasText: words }).first().focus();
      await page.keyboard.press("l");
      await page.keyboard.press("Enter");
      await page.getByRole("combobox", { name: /^Wire '/ }).fill(words === "Lazy" ? "new variant" : "");
      await page.keyboard.press("Enter");
      await expect.poll(() => count("connector")).toBe(before + 1);
    }
  });

  test("both see the two run", async () => {
    for (const { page } of [ann, ben]) {
      await page.goto(`${product.origin}/b/${board.id}`);
      for (const name of [/^Variant A/, /^Variant B/])
        await expect
          .poll(() => column(page, name).textContent(), { timeout: 60_000 })
          .toMatch(/result|warning/);
    }
    const { page } = ann;
    await command(page, "Tidy");
    const card = page.getByRole("article", { name: /proposal$/ });
    for (const name of [/^A Boot carve-out/, /^B Lazy/]) {
      await press(card.getByRole("button", { name: "Say which variant models this proposal" }));
      await press(page.getByRole("menuitem", { name }));
    }
    await card.getByRole("button", { name: "Lazy does not model it" }).waitFor();
    await press(canvas(page), "Escape");
    await saved(page);
    await screenshot(page, "tour-2-board");
  });

  test("Ben compares them at full size", async () => {
    const { page } = ben;
    // Tidy has moved it out of his view.
    await page.keyboard.press("Control+f");
    await page.getByRole("combobox", { name: "Find on the board" }).fill("experiment");
    await page.keyboard.press("Enter");
    await press(
      page.getByRole("article", { name: /experiment$/ }).getByRole("button", { name: "Open", exact: true }),
    );
    const view = page.locator("[data-view=experiment]");
    await view.getByRole("heading", { name: "Failures by cause" }).waitFor();
    await press(view.getByRole("slider", { name: "Simulated time" }), "ArrowLeft");
    await screenshot(page, "tour-3-experiment");
    await page.keyboard.press("Escape");
    await view.waitFor({ state: "detached" });
  });

  test("they disagree, and both say so", async () => {
    for (const [{ page }, tag] of [
      [ann, /Acked-by/],
      [ben, /Nacked-by/],
    ] as const) {
      await page.goto(`${product.origin}/b/${board.id}#view=proposal&item=${proposal}`);
      await mail(page).waitFor();
      const view = page.locator("[data-view=proposal]");
      await press(view.getByRole("button", { name: "Verdict" }));
      const dialog = page.getByRole("dialog", { name: /^Verdict on/ });
      await press(dialog.getByRole("radio", { name: tag }), "Space");
      await press(dialog.getByRole("button", { name: "Give" }));
      await dialog.waitFor({ state: "detached" });
    }
    for (const { page } of [ann, ben]) {
      const view = page.locator("[data-view=proposal]");
      await view.getByText("Acked-by: Ann Reviewer").waitFor();
      await view.getByText("Nacked-by: Ben Maintainer").waitFor();
    }
  });

  test("the reply quotes what was said, with the numbers and the trailers", async () => {
    const { page } = ann;
    await page.goto(`${product.origin}/b/${board.id}#view=reply&item=${proposal}`);
    const preview = page.getByRole("region", { name: "Preview of the reply" });
    await preview.getByText("What is it at the peak?").waitFor();
    const text = (await preview.locator("div").allTextContents()).join("\n");
    expect(text).toMatch(/^On .* wrote:$/m);
    expect(text).toContain("order 9 will fail first. [BM]");
    const isBound = (line: string) => line.startsWith(">") || line.includes("://");
    expect(text.split("\n").filter((line) => !isBound(line) && line.length > 72)).toEqual([]);
    expect(text).toMatch(/carveout run /);
    expect(text).toMatch(/^Nacked-by: Ben Maintainer/m);
    await screenshot(page, "tour-4-reply");
    const view = page.locator("[data-view=reply]");
    await press(view.getByRole("button", { name: /^Copy/ }));
    await view.getByRole("button", { name: "Copied" }).waitFor();
    for (const { errors } of [ann, ben]) expect(errors).toEqual([]);
  });
});
