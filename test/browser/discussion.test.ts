import type { BoardJson, ThreadJson } from "@carveout/model";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Board, Product } from "../support/product";
import { launch, type Person, person, screenshot } from "./browser";
import { enter } from "./steps";

let product: Product;
let browser: Browser;
let board: Board;
let ann: Person;
let bob: Person;

beforeAll(async () => {
  [product, browser] = await Promise.all([Product.start(), launch()]);
  board = await product.createBoard({ template: "kmsan" });
  [ann, bob] = [await person(browser), await person(browser)];
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

async function threads(): Promise<ThreadJson[]> {
  const json = await product.api<BoardJson>("GET", `/api/boards/${board.id}`);
  return Object.values(json.threads ?? {}).sort((a, b) => a.number - b.number);
}
const panel = (page: Page) => page.getByRole("complementary", { name: "Threads" });
const thread = (page: Page, number: number) =>
  page.getByRole("region", { name: new RegExp(`^Thread ${number},`) });

describe("two people discuss", () => {
  test("a comment on a field calls somebody, who finds it, replies and resolves by keyboard", async () => {
    await enter(ann, board.links.owner, "Ann Reviewer");
    await enter(bob, board.links.commenter, "Bob Maintainer");
    const duration = ann.page.getByLabel("Duration").first();
    await ann.page.keyboard.press("c");
    await duration.click();
    const field = ann.page.getByRole("textbox", { name: "Comment", exact: true });
    await field.fill("Is **10 s** long enough for `order 9`, @Bo");
    await ann.page.getByRole("option", { name: "Bob Maintainer" }).waitFor();
    await field.press("Enter");
    await expect.poll(() => field.inputValue()).toMatch(/@Bob Maintainer $/);
    await field.press("Control+Enter");
    await expect.poll(async () => (await threads()).length).toBe(1);
    expect((await threads())[0]?.anchor).toMatchObject({ at: "field", field: "durationMs" });
    await thread(ann.page, 1).getByText("Is 10 s long enough").waitFor();
    await screenshot(ann.page, "thread-1440-light");

    await bob.page.getByLabel("1 thread with unread comments").waitFor();
    await bob.page.keyboard.press("Control+Alt+t");
    await panel(bob.page).getByRole("radio", { name: "Calls me 1" }).click();
    await bob.page.keyboard.press("j");
    await thread(bob.page, 1).getByText("@Bob Maintainer").waitFor();
    await bob.page.keyboard.press("r");
    await bob.page.keyboard.type("It is: the lists run dry at 6 s.");
    await bob.page.keyboard.press("Control+Enter");
    await thread(ann.page, 1).getByText("the lists run dry").waitFor();
    await screenshot(bob.page, "threads-panel-1440-light");
    await bob.page.keyboard.press("Escape");
    await bob.page.keyboard.press("e");
    await thread(ann.page, 1).getByText("Resolved by Bob Maintainer").waitFor();
    await expect.poll(() => bob.page.getByLabel(/unread comments/).count()).toBe(0);
  });
});
