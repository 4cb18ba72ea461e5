import { readFile } from "node:fs/promises";
import type { BoardJson } from "@carveout/model";
import type { BrowserContext, Page, WebSocketRoute } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { AHEAD_MARK } from "../../app/ui/late";
import type { Board } from "../support/product";
import { type Person, PHONE, person, screenshot } from "./browser";
import { browser, product } from "./opened";
import { introduce, saved, type } from "./steps";

const BANK_SIZE = "Bank 1, Bank size";
const DURATION = "Duration";

let board: Board;

/** A machine and a load, and nothing that has to be computed. */
beforeEach(async () => {
  const template = await product.createBoard({ template: "kmsan" });
  const { items, ...rest } = await product.api<BoardJson>("GET", `/api/boards/${template.id}`);
  const kinds = ["profile", "workload"];
  const few = Object.fromEntries(Object.entries(items).filter(([, item]) => kinds.includes(item.kind)));
  board = await product.api<Board>("POST", "/api/boards", { board: { ...rest, items: few } });
});

/** What lies between a browser and the server. Pages are loaded all the while; only sockets are cut. */
class Line {
  private isCut = false;
  private isDeaf = false;
  private readonly sockets = new Map<WebSocketRoute, WebSocketRoute>();

  static async of(context: BrowserContext): Promise<Line> {
    const line = new Line();
    await context.routeWebSocket(/\/ws\//, (page) => {
      if (line.isCut) return void page.close({ code: 1013 });
      const server = page.connectToServer();
      line.sockets.set(page, server);
      page.onMessage((data) => {
        if (!line.isDeaf) server.send(data);
      });
    });
    return line;
  }

  async cut(): Promise<void> {
    this.isCut = true;
    for (const [page, server] of this.sockets)
      await Promise.all([page.close({ code: 1013 }), server.close()]);
    this.sockets.clear();
  }

  mend(): void {
    this.isCut = false;
    this.isDeaf = false;
  }

  /** What the page sends gets lost; what the server sends arrives. */
  deafen(): void {
    this.isDeaf = true;
  }

  /** Something that no honest client sends. */
  offend(): void {
    for (const server of this.sockets.values()) server.send(Buffer.from([0, 2, 3, 255, 255, 255]));
  }
}

async function enter(who: Person, link = board.links.owner): Promise<Page> {
  await introduce(who.page, link, "Ann Reviewer");
  await saved(who.page);
  return who.page;
}

async function another(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(`${product.origin}/b/${board.id}`);
  return page;
}

const waiting = (page: Page, count: number) =>
  page
    .getByRole("status")
    .filter({ hasText: new RegExp(`Offline, ${count} (changes? )?waiting`) })
    .waitFor();

const theBoard = () => product.api<BoardJson>("GET", `/api/boards/${board.id}`);
/** All that the database of the boards in this browser holds. */
const kept = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((done) => {
        const request = indexedDB.open("carveout-boards");
        request.onsuccess = () => {
          const parts = request.result.transaction("parts").objectStore("parts").count();
          parts.onsuccess = () => {
            request.result.close();
            done(parts.result);
          };
        };
      }),
  );

