import { beforeAll, expect, test } from "vitest";
import type { Board } from "../support/product";
import { violations } from "./axe";
import { PHONE, person, screenshot } from "./browser";
import { browser, product } from "./opened";
import { enter, introduce } from "./steps";

let board: Board;

beforeAll(async () => {
  board = await product.createBoard({ template: "kmsan" });
}, 60_000);

test("an owner makes a link, gives it away and withdraws it, by keyboard; who was there by it is told", async () => {
  const ann = await person(browser);
  await enter(ann, board.links.owner, "Ann Author");
  await ann.page.getByRole("button", { name: "Share" }).focus();
  await ann.page.keyboard.press("Enter");
  await ann.page.getByLabel("For whom").focus();
  await ann.page.keyboard.type("linux-mm");
  await ann.page.keyboard.press("Enter");
  // The address of the new link has the focus, selected, ready to be copied.
  const address = ann.page.getByLabel("Link for commenters, linux-mm");
  await expect
    .poll(() => address.evaluate((box) => box === document.activeElement), { timeout: 15_000 })
    .toBe(true);
  expect(await violations(ann.page)).toEqual([]);

  const eve = await person(browser, { viewport: PHONE, touch: true });
  await introduce(eve.page, await address.inputValue(), "Eve Elsewhere");
  await eve.page.getByRole("tab", { name: "Outline" }).waitFor();
  // The token has left the address.
  expect(eve.page.url()).not.toContain("token");
  await eve.page.getByRole("button", { name: "Share" }).click();
  await eve.page.getByText("You are here as a commenter.").waitFor();
  await eve.page.keyboard.press("Escape");

  await ann.page.getByRole("button", { name: "Withdraw the commenter link, linux-mm" }).focus();
  await ann.page.keyboard.press("Enter");
  await ann.page.getByRole("status").filter({ hasText: "This link was withdrawn" }).waitFor();
  await eve.page.getByRole("heading", { name: "This link was withdrawn" }).waitFor();
  await screenshot(eve.page, "withdrawn-390");
  expect(await eve.page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
  expect(await violations(eve.page)).toEqual([]);

  // The focus is on what takes it back.
  await ann.page.keyboard.press("Enter");
  await ann.page.getByRole("button", { name: "Withdraw the commenter link, linux-mm" }).waitFor();
  await eve.page.getByRole("button", { name: "Open the board again" }).click();
  await eve.page.getByRole("tab", { name: "Outline" }).waitFor();
  for (const { context } of [ann, eve]) await context.close();
}, 60_000);

test("everybody can change their name; without a provider there is no sign-in to be seen", async () => {
  const ben = await person(browser, { dark: true });
  await enter(ben, board.links.editor, "Ben");
  await ben.page
    .getByRole("list", { name: "People here" })
    .getByRole("button", { name: "Ben (you)" })
    .click();
  const dialog = ben.page.getByRole("dialog", { name: "You on this board" });
  expect(await violations(ben.page)).toEqual([]);
  await dialog.getByRole("textbox").fill("Benedict");
  await dialog.getByRole("button", { name: "Save the name" }).click();
  await ben.page.getByRole("button", { name: "Benedict (you)" }).waitFor();
  expect(await ben.page.getByRole("link", { name: /sign in/i }).count()).toBe(0);
  await ben.context.close();
}, 60_000);
