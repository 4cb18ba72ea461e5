import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { BoardJson, ItemJson } from "@carveout/model";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { type Board, Product } from "../support/product";
import { violations } from "./axe";
import { type Person, PHONE, person, screenshot } from "./browser";
import { browser, product } from "./opened";
import { introduce, saved } from "./steps";

const PICTURE = resolve(import.meta.dirname, "../../docs/board.png");

let board: Board;
let ann: Person;
let ben: Person;

beforeAll(async () => {
  board = await product.createBoard({ title: "Drawn by hand" });
  [ann, ben] = await Promise.all([person(browser), person(browser, { dark: true })]);
  await Promise.all([arrive(ann, "Ann", board.links.owner), arrive(ben, "Ben", board.links.editor)]);
}, 60_000);

async function arrive({ page }: Person, name: string, link: string): Promise<void> {
  await introduce(page, link, name);
  await page.getByRole("toolbar", { name: "Tools" }).waitFor();
}

async function items(kind: ItemJson["kind"]): Promise<ItemJson[]> {
  const { items } = await product.api<BoardJson>("GET", `/api/boards/${board.id}`);
  return Object.values(items).filter((item) => item.kind === kind);
}

/** The only item of its kind, as the server has it. */
async function theItem<K extends ItemJson["kind"]>(kind: K): Promise<Extract<ItemJson, { kind: K }>> {
  await expect.poll(async () => (await items(kind)).length).toBe(1);
  return (await items(kind))[0] as Extract<ItemJson, { kind: K }>;
}

/** Waits until the tool of this key is in hand. */
async function take(page: Page, key: string, name: string): Promise<void> {
  await page.keyboard.press(key);
  await page.getByRole("button", { name, exact: true, pressed: true }).waitFor();
}

async function drag(page: Page, points: readonly (readonly [number, number])[]): Promise<void> {
  const [first, ...rest] = points;
  if (first === undefined) return;
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const point of rest) await page.mouse.move(...point, { steps: 5 });
  await page.mouse.up();
}

/** An entry of the list that assistive technology walks through. */
const listed = ({ page }: Person, name: string) =>
  page.getByRole("navigation", { name: "Items in reading order" }).getByRole("button", { name });

