import type { BoardJson } from "@carveout/model";
import { describe, expect, test } from "vitest";
import { violations } from "./axe";
import { PHONE, person, screenshot } from "./browser";
import { browser, product } from "./opened";
import { enter, introduce, type } from "./steps";

describe("accessible and presentable", () => {
  for (const dark of [false, true]) {
    const shade = dark ? "dark" : "light";
    test(`home, board and phone in ${shade}`, async () => {
      const fresh = await product.createBoard({ template: "kmsan" });
      const desk = await person(browser, { dark });
      await desk.page.goto(product.address);
      await desk.page.getByRole("heading", { name: "Boards", exact: true }).waitFor();
      await desk.page.waitForLoadState("networkidle");
      await screenshot(desk.page, `home-boards-1440-${shade}`);
      expect(await violations(desk.page)).toEqual([]);
      await enter(desk, fresh.links.owner, "Dana Author");
      await desk.page.getByRole("button", { name: "Explain" }).waitFor();
      await screenshot(desk.page, `board-1440-${shade}`);
      expect(await violations(desk.page)).toEqual([]);
      await desk.page.getByRole("button", { name: "Explain" }).click();
      await screenshot(desk.page, `board-explained-1440-${shade}`);
      await desk.page.getByRole("button", { name: "Share" }).click();
      await desk.page.getByRole("dialog").waitFor();
      await desk.page.getByLabel("Link for editors").waitFor();
      await screenshot(desk.page, `share-1440-${shade}`);
      expect(await violations(desk.page)).toEqual([]);
      await desk.context.close();

      const hand = await person(browser, { dark, viewport: PHONE, touch: true });
      await hand.page.goto(product.address);
      await hand.page.getByRole("heading", { name: "Boards", exact: true }).waitFor();
      await screenshot(hand.page, `home-390-${shade}`);
      await introduce(hand.page, fresh.links.editor, "Eve");
      await hand.page.getByRole("tab", { name: "Outline" }).waitFor();
      await hand.page.waitForTimeout(500);
      await screenshot(hand.page, `phone-outline-390-${shade}`);
      expect(await violations(hand.page)).toEqual([]);
      await hand.page.getByText("Small pages, some order 9").click();
      await type(hand.page.getByLabel("Mean lifetime"), "1.3 s");
      await expect
        .poll(async () => {
          const { items } = await product.api<BoardJson>("GET", `/api/boards/${fresh.id}`);
          const workload = items["workload-1"];
          return workload?.kind === "workload" && workload.fields.lifetimeMeanMs;
        })
        .toBe(1300);
      await type(hand.page.getByLabel("Mean lifetime"), "-3");
      await hand.page.getByText("Mean lifetime refused").first().waitFor();
      await screenshot(hand.page, `phone-field-390-${shade}`);
      expect(await violations(hand.page)).toEqual([]);
      await hand.page.getByRole("button", { name: "Done" }).click();
      await hand.page.getByRole("tab", { name: "Results" }).click();
      await hand.page.waitForTimeout(800);
      await screenshot(hand.page, `phone-results-390-${shade}`);
      expect(await violations(hand.page)).toEqual([]);
      expect([...desk.errors, ...hand.errors]).toEqual([]);
      await hand.context.close();
    }, 60_000);
  }
});
