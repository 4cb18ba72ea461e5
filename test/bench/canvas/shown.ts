import type { Page } from "playwright-core";
import type { PeerScene } from "./scene";

/** The mounted cards as the page shows them, in the order of their ids: where they lie on the board, and what is read on them, line by line. */
export async function shownCards(page: Page): Promise<PeerScene["boxes"]> {
  return page.evaluate(() => {
    const cards = [...document.querySelectorAll<HTMLElement>("[data-card]")];
    const numberOf = (card: HTMLElement) => Number(card.dataset.card?.replace("item-", ""));
    cards.sort((a, b) => numberOf(a) - numberOf(b));
    return cards.map((card) => {
      const { m41: x, m42: y } = new DOMMatrix(getComputedStyle(card).transform);
      return { x, y, w: card.offsetWidth, h: card.offsetHeight, text: read(card) };
    });

    /** Texts and the values of fields; those at the same height are one line. */
    function read(card: HTMLElement): string {
      const lines = new Map<number, string[]>();
      const add = (text: string, top: number) => {
        const line = Math.round(top / 8);
        if (text.trim() !== "") lines.set(line, [...(lines.get(line) ?? []), text.trim()]);
      };
      const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        if (node instanceof HTMLInputElement) add(node.value, node.getBoundingClientRect().top);
        if (!(node instanceof Text) || !node.parentElement?.checkVisibility()) continue;
        const range = new Range();
        range.selectNode(node);
        add(node.data, range.getBoundingClientRect().top);
      }
      return [...lines.entries()]
        .sort(([a], [b]) => a - b)
        .map(([, words]) => words.join(" "))
        .join("\n");
    }
  });
}