describe("without a connection", () => {
  test("what has never been opened opens, and what is done in it lands on return", {
    timeout: 60_000,
  }, async () => {
    const ann = await person(browser);
    const page = await enter(ann);
    await page.waitForFunction((mark) => performance.getEntriesByName(mark).length > 0, AHEAD_MARK, {
      timeout: 30_000,
    });
    await ann.context.setOffline(true);
    await page
      .getByRole("status")
      .filter({ hasText: /Offline/ })
      .waitFor();
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await page
      .getByRole("dialog", { name: "Share this board" })
      .getByRole("button", { name: "Close" })
      .click();
    await page.getByRole("application", { name: "Board" }).focus();
    await page.keyboard.press("n");
    await page.mouse.click(1250, 300);
    await page.getByRole("textbox", { name: "Note" }).waitFor();
    await page.keyboard.type("written on a train");
    await page.keyboard.press("Escape");
    await page
      .getByRole("status")
      .filter({ hasText: /waiting/ })
      .waitFor();
    expect(ann.errors.filter((error) => !/ERR_INTERNET_DISCONNECTED|WebSocket/.test(error))).toEqual([]);
    await ann.context.setOffline(false);
    await saved(page);
    const texts = Object.values((await theBoard()).items).map((item) => ("text" in item ? item.text : ""));
    expect(texts).toContain("written on a train");
  });

  test("edits are counted, survive reload and restart of the page, and land on return", async () => {
    const ann = await person(browser);
    const line = await Line.of(ann.context);
    const page = await enter(ann);
    await line.cut();
    await type(page.getByLabel(BANK_SIZE), "4 GiB");
    await type(page.getByLabel(DURATION), "12000");
    await waiting(page, 2);
    await screenshot(page, "offline-1440-light");
    // No question whether to leave: it is kept.
    await page.reload();
    await expect.poll(() => page.getByLabel(BANK_SIZE).inputValue()).toBe("4");
    await waiting(page, 2);
    await type(page.getByLabel(BANK_SIZE), "8 GiB");
    await waiting(page, 3);
    await page.close();
    const back = await another(ann.context);
    await expect.poll(() => back.getByLabel(BANK_SIZE).inputValue()).toBe("8");
    await waiting(back, 3);
    line.mend();
    await saved(back);
    const { items } = await theBoard();
    expect(JSON.stringify(items)).toContain(String(8 * 1024 ** 3));
    expect(JSON.stringify(items)).toContain('"durationMs":12000');
    await ann.context.close();
  });

  test("two tabs of one person keep each other's edits, whichever comes back first", async () => {
    const ann = await person(browser);
    const line = await Line.of(ann.context);
    const one = await enter(ann);
    const two = await another(ann.context);
    await saved(two);
    await line.cut();
    await type(one.getByLabel(BANK_SIZE), "4 GiB");
    await type(two.getByLabel(DURATION), "12000");
    await waiting(one, 1);
    await waiting(two, 1);
    await one.close();
    await two.reload();
    await waiting(two, 2);
    expect(await two.getByLabel(BANK_SIZE).inputValue()).toBe("4");
    line.mend();
    await saved(two);
    const text = JSON.stringify((await theBoard()).items);
    expect(text).toContain(String(4 * 1024 ** 3));
    expect(text).toContain('"durationMs":12000');
    await ann.context.close();
  });

  test("on a phone the count is in the bar", async () => {
    const ann = await person(browser, { viewport: PHONE, touch: true });
    const line = await Line.of(ann.context);
    await introduce(ann.page, board.links.editor, "Ann Reviewer");
    await saved(ann.page);
    await line.cut();
    await ann.page.getByRole("button", { name: /^Linux 6/ }).click();
    await type(ann.page.getByLabel(BANK_SIZE), "4 GiB");
    await ann.page.keyboard.press("Escape");
    await waiting(ann.page, 1);
    const mark = await ann.page.getByRole("status").filter({ hasText: "Offline" }).boundingBox();
    expect((mark?.x ?? 0) + (mark?.width ?? 999)).toBeLessThanOrEqual(PHONE.width);
    await screenshot(ann.page, "offline-390-light");
    await ann.context.close();
  });
});

describe("what the server would not go on with", () => {
  test("is told, stays to be saved or copied over a reload, and the board goes on", async () => {
    const ann = await person(browser);
    const line = await Line.of(ann.context);
    const page = await enter(ann);
    line.deafen();
    await type(page.getByLabel(BANK_SIZE), "4 GiB");
    await page.getByRole("status").filter({ hasText: "Saving" }).waitFor();
    line.offend();
    line.mend();
    await page.getByText("1 change of yours had not been saved").waitFor();
    await page.getByText("The board was opened again").waitFor();
    await screenshot(page, "rescued-1440-light");
    expect(await page.getByLabel(BANK_SIZE).inputValue()).toBe("2,096,000");
    await page.reload();
    await page.getByText("1 change of yours had not been saved").waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save as a file" }).click(),
    ]);
    const file = JSON.parse(await readFile(await download.path(), "utf8")) as BoardJson;
    expect(JSON.stringify(file.items)).toContain(String(4 * 1024 ** 3));
    await page.getByRole("button", { name: "Copy", exact: true }).click();
    expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toEqual(file);
    await type(page.getByLabel(BANK_SIZE), "8 GiB");
    await saved(page);
    await ann.context.close();
  });

  test("is told where the board comes out of a backup, and the backup's is shown", async () => {
    const ann = await person(browser);
    const line = await Line.of(ann.context);
    const page = await enter(ann);
    await type(page.getByLabel(BANK_SIZE), "4 GiB");
    await saved(page);
    const headers = { authorization: `Bearer ${product.token}` };
    const backup = await (await fetch(`${product.origin}/api/backup`, { headers })).arrayBuffer();
    await type(page.getByLabel(BANK_SIZE), "8 GiB");
    await saved(page);
    await line.cut();
    await type(page.getByLabel(DURATION), "12000");
    await waiting(page, 1);
    const replace = `${product.origin}/api/restore?board=${board.id}&replace=1`;
    expect((await fetch(replace, { method: "POST", headers, body: backup })).status).toBe(200);
    line.mend();
    await page.getByText("The server has an older board than this browser").waitFor();
    await page.getByText("1 change of yours had not been saved").waitFor();
    expect(await page.getByLabel(BANK_SIZE).inputValue()).toBe("4");
    await type(page.getByLabel(BANK_SIZE), "2 GiB");
    await saved(page);
    await ann.context.close();
  });

  test("leaves nothing of a board in the browser once its link is withdrawn", async () => {
    const ann = await person(browser);
    const page = await enter(ann, board.links.editor);
    await expect.poll(() => kept(page)).toBeGreaterThan(0);
    const links = await product.api<{ id: string; role: string }[]>("GET", `/api/boards/${board.id}/links`);
    const editor = links.find(({ role }) => role === "editor");
    await product.api("DELETE", `/api/boards/${board.id}/links/${editor?.id}`);
    await page.getByText("This link was withdrawn").waitFor();
    expect(await kept(page)).toBe(0);
    await ann.context.close();
  });
});
