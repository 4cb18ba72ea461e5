import type { BoardJson } from "@carveout/model";
import { beforeAll, describe, expect, test } from "vitest";
import type { Board } from "../support/product";
import { violations } from "./axe";
import { type Person, PHONE, person, screenshot } from "./browser";
import { browser, product } from "./opened";
import { enter, introduce, type } from "./steps";

describe("an experiment at full size, for two", { timeout: 120_000 }, () => {
  let board: Board;
  let ann: Person;
  let bob: Person;
  const view = ({ page }: Person) => page.locator("[data-view=experiment]");
  const time = (who: Person) => view(who).getByRole("slider", { name: "Simulated time" });
  const address = (who: Person) => new URLSearchParams(new URL(who.page.url()).hash.slice(1));

  beforeAll(async () => {
    board = await product.createBoard({ template: "kmsan" });
    ann = await person(browser);
    bob = await person(browser, { dark: true });
  });

  test("opens from its card, Escape leaves it, Back and a reload lead there again", async () => {
    await enter(ann, board.links.owner, "Ann Reviewer");
    await enter(bob, board.links.viewer, "Bob Reader");
    await ann.page
      .getByRole("article", { name: /experiment$/ })
      .getByRole("button", { name: "Open", exact: true })
      .click();
    await view(ann).getByRole("heading", { name: "Free memory by order" }).waitFor();
    expect(address(ann).get("view")).toBe("experiment");
    await ann.page.keyboard.press("Escape");
    await view(ann).waitFor({ state: "detached" });
    await ann.page.goBack();
    await view(ann).waitFor();
    await ann.page.reload();
    await view(ann).getByRole("heading", { name: "Failures by cause" }).waitFor();
    await bob.page.goto(ann.page.url());
    await view(bob).getByRole("heading", { name: "Failures by cause" }).waitFor();
  });

  test("the time cursor goes by the keys from event to event and by 100 ms, and the address carries it", async () => {
    await expect.poll(() => time(ann).inputValue()).toBe("10000");
    await ann.page.keyboard.press("ArrowLeft");
    const event = Number(await time(ann).inputValue());
    expect(event).toBeGreaterThan(0);
    expect(event).toBeLessThan(10_000);
    await ann.page.keyboard.press("Shift+ArrowLeft");
    expect(Number(await time(ann).inputValue())).toBeCloseTo(event - 100, 6);
    await expect.poll(() => Number(address(ann).get("t"))).toBeCloseTo(event - 100, 2);
    expect(await time(ann).getAttribute("aria-valuetext")).toMatch(/A [\d,]+ pages free/);
  });

  test("T puts the tables in the places of the pictures", async () => {
    await ann.page.keyboard.press("t");
    const table = view(ann).getByRole("region", { name: "Free memory by order, table" });
    await table.waitFor();
    expect(await table.locator("tr").count()).toBe(242);
    await ann.page.keyboard.press("t");
    await table.waitFor({ state: "detached" });
  });

  test("a picture is saved as CSV with where it comes from, and as a drawing that stands by itself", async () => {
    const save = async (format: string) => {
      await view(ann).getByRole("button", { name: "Save Free memory", exact: true }).click();
      const download = ann.page.waitForEvent("download");
      await ann.page.getByRole("menuitem", { name: format }).click();
      const stream = await (await download).createReadStream();
      let text = "";
      for await (const chunk of stream) text += chunk;
      return text;
    };
    const csv = await save("CSV");
    expect(csv).toMatch(
      /^# A [0-9a-f]{64}, seed 42, core [\d.]+: carveout run kmsan-metadata\.json --variant A/,
    );
    expect(csv.trim().split("\r\n")).toHaveLength(3 + 1 + 241);
    const svg = await save("SVG");
    expect(svg).toContain("<svg");
    expect(svg).not.toContain("var(--");
  });

  test("an expectation that one states is judged on both screens", async () => {
    await view(ann).getByRole("button", { name: "Add an expectation" }).click();
    const panel = (who: Person) => view(who).getByRole("region", { name: "Expectations" });
    await panel(bob).getByText("A Boot carve-out: failed requests at most 0").waitFor();
    await panel(bob).getByText("not met").waitFor();
    await type(panel(ann).getByLabel("Value"), "1000000");
    await panel(bob).getByText("met", { exact: true }).waitFor();
    expect(await panel(bob).getByRole("button", { name: "Remove the expectation" }).count()).toBe(0);
  });

  test("a comparison shows at once what the columns' own runs have measured", async () => {
    await view(ann).getByRole("tab", { name: "Compare" }).click();
    const cells = view(ann).getByRole("table").locator("tbody td");
    const firstNumber = (text: string | null) => Number(/[\d,]+/.exec(text ?? "")?.[0].replaceAll(",", ""));
    const causes = view(ann).getByRole("region", { name: "Failures by cause" });
    await expect
      .poll(async () => {
        const failed = (await cells.allInnerTexts()).map(firstNumber);
        return failed.reduce((sum, count) => sum + count, 0);
      })
      .toBe(firstNumber(await causes.getByText(/ in 3 runs$/).textContent()));
    expect(await cells.count()).toBe(3);
  });

  test("a sweep that one defines and the other starts fills on both screens", async () => {
    for (const who of [ann, bob]) await view(who).getByRole("tab", { name: "Sweep" }).click();
    await view(ann).getByRole("button", { name: "Sweep a parameter" }).click();
    const parameter = view(ann).getByLabel("Parameter");
    const wanted = (await parameter.locator("option").allInnerTexts()).indexOf("Duration");
    await parameter.selectOption({ index: wanted });
    await type(view(ann).getByRole("textbox", { name: "From" }), "100 ms");
    await type(view(ann).getByRole("textbox", { name: "To", exact: true }), "300 ms");
    await type(view(ann).getByRole("textbox", { name: "Points" }), "3");
    await view(bob).getByRole("button", { name: "Run 9 runs" }).click();
    for (const who of [ann, bob])
      await expect
        .poll(() => view(who).locator("[role=status]").allInnerTexts(), { timeout: 30_000 })
        .toContain("9 runs");
    await view(ann)
      .getByLabel(/arrows read its values/)
      .press("ArrowRight");
    await view(ann)
      .getByText(/^100 ms: A [\d,]+, B [\d,]+, C [\d,]+$/)
      .waitFor();
    const { items } = await product.api<BoardJson>("GET", `/api/boards/${board.id}`);
    const experiment = items["experiment-1"] as { fields: { sweep: Record<string, object> } };
    expect(Object.values(experiment.fields.sweep)).toMatchObject([
      { field: "durationMs", from: 100, to: 300 },
    ]);
    await screenshot(bob.page, "sweep-dark");
  });

  test("a run's permalink opens with its numbers after the board has another one", async () => {
    const link = view(bob).locator("a[href^='/r/']").first();
    const name = (await link.getAttribute("href")) ?? "";
    const usable = await fetchUsable(name.slice(3));
    await view(ann).getByRole("tab", { name: "Figures" }).click();
    await bob.page.goto(product.origin + name);
    await bob.page
      .getByText(`${usable.toLocaleString("en-US")} pages`)
      .first()
      .waitFor();
    await screenshot(bob.page, "permalink-dark");
    expect(await violations(bob.page)).toEqual([]);
  });

  test("axe finds nothing, and it fits a phone", async () => {
    await view(ann).getByRole("heading", { name: "Failures by cause" }).waitFor();
    await screenshot(ann.page, "experiment-view");
    expect(await violations(ann.page)).toEqual([]);
    const eve = await person(browser, { viewport: PHONE, touch: true });
    await enterPhone(eve, board.links.viewer);
    await eve.page.goto(`${product.origin}/b/${board.id}#view=experiment&item=experiment-1`);
    await view(eve).getByRole("heading", { name: "Memory", exact: true }).waitFor();
    expect(await eve.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await screenshot(eve.page, "experiment-view-390");
    expect(await violations(eve.page)).toEqual([]);
    for (const who of [ann, bob, eve]) expect(who.errors).toEqual([]);
  });

  async function fetchUsable(run: string): Promise<number> {
    const kept = await product.api<{ result: { memory: { usablePages: number } } }>(
      "GET",
      `/api/runs/${run}`,
    );
    return kept.result.memory.usablePages;
  }

  async function enterPhone(who: Person, link: string): Promise<void> {
    await introduce(who.page, link, "Eve Phone");
  }
});
