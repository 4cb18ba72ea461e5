import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { BoardEdits, type BoardJson, parseBoard } from "@carveout/model";
import { CloseCode } from "@carveout/wire";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { connect } from "../support/client";
import { type Board, tokenOf } from "../support/product";
import { type Person, person, screenshot } from "./browser";
import { browser, product } from "./opened";
import { columns, enter, provenance, results, saved, type } from "./steps";

const ROOT = resolve(import.meta.dirname, "../..");
const BANK_SIZE = "Bank 1, Bank size";

let board: Board;
let ann: Person;
let bob: Person;

async function theBoard(): Promise<BoardJson> {
  return product.api<BoardJson>("GET", `/api/boards/${board.id}`);
}

beforeAll(async () => {
  board = await product.createBoard({ template: "kmsan" });
  ann = await person(browser);
  bob = await person(browser);
}, 60_000);

describe("two participants on one board", () => {
  test("each sees the other, and who is in which field", async () => {
    await enter(ann, board.links.owner, "Ann Reviewer");
    await enter(bob, board.links.editor, "Bob Maintainer");
    await ann.page.getByRole("list", { name: "People here" }).getByText("BM").waitFor();
    await bob.page.getByRole("list", { name: "People here" }).getByText("AR").waitFor();
    await ann.page.getByLabel(BANK_SIZE).click();
    await bob.page.getByRole("group", { name: "Banks" }).getByText("Ann Reviewer").waitFor();
    await bob.page.mouse.move(500, 600);
    await bob.page.mouse.move(540, 640);
    await screenshot(bob.page, "field-in-use-1440-light");
    await ann.page.keyboard.press("Escape");
    await ann.page.getByLabel(BANK_SIZE).blur();
  });

  test("an edit reaches the other screen, then new results do, the same for both", async () => {
    const before = await provenance(ann.page);
    await type(bob.page.getByLabel(BANK_SIZE), "4 GiB");
    await expect.poll(() => ann.page.getByLabel(BANK_SIZE).inputValue()).toBe("4");
    await expect.poll(async () => (await provenance(ann.page)) !== before).toBe(true);
    await results(ann.page);
    await results(bob.page);
    expect(await provenance(bob.page)).toBe(await provenance(ann.page));
    expect((await columns(bob.page)).map((text) => /[\d,]{6,}/.exec(text)?.[0])).toEqual(
      (await columns(ann.page)).map((text) => /[\d,]{6,}/.exec(text)?.[0]),
    );
    await saved(bob.page);
  });

  test("a negative bank size is refused to its sender and never shown to anybody else", async () => {
    // Every value the field shows to Ann, from now on.
    await ann.page.getByLabel(BANK_SIZE).evaluate((input) => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      const look = () => {
        const value = (input as HTMLInputElement).value;
        if (seen.at(-1) !== value) seen.push(value);
        requestAnimationFrame(look);
      };
      look();
    });
    await type(bob.page.getByLabel(BANK_SIZE), "-512 MiB");
    await bob.page
      .getByText("Bank size refused: −512 MiB is below the range 4 KiB to 16 TiB.")
      .first()
      .waitFor();
    await bob.page.getByText("Restored to 4 GiB.").first().waitFor();
    await screenshot(bob.page, "refusal-1440-light");
    await expect.poll(() => bob.page.getByLabel(BANK_SIZE).inputValue()).toBe("4");
    // A later edit of the refused one arrives: his session goes on, and whatever came before has been seen.
    await type(bob.page.getByLabel("Duration"), "9 s");
    await expect.poll(() => ann.page.getByLabel("Duration").inputValue()).toBe("9,000");
    expect(await ann.page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual(["4"]);
    expect(await ann.page.getByText("refused").count()).toBe(0);
  });

  test("undo and redo touch only one's own changes", async () => {
    await type(ann.page.getByLabel("Seed", { exact: true }), "7");
    await expect.poll(() => bob.page.getByLabel("Seed", { exact: true }).inputValue()).toBe("7");
    await type(bob.page.getByLabel("Never freed"), "5");
    await expect.poll(() => ann.page.getByLabel("Never freed").inputValue()).toBe("5");
    await ann.page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => bob.page.getByLabel("Seed", { exact: true }).inputValue()).toBe("42");
    expect(await bob.page.getByLabel("Never freed").inputValue()).toBe("5");
    await ann.page.getByRole("button", { name: "Redo" }).click();
    await expect.poll(() => bob.page.getByLabel("Seed", { exact: true }).inputValue()).toBe("7");
    await bob.page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => ann.page.getByLabel("Never freed").inputValue()).toBe("4");
    expect(await ann.page.getByLabel("Seed", { exact: true }).inputValue()).toBe("7");
  });

  test("an item is moved, removed and brought back, on both screens", async () => {
    const note = (page: Page) => page.getByRole("article", { name: "Note" });
    const box = await note(ann.page).boundingBox();
    if (box === null) throw new Error("The note is in view.");
    await ann.page.mouse.move(box.x + 20, box.y + 6);
    await ann.page.mouse.down();
    await ann.page.mouse.move(box.x + 60, box.y + 46, { steps: 4 });
    await ann.page.mouse.up();
    await expect
      .poll(async () => Math.round((await note(bob.page).boundingBox())?.x ?? 0))
      .toBeGreaterThan(box.x + 20);
    await ann.page.keyboard.press("Delete");
    await expect.poll(() => note(bob.page).count()).toBe(0);
    await ann.page.keyboard.press("Control+z");
    await expect.poll(() => note(bob.page).count()).toBe(1);
  });

  test("what was typed is text for everybody, whatever it looks like", async () => {
    const name = `<img src=x onerror="window.hit=1">`;
    await ann.page
      .getByRole("article", { name: /^Lazy/ })
      .getByRole("button", { name: /^Menu of/ })
      .click();
    await ann.page.getByRole("menuitem", { name: "Rename" }).click();
    await ann.page.getByRole("textbox", { name: "Name" }).fill(name);
    await ann.page.keyboard.press("Enter");
    await bob.page.getByRole("article", { name: /onerror/ }).waitFor();
    expect(await bob.page.evaluate(() => "hit" in window)).toBe(false);
    await ann.page.keyboard.press("Control+z");
    await bob.page.getByRole("article", { name: /^Lazy/ }).waitFor();
  });
});

