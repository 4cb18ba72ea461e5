import type { BoardJson, ThreadJson } from "@carveout/model";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import type { Board } from "../support/product";
import { violations } from "./axe";
import { type Person, PHONE, person, screenshot } from "./browser";
import { browser, product } from "./opened";
import { enter, introduce } from "./steps";

let board: Board;
let ann: Person;
let bob: Person;

beforeAll(async () => {
  board = await product.createBoard({ template: "kmsan" });
  [ann, bob] = [await person(browser), await person(browser)];
}, 60_000);

async function threads(): Promise<ThreadJson[]> {
  const json = await product.api<BoardJson>("GET", `/api/boards/${board.id}`);
  return Object.values(json.threads ?? {}).sort((a, b) => a.number - b.number);
}
async function threadId(number: number): Promise<string> {
  const json = await product.api<BoardJson>("GET", `/api/boards/${board.id}`);
  return Object.entries(json.threads ?? {}).find(([, each]) => each.number === number)?.[0] ?? "";
}
const panel = (page: Page) => page.getByRole("complementary", { name: "Threads" });
const panelRow = (page: Page) => page.getByRole("button", { name: /^2 Small pages/ });
const popover = (page: Page) => page.getByRole("dialog", { name: "Thread" });
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
    await thread(ann.page, 1).getByText("Is 10 s long enough").first().waitFor();
    await screenshot(ann.page, "thread-1440-light");

    await bob.page.getByLabel("1 thread with unread comments").waitFor();
    await bob.page.keyboard.press("Control+Alt+t");
    await panel(bob.page).getByRole("radio", { name: "Calls me 1" }).click();
    await bob.page.keyboard.press("j");
    await thread(bob.page, 1).getByText("@Bob Maintainer").waitFor();
    await bob.page.keyboard.press("r");
    await bob.page.keyboard.type("It is: the lists run dry at 6 s.");
    await bob.page.keyboard.press("Control+Enter");
    await thread(ann.page, 1).getByText("the lists run dry").first().waitFor();
    await screenshot(bob.page, "threads-panel-1440-light");
    await bob.page.keyboard.press("Escape");
    await bob.page.keyboard.press("e");
    await thread(ann.page, 1).getByText("Resolved by Bob Maintainer").waitFor();
    await expect.poll(() => bob.page.getByLabel(/unread comments/).count()).toBe(0);
  });

  test("what a thread is about is deleted and comes back; the thread stays and is its own again", async () => {
    const where = async () => (await popover(ann.page).boundingBox())?.y ?? 0;
    await ann.page.keyboard.press("Escape");
    await ann.page.getByRole("button", { name: "Menu of Small pages, some order 9" }).click();
    await ann.page.getByRole("menuitem", { name: "Comment" }).click();
    await ann.page.keyboard.type("Does this load ever end?");
    await ann.page.keyboard.press("Control+Enter");
    await expect.poll(async () => (await threads()).length).toBe(2);
    // It flies there: where it is twice, it rests.
    let before = Number.NaN;
    await expect
      .poll(async () => {
        const last = before;
        before = await where();
        return before > 0 && before === last;
      })
      .toBe(true);
    await ann.page.getByRole("button", { name: "Menu of Small pages, some order 9" }).click();
    await ann.page.getByRole("menuitem", { name: "Delete" }).click();
    await expect.poll(async () => (await threads())[1]?.lost).toMatchObject({ x: expect.any(Number) });
    await thread(ann.page, 2).getByText("ever end").first().waitFor();
    await expect.poll(where).toBeCloseTo(before, -1);
    await ann.page.getByRole("button", { name: "Undo" }).click();
    await ann.page.getByRole("article", { name: /Small pages, some order 9/ }).waitFor();
    await thread(ann.page, 2).getByText("ever end").first().waitFor();
    await expect.poll(where).toBeCloseTo(before, -1);
  });

  test("a draft survives a reload, an unsent comment too, and neither is said twice", async () => {
    const reply = () => thread(ann.page, 2).getByRole("textbox", { name: "Reply" });
    await reply().fill("Not before order 0 fails");
    // The address says which thread is open.
    await ann.page.reload();
    await ann.page.getByRole("button", { name: "Threads" }).click();
    await expect.poll(() => reply().inputValue()).toBe("Not before order 0 fails");
    await panel(ann.page).getByText("draft, kept here").waitFor();
    await ann.context.setOffline(true);
    await reply().press("Control+Enter");
    await thread(ann.page, 2).getByText("Not before order 0 fails").first().waitFor();
    await ann.context.setOffline(false);
    await expect
      .poll(async () => (await threads())[1]?.comments.map(({ text }) => text), { timeout: 20_000 })
      .toEqual(["Does this load ever end?", "Not before order 0 fails"]);
  });

  test("a verdict is bound to the run it was given for", async () => {
    // The thread that was open has brought what it is about into view.
    await bob.page.getByRole("application", { name: "Board" }).focus();
    await bob.page.keyboard.press("Shift+Digit1");
    await bob.page.getByRole("button", { name: "Verdict" }).first().click();
    await bob.page.getByRole("radio", { name: /Reviewed-by/ }).check();
    await bob.page.getByLabel(/Your mail address/).fill("bob@example.org");
    await screenshot(bob.page, "verdict-1440-light");
    await bob.page.getByRole("button", { name: "Give" }).click();
    const verdicts = ann.page.getByRole("list", { name: "Verdicts" });
    await verdicts.getByText("Reviewed-by: Bob Maintainer <bob@example.org>").waitFor();
    await ann.page.getByLabel("Duration").first().fill("9000");
    await ann.page.keyboard.press("Enter");
    await verdicts.getByText("given for an earlier state").waitFor();
    await screenshot(ann.page, "verdict-earlier-1440-light");
  });

  test("a picture of the experiment's view is discussed at its time, beside itself", async () => {
    const address = ann.page.url().split("#")[0] ?? "";
    const items = (await product.api<BoardJson>("GET", `/api/boards/${board.id}`)).items;
    const [experiment] = Object.entries(items).find(([, item]) => item.kind === "experiment") ?? [];
    await ann.page.goto(`${address}#view=experiment&item=${experiment}&t=4000`);
    await ann.page.getByRole("button", { name: "Comment on Free memory at this time" }).click();
    await ann.page.keyboard.type("The lists run dry here.");
    await ann.page.keyboard.press("Control+Enter");
    await popover(ann.page).getByText("run dry here").first().waitFor();
    await ann.page.keyboard.press("Escape");
    await ann.page.getByRole("button", { name: /^Thread 3/ }).waitFor();
    await expect
      .poll(async () => (await threads())[2]?.anchor)
      .toMatchObject({ at: "chart", chart: "Free memory", tMs: 4000 });
    await ann.page.goto(`${address}#thread=${await threadId(2)}`);
    await thread(ann.page, 2).getByText("ever end").first().waitFor();
  });

  test("on a phone threads have their tab, and are read and answered there", async () => {
    const cleo = await person(browser, { viewport: PHONE, touch: true, dark: true });
    await introduce(cleo.page, board.links.commenter, "Cleo Tester");
    await cleo.page.getByRole("tab", { name: /Threads/ }).click();
    await screenshot(cleo.page, "phone-threads-390-dark");
    await panelRow(cleo.page).click();
    await thread(cleo.page, 2).getByRole("textbox", { name: "Reply" }).fill("On arm64 it does.");
    await screenshot(cleo.page, "phone-thread-390-dark");
    await thread(cleo.page, 2).getByRole("button", { name: "Post" }).click();
    await thread(ann.page, 2).getByText("On arm64 it does.").first().waitFor();
    expect(await violations(cleo.page)).toEqual([]);
    await cleo.context.close();
  });

  test("nothing here breaks a rule of accessibility", async () => {
    expect(await violations(ann.page)).toEqual([]);
    expect(
      [...ann.errors, ...bob.errors].filter((line) => !/ERR_INTERNET_DISCONNECTED|WebSocket/.test(line)),
    ).toEqual([]);
  });
});
