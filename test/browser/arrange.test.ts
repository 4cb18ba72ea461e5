import type { BoardJson } from "@carveout/model";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import type { Board } from "../support/product";
import { violations } from "./axe";
import { type Person, person, screenshot } from "./browser";
import { browser, product } from "./opened";
import { introduce } from "./steps";

let board: Board;
let ann: Person;
let bob: Person;

async function theBoard(): Promise<BoardJson> {
  return product.api<BoardJson>("GET", `/api/boards/${board.id}`);
}

/** A loaded machine takes its time. */
const soon = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 15_000 });

const NOTES = { "note-a": [0, 0], "note-b": [300, 20], "note-c": [620, 200] } as const;

/** Where a note lies on the board. */
async function placeOf(id: string) {
  const item = (await theBoard()).items[id];
  if (item === undefined || item.kind === "connector") throw new Error(`${id} is on the board.`);
  return item;
}

const article = (page: Page, text: string) => page.getByRole("article").filter({ hasText: text });

async function enter(who: Person, link: string, name: string): Promise<void> {
  await introduce(who.page, link, name);
  await article(who.page, "Note a").waitFor();
}

async function centre(page: Page, name: string): Promise<{ x: number; y: number }> {
  const box = await article(page, name).boundingBox();
  if (box === null) throw new Error(`${name} is in view.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

beforeAll(async () => {
  board = await product.createBoard({ title: "Arranging" });
  const items = Object.fromEntries(
    Object.entries(NOTES).map(([id, [x, y]], index) => [
      id,
      { kind: "note", geo: { x, y, w: 196 }, z: `a${index}`, text: `Note ${id.at(-1)}` },
    ]),
  );
  await product.api("PUT", `/api/boards/${board.id}/import`, { carveout: 1, title: "Arranging", items });
  ann = await person(browser);
  bob = await person(browser);
  await enter(ann, board.links.owner, "Ann Reviewer");
  await enter(bob, board.links.editor, "Bob Maintainer");
}, 60_000);

describe("arranging with two people", () => {
  test("a dragged note snaps to another's edge, with a guide, and lies there for both", async () => {
    const { page } = ann;
    const from = await centre(page, "Note b");
    const target = await centre(page, "Note a");
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 10, target.y + 30);
    await page.mouse.move(from.x + 13, target.y + 3, { steps: 3 });
    await screenshot(page, "snap-1440-light");
    await page.mouse.up();
    await soon(async () => (await placeOf("note-b")).geo.y).toBe(0);
    await soon(async () => (await centre(bob.page, "Note b")).y).toBe((await centre(bob.page, "Note a")).y);
  });

  test("a card is made wider at its edge, and undo makes it narrow again", async () => {
    const { page } = ann;
    const box = await article(page, "Note b").boundingBox();
    if (box === null) throw new Error("It is in view.");
    await page.mouse.move(box.x + box.width, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width + 40, box.y + box.height / 2, { steps: 4 });
    await screenshot(page, "resize-1440-light");
    await page.mouse.up();
    await soon(async () => (await placeOf("note-b")).geo.w).toBeGreaterThan(220);
    await page.keyboard.press("Control+z");
    await soon(async () => (await placeOf("note-b")).geo.w).toBe(196);
  });

  test("what Ann has grouped moves as one in Bob's hand", async () => {
    await ann.page.keyboard.press("Control+a");
    await ann.page.keyboard.press("Control+g");
    await soon(async () => (await placeOf("note-c")).group ?? "").not.toBe("");
    const before = await placeOf("note-c");
    const from = await centre(bob.page, "Note a");
    await soon(async () => {
      await bob.page.mouse.click(from.x, from.y);
      return bob.page.evaluate(() => document.querySelectorAll("[data-card]").length);
    }).toBe(3);
    await bob.page.mouse.move(from.x, from.y);
    await bob.page.mouse.down();
    await bob.page.keyboard.down("Control");
    await bob.page.mouse.move(from.x + 50, from.y + 80, { steps: 4 });
    await bob.page.mouse.up();
    await bob.page.keyboard.up("Control");
    await soon(async () => (await placeOf("note-c")).geo.y).toBe(before.geo.y + 80);
    await ann.page.keyboard.press("Control+Shift+g");
    await soon(async () => (await placeOf("note-c")).group).toBeUndefined();
  });

  test("commands are found by name: align, then same gaps", async () => {
    const { page } = ann;
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Commands" }).fill("upper");
    await screenshot(page, "commands-1440-light");
    await page.keyboard.press("Enter");
    await soon(
      async () =>
        new Set(await Promise.all(Object.keys(NOTES).map(async (id) => (await placeOf(id)).geo.y))).size,
    ).toBe(1);
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await screenshot(page, "keys-1440-light");
    await page.keyboard.press("Escape");
  });

  test("a locked note stays, whatever is done to it", async () => {
    const { page } = ann;
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+Shift+l");
    await soon(async () => (await placeOf("note-a")).locked).toBe(true);
    const before = (await placeOf("note-a")).geo;
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Delete");
    await page.getByText("3 locked items were not deleted").first().waitFor();
    expect((await placeOf("note-a")).geo).toEqual(before);
    await page.keyboard.press("Control+Shift+l");
    await soon(async () => (await placeOf("note-a")).locked).toBeUndefined();
  });
});

describe("what opens for it", () => {
  for (const dark of [false, true])
    test(`has nothing that axe finds, ${dark ? "dark" : "light"}`, async () => {
      const { page } = ann;
      const look = dark ? "dark" : "light";
      await page.emulateMedia({ colorScheme: look });
      await page.getByRole("application", { name: "Board" }).focus();
      await page.keyboard.press("Control+a");
      await page.getByRole("toolbar", { name: "Arrange 3 items" }).waitFor();
      await screenshot(page, `arrange-bar-1440-${look}`);
      expect(await violations(page)).toEqual([]);
      for (const [key, name] of [
        ["Control+k", "Commands"],
        ["Control+f", "Find on the board"],
      ] as const) {
        await page.keyboard.press(key);
        await page.getByRole("combobox", { name }).waitFor();
        await screenshot(page, `${name.split(" ")[0]?.toLowerCase()}-empty-1440-${look}`);
        expect(await violations(page)).toEqual([]);
        await page.keyboard.press("Escape");
      }
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keys" }).waitFor();
      await screenshot(page, `keys-1440-${look}`);
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.emulateMedia({ colorScheme: "light" });
    });
});

describe("copy and paste", () => {
  test("notes copied here arrive on another board, and text as a note", async () => {
    const { page } = ann;
    const other = await product.createBoard({ title: "Another board" });
    await page.getByRole("application", { name: "Board" }).focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+c");
    const there = await ann.context.newPage();
    await there.goto(other.links.owner);
    await there.getByText("No machine yet").or(there.getByRole("application")).first().waitFor();
    await there.getByRole("application", { name: "Board" }).focus();
    const texts = async () =>
      Object.values((await product.api<BoardJson>("GET", `/api/boards/${other.id}`)).items)
        .map((item) => (item.kind === "note" ? item.text : item.kind))
        .sort();
    await there.keyboard.press("Control+v");
    await soon(texts).toEqual(["Note a", "Note b", "Note c"]);
    await there.evaluate(() => navigator.clipboard.writeText("Order 9 fails\r\nafter 7 s"));
    await there.keyboard.press("Control+v");
    await soon(texts).toEqual(["Note a", "Note b", "Note c", "Order 9 fails\nafter 7 s"]);
    await there.evaluate(() =>
      navigator.clipboard.writeText('{"carveout": 1, "title": "", "items": {"x": {"kind": "virus"}}}'),
    );
    await there.keyboard.press("Control+v");
    await there.getByText("Nothing was pasted").first().waitFor();
    expect(await texts()).toHaveLength(4);
    await there.close();
  });
});

describe("finding", () => {
  test("Ctrl F finds what a note says and goes there; nothing found says what was searched", async () => {
    const { page } = ann;
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+f");
    const box = page.getByRole("combobox", { name: "Find on the board" });
    await box.fill("altmap");
    await page.getByText('Nothing for "altmap". Searched 3 items, 0 threads, 0 mails.').waitFor();
    await box.fill("note c");
    await screenshot(page, "find-1440-light");
    await page.keyboard.press("Enter");
    await soon(async () => Math.round((await centre(page, "Note c")).x)).toBe(740);
  });

  test("a link to an item leads there, and says so where the item is gone", async () => {
    const { page } = bob;
    const link = new URL(board.links.editor);
    await page.goto(`${link.origin}${link.pathname}#item=note-b`);
    await soon(async () => Math.round((await centre(page, "Note b")).x)).toBe(740);
    await page.evaluate(() => {
      location.hash = "#item=note-x";
    });
    await page.getByText("What this link leads to is not on the board any more").first().waitFor();
    await page.evaluate(() => {
      location.hash = "#camera=0,0,0.5";
    });
    await page.getByText("50 %").waitFor();
  });
});

