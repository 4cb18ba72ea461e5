import type { BoardJson } from "@carveout/model";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import type { Board } from "../support/product";
import { violations } from "./axe";
import { DESKTOP, type Person, PHONE, person, screenshot } from "./browser";
import { browser, product } from "./opened";
import { columns, enter, introduce, saved, type } from "./steps";

/** A screen on which a whole board with everything unfolded is in view. */
const TALL = { width: 1440, height: 2400 };

/** Opens the device board and waits until each of its four runs is over. */
async function enterWalkers(who: Person, link: string, name: string): Promise<void> {
  await introduce(who.page, link, name);
  await expect
    .poll(async () => (await columns(who.page)).filter((text) => /result|panic/.test(text)).length, {
      timeout: 30_000,
    })
    .toBe(4);
}

describe("tables of a card, edited together", { timeout: 120_000 }, () => {
  let board: Board;
  let ann: Person;
  let bob: Person;
  const profile = ({ page }: Person) => page.getByRole("article", { name: /profile$/ });
  const workload = ({ page }: Person) => page.getByRole("article", { name: /workload$/ });
  const fields = async (item: string) => {
    await saved(ann.page);
    const { items } = await product.api<BoardJson>("GET", `/api/boards/${board.id}`);
    return (items[item] as { fields: Record<string, Record<string, object>> }).fields;
  };

  beforeAll(async () => {
    board = await product.createBoard({ template: "kmsan" });
    ann = await person(browser, { viewport: TALL });
    bob = await person(browser, { viewport: TALL });
  });

  test("an action that one adds is seen by the other, edited by both, and undone by who added it", async () => {
    await enter(ann, board.links.owner, "Ann Reviewer");
    await enter(bob, board.links.editor, "Bob Maintainer");
    const fold = /^Actions/;
    await workload(ann).getByRole("button", { name: fold }).click();
    await workload(ann).getByText("Nothing but page requests happens").waitFor();
    await workload(ann).getByRole("button", { name: "Add an action" }).click();
    await workload(ann).getByLabel("What").selectOption("compact");
    await workload(bob).getByRole("button", { name: "Actions 1" }).click();
    await workload(bob)
      .getByRole("button", { name: /^5 s compact memory once$/ })
      .click();
    expect(await workload(bob).getByLabel("Every").count()).toBe(0);
    await type(workload(bob).getByLabel("Times", { exact: true }), "10");
    await workload(ann)
      .getByRole("button", { name: /^5 s compact memory 10 times$/ })
      .waitFor();
    await type(workload(ann).getByLabel("Every"), "2.5 ms");
    expect(Object.values((await fields("workload-1")).actions ?? {})).toEqual([
      { kind: "compact", startMs: 5000, times: 10, everyMs: 2.5 },
    ]);
    for (let step = 0; step < 3; step++) await ann.page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => workload(bob).getByRole("button", { name: "Actions none" }).count()).toBe(1);
  });

  test("a profile has what its architecture has: tag storage on arm64, 1 GiB leaves on x86-64", async () => {
    await profile(ann)
      .getByRole("button", { name: /^Advanced/ })
      .click();
    await profile(ann)
      .getByRole("button", { name: /^Page tables/ })
      .click();
    await profile(ann).getByLabel("1 GiB leaves").waitFor();
    expect(await profile(ann).getByLabel("BBML2").count()).toBe(0);
    expect(
      await profile(ann)
        .getByRole("button", { name: /^Tag storage/ })
        .count(),
    ).toBe(0);
    await profile(ann).getByLabel("Architecture").selectOption("arm64");
    await profile(ann).getByLabel("BBML2").waitFor();
    expect(await profile(ann).getByLabel("1 GiB leaves").count()).toBe(0);
    await profile(bob).getByRole("button", { name: "Tag storage none" }).waitFor();
  });

  test("regions of tags, namespaces and TLB entries are rows; the map names what they add", async () => {
    const add = async (table: RegExp, button: string) => {
      await profile(ann).getByRole("button", { name: table }).click();
      await profile(ann).getByRole("button", { name: button }).click();
    };
    await add(/^TLB/, "Add a leaf size");
    await type(profile(ann).getByLabel("Entries"), "1536");
    await profile(ann).getByRole("button", { name: "4 KiB reaches 6 MiB 1,536 entries" }).waitFor();
    await add(/^Tag storage/, "Add a region");
    await add(/^Persistent memory/, "Add a namespace");
    await profile(ann).getByLabel("Mode").selectOption("devdax");
    const map = profile(bob).getByRole("img", { name: /^Memory map/ });
    await expect
      .poll(() => map.getAttribute("aria-label"))
      .toMatch(/62\.0 MiB tag storage, 1,024\.0 MiB persistent in 1 namespace\.$/);
    await map.getByText("pmem, devdax").waitFor();
    await map.getByText("tag storage").waitFor();
    await screenshot(ann.page, "profile-tables-1440-light");
    expect(await violations(ann.page)).toEqual([]);
    expect(Object.values((await fields("profile-1")).pmem ?? {})).toEqual([
      { baseBytes: 2 * 1024 ** 3, sizeBytes: 1024 ** 3, mode: "devdax" },
    ]);
    await profile(ann).getByRole("button", { name: "Remove this namespace" }).click();
    await expect.poll(() => map.getByText("pmem").count()).toBe(0);
    await ann.page.getByRole("button", { name: "Undo" }).click();
    await map.getByText("pmem, devdax").waitFor();
    expect([...ann.errors, ...bob.errors]).toEqual([]);
  });
});