describe("what two people draw and write on one board", () => {
  test("a frame with its name, a shape with its label: the other has both", async () => {
    const { page } = ann;
    await take(page, "f", "Frame");
    await drag(page, [
      [150, 150],
      [700, 520],
    ]);
    const look = page.getByRole("region", { name: "Look" });
    await look.getByText("Frame").last().dblclick();
    await page.getByLabel("Name", { exact: true }).fill("What is at stake");
    await page.keyboard.press("Enter");
    await listed(ben, "What is at stake, frame").waitFor({ state: "attached" });
    await page.keyboard.press("r");
    await page.getByRole("menuitem", { name: "Ellipse" }).click();
    await page.getByRole("button", { name: "Shape", exact: true, pressed: true }).waitFor();
    await drag(page, [
      [220, 220],
      [420, 340],
    ]);
    await page.getByRole("radio", { name: "Green" }).check({ force: true });
    await page.getByRole("radio", { name: "Soft" }).check({ force: true });
    await page.mouse.dblclick(320, 280);
    await page.getByRole("textbox", { name: "Label" }).waitFor();
    await page.keyboard.type("tag storage");
    await page.keyboard.press("Escape");
    await listed(ben, "tag storage, shape").waitFor({ state: "attached" });
    await expect
      .poll(async () => (await theItem("shape")).fields)
      .toEqual({ form: "ellipse", colour: "green", fill: "soft" });
  });

  test("a frame takes along what lies in it", async () => {
    const before = { frame: (await theItem("frame")).geo, shape: (await theItem("shape")).geo };
    await ann.page.keyboard.press("Escape");
    await drag(ann.page, [
      [150, 400],
      [190, 420],
      [250, 460],
    ]);
    await expect.poll(async () => (await theItem("frame")).geo.x).toBeGreaterThan(before.frame.x + 50);
    const after = { frame: (await theItem("frame")).geo, shape: (await theItem("shape")).geo };
    expect(after.shape.x - before.shape.x).toBe(after.frame.x - before.frame.x);
    expect(after.shape.y - before.shape.y).toBe(after.frame.y - before.frame.y);
  });

  test("two carets in one note, and undo takes back one's own words only", async () => {
    await take(ann.page, "n", "Note");
    await ann.page.mouse.click(950, 250);
    await ann.page.getByRole("textbox", { name: "Note" }).waitFor();
    await ann.page.keyboard.type("# Why lazy");
    await ben.page.getByRole("heading", { name: "Why lazy" }).dblclick();
    const bens = ben.page.getByRole("textbox", { name: "Note" });
    await bens.waitFor();
    await bens.getByText("Ann").waitFor();
    await ben.page.keyboard.type(" fails");
    await ann.page.getByRole("textbox", { name: "Note" }).getByText("Ben").waitFor();
    await expect.poll(async () => (await theItem("note")).text).toBe("# Why lazy fails");
    await ann.page.keyboard.type("!");
    await expect.poll(async () => (await theItem("note")).text).toContain("!");
    await ben.page.keyboard.press("Control+z");
    await expect.poll(async () => (await theItem("note")).text).toBe("# Why lazy!");
    await screenshot(ben.page, "carets-1440-dark");
    for (const { page } of [ann, ben]) await page.keyboard.press("Escape");
    await ann.page.getByRole("heading", { name: "Why lazy!" }).waitFor();
  });

  test("ink is one item a stroke; the eraser takes it, undo brings it back", async () => {
    const { page } = ann;
    await take(page, "d", "Ink");
    await drag(page, [
      [800, 560],
      [860, 620],
      [920, 560],
      [980, 620],
    ]);
    const ink = await theItem("ink");
    expect(ink.stroke.length).toBeGreaterThan(20);
    await take(page, "Shift+D", "Eraser");
    await drag(page, [
      [890, 500],
      [890, 700],
    ]);
    await expect.poll(async () => (await items("ink")).length).toBe(0);
    await take(page, "v", "Select");
    await page.keyboard.press("Control+z");
    expect(await theItem("ink")).toEqual(ink);
  });

  test("a picture that one drops, the other sees, with its description", async () => {
    const shown = ann.page.waitForResponse((response) => /\/images\/[0-9a-f]{64}$/.test(response.url()));
    const bytes = readFileSync(PICTURE).toString("base64");
    await ben.page.getByRole("application", { name: "Board" }).evaluate((element, base64) => {
      const file = new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], "graph.png");
      const typed = new File([file], "graph.png", { type: "image/png" });
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(typed);
      const at = { clientX: 1000, clientY: 560 };
      element.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer, ...at }));
    }, bytes);
    const response = await shown;
    expect([response.status(), response.headers()["content-type"]]).toEqual([200, "image/png"]);
    await ben.page.getByLabel("Description").fill("Order 9 over ten seconds");
    await ben.page.keyboard.press("Enter");
    await listed(ann, "Order 9 over ten seconds, image").waitFor({ state: "attached" });
    await saved(ben.page);
  });

  test("the board's file takes the picture along, to a board and to items of a server that has never seen it", async () => {
    await ann.page.keyboard.press("Control+Shift+E");
    const dialog = ann.page.getByRole("dialog", { name: "Export" });
    await dialog.getByRole("radio", { name: /^The whole board/ }).check();
    await dialog.getByRole("radio", { name: /^JSON/ }).check();
    const [download] = await Promise.all([
      ann.page.waitForEvent("download"),
      dialog.getByRole("button", { name: "Save as JSON" }).click(),
    ]);
    const file = await download.path();
    const elsewhere = await Product.start();
    const { page, errors, context } = await person(browser);
    const shown = async () => {
      const isPicture = /\/images\/[0-9a-f]{64}$/;
      const answer = await page.waitForResponse(
        (response) => isPicture.test(response.url()) && response.request().method() === "GET",
      );
      expect(await answer.body()).toEqual(readFileSync(PICTURE));
    };
    await page.goto(elsewhere.address);
    const opened = shown();
    await page.getByLabel("Board to import").setInputFiles(file);
    await page.waitForURL(/\/b\//);
    await opened;
    const empty = await elsewhere.createBoard({ title: "Empty" });
    await introduce(page, empty.links.editor, "Cleo");
    await page.getByRole("toolbar", { name: "Tools" }).waitFor();
    const put = shown();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("Import");
    await page.keyboard.press("Enter");
    await page.getByLabel("Files to import").setInputFiles(file);
    await page.getByRole("button", { name: "Put it on the board" }).click();
    await put;
    expect(errors).toEqual([]);
    await context.close();
    await elsewhere.stop();
  });

  test("a placing tool works without a pointer", async () => {
    const { page } = ben;
    await page.getByRole("application", { name: "Board" }).focus();
    await take(page, "t", "Text");
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Text" }).waitFor();
    await page.keyboard.type("By keys alone");
    await page.keyboard.press("Escape");
    await listed(ann, "By keys alone, text").waitFor({ state: "attached" });
  });

  test("axe finds nothing, a phone reads it all, and nobody's page has thrown anything", async () => {
    const cem = await person(browser, { viewport: PHONE, touch: true });
    await introduce(cem.page, board.links.commenter, "Cem");
    await cem.page.getByRole("img", { name: "Order 9 over ten seconds" }).waitFor();
    await cem.page.getByRole("region", { name: "What is at stake, frame" }).waitFor();
    await screenshot(cem.page, "drawn-390-light");
    await screenshot(ann.page, "drawn-1440-light");
    for (const who of [ann, ben, cem]) {
      expect(await violations(who.page)).toEqual([]);
      expect(who.errors).toEqual([]);
    }
  });
});
