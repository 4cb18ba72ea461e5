import type { BoardJson, WorkloadFieldsJson } from "@carveout/model";
import { beforeAll, describe, expect, test } from "vitest";
import type { Board } from "../support/product";
import { violations } from "./axe";
import { type Person, person, screenshot } from "./browser";
import { browser, product } from "./opened";
import { enter, saved, type } from "./steps";

let board: Board;
let ann: Person;

beforeAll(async () => {
  board = await product.createBoard({ template: "kmsan" });
  ann = await person(browser, { viewport: { width: 1440, height: 3600 } });
}, 60_000);

async function workload(): Promise<WorkloadFieldsJson> {
  await saved(ann.page);
  const { items } = await product.api<BoardJson>("GET", `/api/boards/${board.id}`);
  const item = items["workload-1"];
  return item?.kind === "workload" ? item.fields : {};
}

const card = () => ann.page.getByRole("article", { name: /workload$/ });

describe("a workload's card", () => {
  test("a preset fills every field by the keyboard, and one undo brings all of them back", async () => {
    await enter(ann, board.links.owner, "Ann Reviewer");
    const before = await workload();
    const button = card().getByRole("button", { name: "Preset" });
    await button.focus();
    await ann.page.keyboard.press("Enter");
    await ann.page.getByRole("menuitem", { name: /^Network receive/ }).waitFor();
    await screenshot(ann.page, "workload-presets-1440-light");
    expect(await violations(ann.page)).toEqual([]);
    await ann.page.keyboard.press("ArrowDown");
    await ann.page.getByRole("menuitem", { name: /^Network receive/ }).focus();
    await ann.page.keyboard.press("Enter");
    await expect
      .poll(() => workload())
      .toMatchObject({
        atomicBurstsPerSecond: 150,
        sameCpuFreePercent: 40,
        classes: { atomic: { weight: 20, lifetime: "lognormal" } },
        orders: { "0": 90, "3": 4 },
      });
    expect(await workload()).not.toHaveProperty("immortalPercent");
    await card().getByText("atomic 20 %").waitFor();
    await ann.page.keyboard.press("Control+z");
    await expect.poll(() => workload()).toEqual(before);
    await ann.page.keyboard.press("Control+Shift+z");
    await expect.poll(() => workload()).toMatchObject({ atomicBurstsPerSecond: 150 });
  });

  test("what a list was set to by a key is undone without leaving it", async () => {
    const list = card().getByLabel("Lifetime", { exact: true });
    const before = await list.inputValue();
    await list.focus();
    await ann.page.keyboard.press("ArrowDown");
    await expect.poll(() => list.inputValue()).not.toBe(before);
    await ann.page.keyboard.press("Control+z");
    await expect.poll(() => list.inputValue()).toBe(before);
  });

  test("mix, phases and the rest open, are edited and survive a reload", async () => {
    await card().getByRole("button", { name: /^Mix/ }).click();
    await type(card().getByLabel("Page cache weight"), "100");
    await card().getByText("page cache 50 %").waitFor();
    await card().getByLabel("Page cache lifetime").selectOption("never");
    await card()
      .getByRole("button", { name: /^Phases/ })
      .click();
    await card()
      .getByRole("button", { name: /^6 to 7.5 s/ })
      .waitFor();
    await card().getByRole("button", { name: "Add a phase" }).click();
    await type(card().getByLabel("Length", { exact: true }), "500 ms");
    await card()
      .getByRole("button", { name: /^7.5 to 8 s/ })
      .waitFor();
    await card()
      .getByRole("button", { name: /^Bursts, pins, cpus/ })
      .click();
    await type(card().getByLabel("Pinned"), "3 %");
    await screenshot(ann.page, "workload-open-1440-light");
    expect(await violations(ann.page)).toEqual([]);
    const fields = await workload();
    expect(fields).toMatchObject({
      pinnedPercent: 3,
      classes: { cache: { weight: 100, lifetime: "never" } },
    });
    expect(Object.values(fields.phases ?? {})).toContainEqual({
      startMs: 7500,
      lengthMs: 500,
      rateFactor: 2,
    });
    await ann.page.reload();
    await card().getByText("page cache 50 %").waitFor();
    expect(ann.errors).toEqual([]);
  });

  test("a phase that never comes is told below the folded phases, and can be removed", async () => {
    await card()
      .getByRole("button", { name: /^Phases/ })
      .click();
    await card()
      .getByRole("button", { name: /^7.5 to 8 s/ })
      .click();
    await type(card().getByLabel("From", { exact: true }), "50,000 ms");
    await card()
      .getByText(/The phase starts at 50,000 ms, when the run of 10,000 ms is over/)
      .first()
      .waitFor();
    await card().getByRole("button", { name: "Remove this phase" }).click();
    await card().getByRole("button", { name: "Add a phase" }).waitFor();
    await expect.poll(async () => Object.keys((await workload()).phases ?? {})).toHaveLength(1);
  });
});