describe("what the families tell", { timeout: 120_000 }, () => {
  let board: Board;
  beforeAll(async () => {
    board = await product.createBoard({ template: "device" });
  });

  for (const dark of [false, true]) {
    const shade = dark ? "dark" : "light";

    test(`a panic is quoted before everything else that failed, figures stand side by side, ${shade}`, async () => {
      const ann = await person(browser, { dark, viewport: TALL });
      await enterWalkers(ann, board.links.owner, "Ann Reviewer");
      const card = ann.page.getByRole("article", { name: /experiment$/ });
      expect((await columns(ann.page))[0]).toMatch(/panic[\s\S]*Kernel panic at 1\.000 s: BUG: /);
      const panic = card.getByRole("region", { name: "Kernel panic of variant A" });
      expect(await panic.locator("pre").textContent()).toMatch(
        /^\[ {4}1\.000000\] BUG: unable to handle .*fffffffffffffffe/,
      );
      await panic.getByText("Read of /proc/kpageflags comes to pfn").waitFor();
      expect(await card.getByText(/^Nothing else failed: /).count()).toBe(1);

      const table = card.getByRole("table", { name: /: figures of each variant$/ });
      const row = table.getByRole("row", { name: /^Uninitialised struct pages read/ });
      // The table's code comes when the card shows it.
      await row.waitFor();
      // A and B stop at the first one; C initialises them, D leaves the namespace out.
      expect((await row.getByRole("cell").allInnerTexts()).map((text) => text.trim())).toEqual([
        "1",
        "1",
        "0",
        "0",
      ]);
      await table.getByRole("button", { name: /^Answered NOPAGE/ }).press("Enter");
      await table.getByText(/KPF_NOPAGE/).waitFor();
      await card.getByRole("button", { name: /^Over time/ }).press("Enter");
      const chart = card.getByRole("region", { name: "pfns walked" });
      await chart.getByRole("img", { name: /^pfns walked in million over 6 s\./ }).waitFor();
      await chart.getByRole("button", { name: "Show as a table" }).press("Enter");
      await chart.getByRole("columnheader", { name: "D" }).waitFor();
      await screenshot(ann.page, `families-1440-${shade}`);
      expect(await violations(ann.page)).toEqual([]);
      expect(ann.errors).toEqual([]);
      await ann.context.close();
    });

    test(`on a phone nothing is wider than the screen, ${shade}`, async () => {
      const eve = await person(browser, { dark, viewport: PHONE, touch: true });
      await introduce(eve.page, board.links.editor, "Eve");
      await eve.page.getByText(/^Kernel panic at 1\.000 s: BUG/).waitFor();
      await screenshot(eve.page, `families-outline-390-${shade}`);
      await eve.page.getByRole("tab", { name: "Results" }).click();
      const panic = eve.page.getByRole("region", { name: "Kernel panic of variant A" });
      await panic.scrollIntoViewIfNeeded();
      await screenshot(eve.page, `families-panic-390-${shade}`);
      await eve.page.getByRole("table", { name: /figures of each variant/ }).scrollIntoViewIfNeeded();
      await screenshot(eve.page, `families-figures-390-${shade}`);
      expect(await eve.page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
      expect(await violations(eve.page)).toEqual([]);
      expect(eve.errors).toEqual([]);
      await eve.context.close();
    });
  }

  test("the strategy menu asks each family's question and is walked through by the arrows", async () => {
    const ann = await person(browser, { viewport: DESKTOP });
    await enterWalkers(ann, board.links.owner, "Ann Reviewer");
    await ann.page.getByRole("application", { name: "Board" }).focus();
    await ann.page.keyboard.press("s");
    const menu = ann.page.getByRole("menu", { name: "Strategy" });
    const kmsan = menu.getByRole("group", { name: /^KMSAN metadata.*\?$/ });
    expect(await kmsan.getByRole("menuitem").first().textContent()).toContain("Boot carve-out");
    for (let step = 0; step < (await kmsan.getByRole("menuitem").count()); step++)
      await ann.page.keyboard.press("ArrowDown");
    const next = menu.getByRole("group").nth(1).getByRole("menuitem").first();
    expect(await next.evaluate((item) => item === document.activeElement)).toBe(true);
    await screenshot(ann.page, "strategy-menu-1440-light");
    expect(await violations(ann.page)).toEqual([]);
    await ann.context.close();
  });
});

describe("documentation", () => {
  const shots = async (page: Page, name: string, shade: string) => {
    await screenshot(page, `${name}-${page.viewportSize()?.width}-${shade}`);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(page.viewportSize()?.width);
  };

  for (const dark of [false, true])
    for (const viewport of [DESKTOP, PHONE]) {
      const shade = dark ? "dark" : "light";
      test(`strategies, a strategy and the claims read without a token, ${viewport.width} ${shade}`, async () => {
        const { page, errors, context } = await person(browser, { dark, viewport });
        await page.goto(`${product.origin}/docs`);
        await shots(page, "docs", shade);
        await page.getByRole("link", { name: /^Lazy/ }).click();
        await page.getByRole("heading", { name: "Lazy", level: 1 }).waitFor();
        await page.getByText("All free memory goes to the allocator. Nothing is held back.").waitFor();
        await shots(page, "reference", shade);
        await page.getByRole("link", { name: "Claims" }).click();
        await page.getByRole("heading", { name: "The claims of the discussions" }).waitFor();
        await shots(page, "claims", shade);
        expect(errors).toEqual([]);
        await context.close();
      });
    }

  test("a strategy's page is reached from its card", async () => {
    const board = await product.createBoard({ template: "kmsan" });
    const ann = await person(browser);
    await enter(ann, board.links.owner, "Ann Reviewer");
    await ann.page
      .getByRole("article", { name: /^Lazy/ })
      .getByRole("button", { name: "How it works" })
      .press("Enter");
    const [page] = await Promise.all([
      ann.context.waitForEvent("page"),
      ann.page.getByRole("link", { name: "Open as a page" }).click(),
    ]);
    await page.getByRole("heading", { name: "Lazy", level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/docs/strategies/kmsan/lazy");
    await ann.context.close();
  });

  test("one click on a claim opens its board; whoever has no token is told why not", async () => {
    const ann = await person(browser);
    await ann.page.goto(product.address);
    await ann.page.goto(`${product.origin}/docs/claims`);
    await ann.page.getByRole("button", { name: "Open the board KMSAN metadata" }).first().click();
    await ann.page.waitForURL(/\/b\//);
    await ann.context.close();
    const stranger = await person(browser);
    await stranger.page.goto(`${product.origin}/new/kmsan`);
    await screenshot(stranger.page, "new-1440-light");
    await stranger.page.getByRole("button", { name: /^Open the board/ }).click();
    await stranger.page.getByText("This browser has no token for this server.").waitFor();
    expect((await stranger.page.goto(`${product.origin}/new/nothing`))?.status()).toBe(404);
    expect((await stranger.page.goto(`${product.origin}/docs/strategies/kmsan/none`))?.status()).toBe(404);
    await stranger.context.close();
  });
});
