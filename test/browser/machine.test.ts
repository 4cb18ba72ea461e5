import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Board } from "../support/product";
import { violations } from "./axe";
import { PHONE, person, screenshot } from "./browser";
import { browser, product } from "./opened";
import { enter, introduce } from "./steps";

let board: Board;

beforeAll(async () => {
  board = await product.createBoard({ template: "kmsan" });
}, 60_000);

for (const dark of [false, true]) {
  const shade = dark ? "dark" : "light";
  describe(`the machine at the end of a run, ${shade}`, () => {
    test("at a desk: the files to read, to copy and to save", async () => {
      const { page, errors, context } = await person(browser, { dark });
      await enter({ page, errors, context }, board.links.owner, "Ann Reviewer");
      await page.getByRole("button", { name: "/proc of variant A" }).click();
      const text = page.getByRole("region", { name: "/proc/buddyinfo" });
      expect(await text.textContent()).toMatch(/^(Node \d+, zone {2,6}\w+ ( *\d+ ){11}\n)+$/);
      await page.getByRole("button", { name: "Copy", exact: true }).click();
      await page.getByText("Copied", { exact: true }).waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await text.textContent());
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Save A-buddyinfo.txt" }).click(),
      ]);
      expect(readFileSync(await download.path(), "utf8")).toBe(await text.textContent());

      for (const name of ["pagetypeinfo", "zoneinfo", "vmstat"]) {
        await page.getByRole("tab", { name, exact: true }).click();
        await page.getByRole("region", { name: `/proc/${name}` }).waitFor();
        await screenshot(page, `proc-${name}-1440-${shade}`);
        expect(await violations(page)).toEqual([]);
      }
      expect(await page.getByRole("tabpanel").textContent()).toContain("Not simulated, hence left out");
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      expect(errors).toEqual([]);
      await context.close();
    }, 60_000);

    test("on a phone", async () => {
      const { page, errors, context } = await person(browser, { dark, viewport: PHONE, touch: true });
      await introduce(page, board.links.viewer, "Eve");
      await page.getByRole("tab", { name: "Results" }).click();
      await page.getByRole("button", { name: "/proc of variant B" }).tap();
      await page.getByRole("tab", { name: "pagetypeinfo" }).tap();
      await page.getByRole("region", { name: "/proc/pagetypeinfo" }).waitFor();
      await screenshot(page, `proc-pagetypeinfo-390-${shade}`);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
      expect(errors).toEqual([]);
      await context.close();
    }, 60_000);
  });
}