describe("the way out of the board", () => {
  test("the saved file is a board that the command line runs to the same run", async () => {
    const [download] = await Promise.all([
      bob.page.waitForEvent("download"),
      bob.page.getByRole("link", { name: "Save kmsan-metadata.json" }).click(),
    ]);
    const file = await download.path();
    expect(parseBoard(readFileSync(file, "utf8"))).toEqual(await theBoard());
    const done = spawnSync(
      process.execPath,
      [resolve(ROOT, "packages/cli/bin/carveout.mjs"), "run", file, "--variant", "A", "--json"],
      { cwd: ROOT, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
    );
    const { runs } = JSON.parse(done.stdout) as { runs: { run: string }[] };
    expect(runs[0]?.run.slice(0, 8)).toBe(await provenance(bob.page));
  });
});

describe("a script on the socket", () => {
  test("rubbish closes the script's own socket and nobody notices", async () => {
    const before = await theBoard();
    for (const bytes of [
      [0, 2, 3, 255, 255, 255],
      [0, 0],
      [7],
      [0, 2, 0],
      Array.from({ length: 64 }, (_, i) => (i * 37) % 256),
    ]) {
      const socket = new WebSocket(
        `${product.origin.replace("http", "ws")}/ws/${board.id}?token=${tokenOf(board.links.editor)}`,
      );
      await new Promise((done) => socket.once("open", done));
      const closed = new Promise<number>((done) => socket.once("close", (code) => done(code)));
      socket.send(new Uint8Array(bytes));
      expect(await closed).toBe(CloseCode.Rejected);
    }
    expect(await theBoard()).toEqual(before);
    expect(
      await ann.page
        .getByRole("status")
        .filter({ hasText: /^\s*Saved\s*$/ })
        .count(),
    ).toBe(1);
  });

  test("an honest script's bad value is repaired before anyone sees it", async () => {
    const script = await connect(product.origin, board.id, tokenOf(board.links.editor));
    new BoardEdits(script.doc, "script").setField("profile-1", ["structPageBytes"], "many");
    new BoardEdits(script.doc, "script").setField("profile-1", ["lateFreedPages"], 1600);
    await expect.poll(() => ann.page.getByLabel("Freed late in boot").inputValue()).toBe("1,600");
    expect(await ann.page.getByLabel("struct page").inputValue()).toBe("64");
    script.close();
  });

  test("a viewer reads and changes nothing", async () => {
    const before = await theBoard();
    const viewer = await connect(product.origin, board.id, tokenOf(board.links.viewer));
    new BoardEdits(viewer.doc, "viewer").setField("profile-1", ["lateFreedPages"], 1);
    await new Promise((done) => setTimeout(done, 300));
    expect(await theBoard()).toEqual(before);
    viewer.close();
  });
});

describe("import of a real machine", () => {
  test("dropped files become a profile that says what the machine measured", async () => {
    await bob.page.keyboard.press("Escape");
    await bob.page.getByRole("application", { name: "Board" }).focus();
    await bob.page.keyboard.press("p");
    await bob.page.getByRole("menuitem", { name: /import/i }).click();
    const folder = resolve(ROOT, "packages/formats/fixtures/kmsan-1g");
    await bob.page
      .getByLabel("Files to import")
      .setInputFiles(["iomem", "zoneinfo", "meminfo", "dmesg"].map((name) => resolve(folder, `${name}.txt`)));
    await screenshot(bob.page, "import-1440-light");
    await bob.page.getByRole("button", { name: "Put it on the board" }).click();
    await expect
      .poll(async () => {
        const items = Object.values((await theBoard()).items);
        return items
          .filter((item) => item.kind === "profile")
          .map((item) => item.fields.imported?.managedPages);
      })
      .toEqual([154_854, 73_020]);
    await bob.page.getByRole("button", { name: "To the board" }).click();
    await screenshot(bob.page, "imported-1440-light");
    await bob.page.getByRole("button", { name: "Undo" }).click();
    await expect
      .poll(
        async () => Object.values((await theBoard()).items).filter((item) => item.kind === "profile").length,
      )
      .toBe(1);
  });

  test("text that is no such file is refused with a sentence, and nothing is lost", async () => {
    await bob.page.getByRole("application", { name: "Board" }).focus();
    await bob.page.keyboard.press("p");
    await bob.page.getByRole("menuitem", { name: /import/i }).click();
    await bob.page.getByLabel("Or paste").fill("hello\nworld");
    await bob.page.getByRole("button", { name: "Put it on the board" }).click();
    await bob.page.getByRole("dialog").getByRole("alert").waitFor();
    expect(await bob.page.getByLabel("Or paste").inputValue()).toBe("hello\nworld");
    await screenshot(bob.page, "import-refused-1440-light");
    await bob.page.keyboard.press("Escape");
  });
});

describe("nothing acknowledged is lost", () => {
  test("reload: everything is there", async () => {
    await type(ann.page.getByLabel("Mean lifetime"), "1,900 ms");
    await saved(ann.page);
    await ann.page.reload();
    await results(ann.page);
    expect(await ann.page.getByLabel("Mean lifetime").inputValue()).toBe("1,900");
  });

  test("SIGKILL during edits: every acknowledged edit is there, and both screens go on", async () => {
    // A script writes as fast as it can, one field a step, and notes which steps the server called durable.
    let durable = 0;
    let written = 1600;
    const steps = new Map<number, number>(); // clock of the writer after a step -> the step's value
    let clientId = 0;
    const script = await connect(product.origin, board.id, tokenOf(board.links.editor), (message) => {
      if (message.type !== "ack") return;
      const clock = Y.decodeStateVector(message.stateVector).get(clientId) ?? 0;
      for (const [at, value] of steps) if (at <= clock) durable = Math.max(durable, value);
    });
    clientId = script.doc.clientID;
    const edits = new BoardEdits(script.doc, "script");
    const writing = setInterval(() => {
      written++;
      edits.setField("profile-1", ["lateFreedPages"], written);
      steps.set(Y.decodeStateVector(Y.encodeStateVector(script.doc)).get(clientId) ?? 0, written);
    }, 2);
    await expect.poll(() => durable, { timeout: 10_000 }).toBeGreaterThan(1650);
    await product.kill();
    clearInterval(writing);
    script.close(); // so that it can't send again what it still holds
    const promised = durable;
    await product.run();
    const profile = (await theBoard()).items["profile-1"];
    const kept = profile?.kind === "profile" ? Number(profile.fields.lateFreedPages) : 0;
    console.log(`killed after ${written - 1600} edits: ${promised - 1600} acknowledged, ${kept - 1600} kept`);
    expect(kept).toBeGreaterThanOrEqual(promised);
    await expect
      .poll(() => ann.page.getByLabel("Freed late in boot").inputValue(), { timeout: 20_000 })
      .toBe(kept.toLocaleString("en-US"));
    await type(bob.page.getByLabel("Duration"), "8 s");
    await expect.poll(() => ann.page.getByLabel("Duration").inputValue(), { timeout: 20_000 }).toBe("8,000");
    await saved(bob.page);
  }, 60_000);

  test("nothing was thrown on either screen", () => {
    // The kill itself shows as refused connections, which are the browser's words, not the page's.
    const own = (who: Person) =>
      who.errors.filter((text) => !/WebSocket|ERR_|Failed to load resource/.test(text));
    expect({ ann: own(ann), bob: own(bob) }).toEqual({ ann: [], bob: [] });
  });
});
