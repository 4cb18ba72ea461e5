import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import type { Board } from "../support/product";
import { violations } from "./axe";
import { type Person, person, screenshot } from "./browser";
import { browser, product } from "./opened";
import { enter, introduce, provenance, results, saved, type } from "./steps";

const BANK_SIZE = "Bank 1, Bank size";

let board: Board;
let ann: Person;
let bob: Person;
/** Name of the run that the first column showed when the version was named. */
let runThen: string | undefined;

const history = (page: Page) => page.getByRole("complementary", { name: "History" });
const banner = (page: Page) => page.getByRole("status").filter({ hasText: "Looking at" });
const look = (page: Page) => page.locator("[data-view=moment]");

beforeAll(async () => {
  board = await product.createBoard({ template: "kmsan" });
  ann = await person(browser);
  bob = await person(browser);
}, 60_000);

// Each test's own limit is what its slowest step may take on a loaded machine.
describe("the history of a board", { timeout: 90_000 }, () => {
  test("tells who changed what, and a moment can be named", async () => {
    await enter(ann, board.links.owner, "Ann Reviewer");
    await enter(bob, board.links.editor, "Bob Maintainer");
    await type(bob.page.getByLabel(BANK_SIZE), "4 GiB");
    await saved(bob.page);
    await expect.poll(() => ann.page.getByLabel(BANK_SIZE).inputValue()).toBe("4");
    await ann.page.getByRole("button", { name: "History", exact: true }).click();
    await history(ann.page)
      .getByText(/^Bob Maintainer set Bank size .* → 4 GiB on /)
      .first()
      .waitFor();
    await ann.page.getByLabel(BANK_SIZE).hover();
    await ann.page
      .getByTitle(/^Set by Bob Maintainer/)
      .first()
      .waitFor();
    await results(ann.page);
    runThen = await provenance(ann.page);
    await history(ann.page).getByRole("button", { name: "Name this version" }).click();
    await ann.page.keyboard.type("Before the split");
    await ann.page.keyboard.press("Enter");
    await history(ann.page).getByText("Before the split", { exact: true }).waitFor();
    await screenshot(ann.page, "history-1440-light");
  });

  test("any moment can be looked at: the board and its results as they were, and what is different now", async () => {
    await type(bob.page.getByLabel(BANK_SIZE), "8 GiB");
    await saved(bob.page);
    await expect.poll(() => ann.page.getByLabel(BANK_SIZE).inputValue()).toBe("8");
    const row = history(ann.page).getByRole("listitem").filter({ hasText: "Before the split" });
    await row.getByRole("button", { name: /Bob Maintainer set Bank size/ }).click();
    await banner(ann.page).waitFor();
    const then = look(ann.page);
    await expect.poll(() => then.getByLabel(BANK_SIZE).inputValue()).toBe("4");
    expect(await then.getByLabel(BANK_SIZE).getAttribute("readonly")).not.toBeNull();
    await then.getByRole("row", { name: /Bank size.*4 GiB.*8 GiB/ }).waitFor();
    await expect
      .poll(
        async () =>
          /A\s?([0-9a-f]{8})/.exec(
            (await then.getByRole("article", { name: /experiment$/ }).textContent()) ?? "",
          )?.[1],
      )
      .toBe(runThen);
    await screenshot(ann.page, "history-moment-1440-light");
    expect(await violations(ann.page)).toEqual([]);
    const { context } = ann;
    const dark = await context.newPage();
    await dark.emulateMedia({ colorScheme: "dark" });
    await dark.goto(ann.page.url());
    await banner(dark).waitFor();
    await look(dark)
      .getByRole("row", { name: /Bank size/ })
      .waitFor();
    expect(await violations(dark)).toEqual([]);
    await screenshot(dark, "history-moment-1440-dark");
    await dark.close();
  });

  test("who may only look looks, and restores nothing", async () => {
    const cleo = await person(browser, { viewport: { width: 390, height: 844 } });
    const { hash } = new URL(ann.page.url());
    await introduce(cleo.page, board.links.viewer, "Cleo");
    await cleo.page.goto(`${product.origin}/b/${board.id}${hash}`);
    await banner(cleo.page).waitFor();
    await look(cleo.page)
      .getByRole("row", { name: /Bank size/ })
      .waitFor();
    expect(await cleo.page.getByRole("button", { name: /Restore|Bring back|Take out/ }).count()).toBe(0);
    await screenshot(cleo.page, "history-moment-390-light");
    await cleo.context.close();
  });

  test("restoring is an edit like any other: everybody has it, and one undo takes it back", async () => {
    await look(ann.page).getByRole("button", { name: "Restore the whole board" }).click();
    await banner(ann.page).waitFor({ state: "detached" });
    await expect.poll(() => ann.page.getByLabel(BANK_SIZE).inputValue()).toBe("4");
    await expect.poll(() => bob.page.getByLabel(BANK_SIZE).inputValue()).toBe("4");
    await saved(ann.page);
    await ann.page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect.poll(() => ann.page.getByLabel(BANK_SIZE).inputValue()).toBe("8");
    await expect.poll(() => bob.page.getByLabel(BANK_SIZE).inputValue()).toBe("8");
    expect(ann.errors).toEqual([]);
  });
});
