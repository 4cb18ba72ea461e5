import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product, tokenOf } from "../support/product";
import { violations } from "./axe";
import { type Person, PHONE, person, screenshot } from "./browser";
import { browser, product } from "./opened";
import { enter, introduce, saved } from "./steps";

/** What a page saves as a file, as text. */
async function download(page: Page, choose: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([page.waitForEvent("download"), choose()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "latin1") };
}

async function exportAs(page: Page, format: string): Promise<{ name: string; text: string }> {
  await page.keyboard.press("Control+Shift+E");
  const dialog = page.getByRole("dialog", { name: "Export" });
  await dialog.getByRole("radio", { name: new RegExp(`^${format}`) }).check();
  const file = await download(page, () => dialog.getByRole("button", { name: `Save as ${format}` }).click());
  await dialog.waitFor({ state: "detached" });
  return file;
}

const zoom = (page: Page) => page.getByRole("button", { name: /^\d+ %$/ }).textContent();

describe("two people on one board", () => {
  let ann: Person;
  let ben: Person;
  let board: Awaited<ReturnType<Product["createBoard"]>>;

  beforeAll(async () => {
    board = await product.createBoard({ template: "kmsan" });
    [ann, ben] = await Promise.all([person(browser), person(browser, { dark: true })]);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([ann.context.close(), ben.context.close()]);
  });

  test("who comes late finds the timer running and the agenda where it is, and can't set them as a viewer", async () => {
    await enter(ann, board.links.owner, "Ann Author");
    await ann.page.getByRole("button", { name: "Session" }).click();
    const panel = ann.page.getByRole("complementary", { name: "Session" });
    await panel.getByLabel("New point").fill("Order 9");
    await panel.getByRole("button", { name: "Add" }).click();
    await panel.getByRole("button", { name: "Talk about Order 9" }).click();
    await panel.getByRole("timer").waitFor();
    await enter(ben, board.links.viewer, "Ben Reviewer");
    await ben.page.getByRole("button", { name: "Session" }).click();
    const late = ben.page.getByRole("complementary", { name: "Session" });
    const clock = async (who: typeof late) => {
      const [minutes, seconds] = ((await who.getByRole("timer").textContent()) ?? "").split(":").map(Number);
      return (minutes ?? 0) * 60 + (seconds ?? 0);
    };
    const [hers, his] = await Promise.all([clock(panel), clock(late)]);
    expect(his).toBeLessThan(600);
    expect(Math.abs(hers - his)).toBeLessThanOrEqual(1);
    await late.getByText("now", { exact: true }).waitFor();
    expect(await late.getByRole("button", { name: "Pause" }).count()).toBe(0);
    expect(await late.getByLabel("New point").count()).toBe(0);
    await panel.getByRole("button", { name: "Pause" }).click();
    await late.getByText("paused of 10:00").waitFor();
    expect([await violations(ann.page), await violations(ben.page)]).toEqual([[], []]);
    await screenshot(ann.page, "session-1440-light");
    await ben.page.keyboard.press("Escape");
  }, 60_000);

  test("a person is followed until one's own pan, and brings everyone, who may say 'not now'", async () => {
    await ben.page.keyboard.press("Alt+1");
    await ben.page.getByText("Following Ann Author").waitFor();
    await ann.page.getByRole("button", { name: "Zoom in" }).click();
    await expect
      .poll(async () => (await zoom(ben.page)) === (await zoom(ann.page)), { timeout: 10_000 })
      .toBe(true);
    await ben.page.mouse.move(600, 500);
    await ben.page.mouse.wheel(0, 200);
    await ben.page.getByText("Following Ann Author").waitFor({ state: "detached" });
    await ann.page.getByRole("button", { name: "Bring everyone to me" }).click();
    await ben.page.getByText("Ann Author brings everyone to their view").waitFor();
    await ben.page.getByText("Following Ann Author").waitFor();
    await screenshot(ben.page, "spotlight-1440-dark");
    await ben.page.getByRole("button", { name: "Not now" }).click();
    await ben.page.getByText("Following Ann Author").waitFor({ state: "detached" });
    // Who follows on their own goes on when the other stops bringing everyone.
    await ben.page.keyboard.press("Alt+1");
    await ben.page.getByText("Following Ann Author").waitFor();
    await ann.page.getByRole("button", { name: "Stop", exact: true }).click();
    await ann.page.getByText("Everyone is brought to your view").waitFor({ state: "detached" });
  }, 60_000);

  test("who follows sees what the other opens, tab and all, until they go their own way", async () => {
    const open = () =>
      ann.page.evaluate(() => {
        location.hash = "view=experiment&item=experiment-1";
      });
    await ben.page.getByText("Following Ann Author").first().waitFor();
    await open();
    const view = ben.page.getByRole("region", { name: "experiment view" });
    await view.waitFor();
    await view.getByText("Following Ann Author").waitFor();
    await ann.page.getByRole("tab", { name: "Page map" }).click();
    await view.getByRole("tab", { name: "Page map", selected: true }).waitFor();
    await screenshot(ben.page, "follow-view-1440-dark");
    expect(await violations(ben.page)).toEqual([]);
    await view.getByRole("tab", { name: "Figures" }).click();
    await ben.page.getByText("Following Ann Author").waitFor({ state: "detached" });
    await ann.page.getByRole("tab", { name: "Compare" }).click();
    expect(await view.getByRole("tab", { name: "Figures", selected: true }).count()).toBe(1);
    // Brought by the other, and back to where one was.
    await ann.page.keyboard.press("Escape");
    await ben.page.keyboard.press("Escape");
    await view.waitFor({ state: "detached" });
    await ann.page.getByRole("button", { name: "Bring everyone to me" }).click();
    await open();
    await view.waitFor();
    await ann.page.keyboard.press("Escape");
    await view.waitFor({ state: "detached" });
    await ann.page.getByRole("button", { name: "Stop", exact: true }).click();
  }, 60_000);

  test("what is exported says what the board shows, and its JSON comes back as an equal board", async () => {
    const svg = await exportAs(ann.page, "SVG");
    expect(svg.name).toBe("kmsan-metadata.svg");
    expect(svg.text).toContain("Boot carve-out");
    expect(svg.text).toContain("154,854");
    expect((await exportAs(ann.page, "PDF")).text.slice(0, 5)).toBe("%PDF-");
    expect((await exportAs(ann.page, "PNG")).text.slice(1, 4)).toBe("PNG");
    const json = await exportAs(ann.page, "JSON");
    const first: unknown = JSON.parse(Buffer.from(json.text, "latin1").toString("utf8"));
    const other = await product.createBoard({ template: "mte" });
    const put = await fetch(`${product.origin}/api/boards/${other.id}/import`, {
      method: "PUT",
      headers: { authorization: `Bearer ${tokenOf(other.links.editor)}` },
      body: JSON.stringify(first),
    });
    expect(put.status).toBe(200);
    expect(await product.api("GET", `/api/boards/${other.id}`)).toEqual(first);
    await product.api("DELETE", `/api/boards/${other.id}`);
    // On the board itself it comes as new items, as one step of undo.
    const count = async () =>
      Object.keys((await product.api<{ items: object }>("GET", `/api/boards/${board.id}`)).items).length;
    const before = await count();
    await ann.page.keyboard.press("Control+K");
    await ann.page.getByPlaceholder("What do you want to do?").fill("import");
    await ann.page.keyboard.press("Enter");
    await ann.page.getByLabel("Files to import").setInputFiles({
      name: "board.json",
      mimeType: "application/json",
      buffer: Buffer.from(JSON.stringify(first)),
    });
    await ann.page.getByRole("button", { name: "Put it on the board" }).click();
    await expect.poll(count, { timeout: 15_000 }).toBe(2 * before);
    await ann.page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect.poll(count, { timeout: 15_000 }).toBe(before);
    await saved(ann.page);
    expect([...ann.errors, ...ben.errors]).toEqual([]);
  }, 90_000);

  test("on a phone the canvas is looked around on, the clock is there, and a tap opens an item", async () => {
    const phil = await person(browser, { viewport: PHONE, touch: true });
    await introduce(phil.page, board.links.editor, "Phil Phone");
    await phil.page
      .getByRole("button", { name: /Order 9/ })
      .first()
      .click();
    await phil.page.getByRole("complementary", { name: "Session" }).getByText("paused of 10:00").waitFor();
    await phil.page.keyboard.press("Escape");
    await phil.page.getByRole("tab", { name: "Canvas" }).click();
    const canvas = phil.page.getByRole("application", { name: "Board" });
    await canvas.waitFor();
    await screenshot(phil.page, "canvas-390-light");
    const { x, y, width, height } = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const done = phil.page.getByRole("button", { name: "Done" });
    // Somewhere in the middle lies a card; the picture settles when its heights are known.
    await expect
      .poll(async () => {
        for (const part of [0.3, 0.5, 0.7])
          if (!(await done.isVisible())) await phil.page.touchscreen.tap(x + width * part, y + height * 0.45);
        return done.isVisible();
      })
      .toBe(true);
    expect(phil.errors).toEqual([]);
    await phil.context.close();
  }, 60_000);

  test("a board is renamed, duplicated and deleted from the list, and undo brings it back", async () => {
    const home = await ann.context.newPage();
    home.setDefaultTimeout(15_000);
    await home.goto(product.address);
    const card = (title: string) =>
      home.getByRole("listitem").filter({ has: home.getByRole("link", { name: title, exact: true }) });
    const act = async (title: string, name: string) => {
      await home.getByRole("button", { name: `Actions for ${title}`, exact: true }).click();
      await home.getByRole("menuitem", { name }).click();
    };
    const title = "KMSAN metadata: boot carve-out, lazy, or page_ext";
    await home.getByLabel("Search boards").fill("kmsan");
    await act(title, "Rename");
    await home.getByLabel("Title").fill("KMSAN, again");
    await home.keyboard.press("Enter");
    await card("KMSAN, again").waitFor();
    await expect.poll(() => ben.page.getByRole("heading", { level: 1 }).textContent()).toBe("KMSAN, again");
    await act("KMSAN, again", "Duplicate");
    await card("Copy of KMSAN, again").waitFor();
    expect(await violations(home)).toEqual([]);
    await act("KMSAN, again", "Delete");
    await card("KMSAN, again").waitFor({ state: "detached" });
    await ben.page.getByRole("heading", { name: "This board was deleted" }).waitFor();
    await screenshot(home, "home-deleted-1440-light");
    await home.getByRole("button", { name: "Undo" }).click();
    await card("KMSAN, again").waitFor();
    await ben.page.getByRole("button", { name: "Open the board again" }).click();
    await ben.page.getByRole("heading", { level: 1, name: "KMSAN, again" }).waitFor();
    await home.close();
  }, 60_000);
});
