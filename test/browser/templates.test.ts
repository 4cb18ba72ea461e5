import { TEMPLATES } from "@carveout/model";
import { describe, expect, test } from "vitest";
import { Product } from "../support/product";
import { violations } from "./axe";
import { DESKTOP, PHONE, person, screenshot } from "./browser";
import { browser, product } from "./opened";
import { columns, introduce } from "./steps";

interface Placed {
  name: string;
  x: number;
  y: number;
  w: number;
  h: number;
}

/** Pairs of cards that share ground. */
function overlaps(cards: readonly Placed[]): string[] {
  return cards.flatMap((a, i) =>
    cards
      .slice(i + 1)
      .filter((b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h)
      .map((b) => `${a.name} and ${b.name}`),
  );
}

describe("every template", { timeout: 90_000 }, () => {
  for (const { id } of TEMPLATES)
    test(`${id}: every variant ends, and no card lies on another`, async () => {
      const board = await product.createBoard({ template: id });
      const ann = await person(browser, { viewport: { width: 1440, height: 3200 } });
      await introduce(ann.page, board.links.owner, "Ann");
      await expect
        .poll(
          async () => {
            const texts = await columns(ann.page);
            return texts.length > 0 && texts.every((text) => /result|warning|panic/.test(text));
          },
          { timeout: 60_000 },
        )
        .toBe(true);
      const cards = await ann.page.getByRole("article").evaluateAll((articles) =>
        articles.map((article): Placed => {
          const { x, y, width, height } = article.getBoundingClientRect();
          return { name: article.getAttribute("aria-label") ?? "", x, y, w: width, h: height };
        }),
      );
      await screenshot(ann.page, `template-${id}-1440-light`);
      expect(overlaps(cards)).toEqual([]);
      expect(await violations(ann.page)).toEqual([]);
      expect(ann.errors).toEqual([]);
      await ann.context.close();
    });
});

describe("the gallery", () => {
  test("the templates stand in one row on a desk, and lie one below the other on a phone", async () => {
    const fresh = await Product.start();
    const tops = async (viewport: { width: number; height: number }) => {
      const who = await person(browser, { viewport });
      await who.page.goto(fresh.address);
      await who.page.getByRole("heading", { name: "Start from a template" }).waitFor();
      const gallery = who.page.getByRole("region", { name: "Start from a template" });
      await screenshot(who.page, `gallery-${viewport.width}-light`);
      expect(await violations(who.page)).toEqual([]);
      expect(await who.page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
      const found = await gallery
        .getByRole("button")
        .evaluateAll((buttons) => buttons.map((button) => Math.round(button.getBoundingClientRect().y)));
      await who.context.close();
      return found;
    };
    expect(new Set(await tops(DESKTOP)).size).toBe(1);
    expect(new Set(await tops(PHONE)).size).toBe(TEMPLATES.length);
    await fresh.stop();
  }, 60_000);
});