describe("by keyboard alone", () => {
  test("items are walked through, moved, made wider and wired, and their menu opened", async () => {
    const { page } = ann;
    const kmsan = await product.createBoard({ template: "kmsan" });
    const items = async () => (await product.api<BoardJson>("GET", `/api/boards/${kmsan.id}`)).items;
    const wires = async () => Object.values(await items()).filter(({ kind }) => kind === "connector").length;
    await page.goto(kmsan.links.editor);
    const entry = page.getByRole("navigation", { name: "Items in reading order" }).getByRole("button");
    await entry.filter({ hasText: "strategy" }).first().focus();
    const before = await wires();
    await page.keyboard.press("l");
    await page.keyboard.press("Enter");
    await page.getByRole("combobox", { name: /^Wire '/ }).waitFor();
    await screenshot(page, "wire-by-name-1440-light");
    await page.keyboard.press("Enter");
    await soon(wires).toBe(before + 1);
    await page.getByRole("application", { name: "Board" }).focus();
    const places = async () =>
      JSON.stringify(Object.values(await items()).flatMap((item) => ("geo" in item ? [item.geo] : [])));
    const lay = await places();
    await page.keyboard.press("Shift+ArrowDown");
    await soon(places).not.toBe(lay);
    const moved = await places();
    await page.keyboard.press("Alt+ArrowRight");
    await soon(places).not.toBe(moved);
    await page.keyboard.press("ContextMenu");
    await page.getByRole("menuitem", { name: "Lock or unlock" }).waitFor();
    await screenshot(page, "item-menu-1440-light");
    await page.keyboard.press("Escape");
  }, 60_000);
});

describe("the memory map", () => {
  const edge = (page: Page, name: string) => page.getByRole("slider", { name });
  const machine = async (id: string) => {
    const { items } = await product.api<BoardJson>("GET", `/api/boards/${id}`);
    const profile = Object.values(items).find(({ kind }) => kind === "profile");
    if (profile?.kind !== "profile") throw new Error("The template has a profile.");
    return profile.fields;
  };
  /** Takes hold of an edge; the map is drawn at the zoom of the board. */
  const hold = async (page: Page, name: string) => {
    const box = await edge(page, name).boundingBox();
    if (box === null) throw new Error(`${name} is in view.`);
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    return at;
  };

  test("two people drag two edges at once, each snaps, each is one step of undo", async () => {
    const mte = await product.createBoard({ template: "mte" });
    for (const { page } of [ann, bob]) {
      await page.goto(mte.links.editor);
      await edge(page, "End of bank 0").waitFor();
    }
    const before = await machine(mte.id);
    const top = await hold(ann.page, "End of bank 0");
    const cma = await hold(bob.page, "Start of CMA area 1");
    await ann.page.mouse.move(top.x, top.y + 40, { steps: 4 });
    await bob.page.mouse.move(cma.x, cma.y + 12, { steps: 4 });
    await ann.page.getByRole("group", { name: "Edges" }).getByText("Bob Maintainer").waitFor();
    await screenshot(ann.page, "map-edge-1440-light");
    await ann.page.mouse.up();
    await bob.page.mouse.up();
    const size = async () => Number((await machine(mte.id)).banks?.memory0?.sizeBytes);
    const base = async () => Number(Object.values((await machine(mte.id)).cma ?? {})[0]?.baseBytes);
    await soon(size).toBeLessThan(Number(before.banks?.memory0?.sizeBytes));
    await soon(base).toBeLessThan(Number(Object.values(before.cma ?? {})[0]?.baseBytes));
    // 2 MiB pageblocks of arm64 with 4 KiB pages.
    expect((await size()) % (2 * 1024 ** 2)).toBe(0);
    expect((await base()) % (2 * 1024 ** 2)).toBe(0);
    await ann.page.getByRole("button", { name: "Undo" }).click();
    await soon(size).toBe(Number(before.banks?.memory0?.sizeBytes));
    expect(await base()).toBeLessThan(Number(Object.values(before.cma ?? {})[0]?.baseBytes));
    await edge(ann.page, "End of bank 0").focus();
    await ann.page.keyboard.press("ArrowDown");
    await soon(size).toBe(Number(before.banks?.memory0?.sizeBytes) - 2 * 1024 ** 2);
  }, 60_000);
});

test("nothing was thrown on either screen", () => {
  expect({ ann: ann.errors, bob: bob.errors }).toEqual({ ann: [], bob: [] });
});
