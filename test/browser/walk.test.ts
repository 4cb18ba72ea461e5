import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { VIEW_NAMES, type ViewName } from "../../app/board/views/names";
import { type Board, tokenOf } from "../support/product";
import { violations } from "./axe";
import { type Person, PHONE, person } from "./browser";
import { browser, product } from "./opened";
import { enter, introduce } from "./steps";

/** Every page, panel, dialog and view once, in both themes: axe finds nothing. */

const MAIL = `From: Ann Author <ann@example.org>
To: linux-mm@kvack.org
Subject: [PATCH 1/2] mm: keep order 9 for those who need it
Message-ID: <one@example.org>
Date: Fri, 20 Nov 2026 10:00:00 +0000

Hi,

this keeps blocks of order 9 for those who need them.

> Why not order 10?

Because nobody asks for it.

Signed-off-by: Ann Author <ann@example.org>
---
 mm/page_alloc.c | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)

diff --git a/mm/page_alloc.c b/mm/page_alloc.c
--- a/mm/page_alloc.c
+++ b/mm/page_alloc.c
@@ -1,3 +1,3 @@
 int keep;
-int order = 10;
+int order = 9;
 int done;
`;

let board: Board;
let proposal: string;
let ann: Person;

beforeAll(async () => {
  board = await product.createBoard({ template: "kmsan" });
  const answer = await fetch(`${product.origin}/api/boards/${board.id}/proposals`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${tokenOf(board.links.editor)}`,
      "content-type": "message/rfc822",
    },
    body: MAIL,
  });
  proposal = ((await answer.json()) as { item: string }).item;
  ann = await person(browser);
}, 60_000);

/** What axe finds on the page as it stands, light and dark. */
async function check(page: Page, what: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect.soft(await violations(page), `${what}, ${colorScheme}`).toEqual([]);
  }
}

/** How each view is opened, and what of it shows that it is there. A view that is missing here is not compiled. */
const VIEWS: Record<ViewName, () => { address: string; sign: string | RegExp }> = {
  experiment: () => ({ address: "item=experiment-1", sign: "Free memory" }),
  proposal: () => ({ address: `item=${proposal}`, sign: "Because nobody asks for it." }),
  reply: () => ({ address: `item=${proposal}`, sign: /Subject|wrote:/ }),
  moment: () => ({ address: "moment=1", sign: /Looking at/ }),
};

describe("axe finds nothing", { timeout: 120_000 }, () => {
  test("on the pages beside the board", async () => {
    await ann.page.goto(product.address);
    await ann.page.getByRole("heading", { name: "Boards", exact: true }).waitFor();
    await check(ann.page, "home");
    for (const path of ["/docs", "/docs/claims", "/docs/strategies/kmsan/lazy", "/nowhere"]) {
      await ann.page.goto(product.origin + path);
      await check(ann.page, path);
    }
    const stranger = await person(browser);
    await stranger.page.goto(`${product.origin}/b/${board.id}`);
    await stranger.page.getByRole("heading").first().waitFor();
    await check(stranger.page, "signed out");
    await stranger.page.goto(board.links.editor);
    await stranger.page.getByRole("dialog").waitFor();
    await check(stranger.page, "the question for a name");
    await stranger.context.close();
  });

  test("on the board and in its panels", async () => {
    await enter(ann, board.links.owner, "Ann Reviewer");
    await check(ann.page, "board");
    for (const name of ["History", "Threads", "Session"]) {
      await ann.page.getByRole("button", { name, exact: true }).click();
      await ann.page
        .getByRole("complementary", { name })
        .locator("[aria-busy]")
        .waitFor({ state: "detached" });
      await check(ann.page, `panel ${name}`);
      await ann.page.getByRole("complementary", { name }).getByRole("button", { name: "Close" }).click();
    }
  });

  test("in the dialogs", async () => {
    const open = {
      share: () => ann.page.getByRole("button", { name: "Share", exact: true }).click(),
      help: () => command("All keys"),
      commands: () => ann.page.keyboard.press("Control+k"),
      find: () => command("Find on the board"),
      export: () => ann.page.keyboard.press("Control+Shift+e"),
      import: () => command("Import"),
    };
    for (const [name, opening] of Object.entries(open)) {
      await opening();
      await ann.page.getByRole("dialog").last().waitFor();
      await check(ann.page, `dialog ${name}`);
      await ann.page.keyboard.press("Escape");
      await ann.page.getByRole("dialog").waitFor({ state: "detached" });
    }
  });

  for (const name of VIEW_NAMES)
    test(`in the view ${name}`, async () => {
      const { address, sign } = VIEWS[name]();
      await ann.page.goto(`${product.origin}/b/${board.id}#view=${name}&${address}`);
      const view = ann.page.locator(`[data-view=${name}]`);
      await view.getByText(sign).first().waitFor();
      await check(ann.page, `view ${name}`);
    });

  test("in the page map", async () => {
    await ann.page.goto(`${product.origin}/b/${board.id}#view=experiment&item=experiment-1&tab=pages`);
    await ann.page.getByRole("button", { name: /^F free/ }).waitFor();
    await check(ann.page, "page map");
  });

  test("on the report", async () => {
    await ann.page.goto(`${product.origin}/b/${board.id}/report`);
    await ann.page.getByRole("heading").first().waitFor();
    await check(ann.page, "report");
    expect(ann.errors.filter((error) => !error.includes("404"))).toEqual([]);
  });

  test("on a phone, in each of its tabs", async () => {
    const { page, context } = await person(browser, { viewport: PHONE, touch: true });
    await introduce(page, board.links.editor, "Eve");
    await page.getByRole("tab").first().waitFor();
    for (const tab of await page.getByRole("tab").all()) {
      await tab.click();
      await check(page, `phone, ${await tab.textContent()}`);
    }
    await context.close();
  });
});

/** By the palette: with its name, Enter. */
async function command(name: string): Promise<void> {
  await ann.page.keyboard.press("Control+k");
  await ann.page.getByRole("dialog").waitFor();
  await ann.page.keyboard.type(name);
  await ann.page.keyboard.press("Enter");
}
