import { BoardEdits } from "@carveout/model";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, connect } from "../support/client";
import { type Board, tokenOf } from "../support/product";
import { person } from "./browser";
import { browser, product } from "./opened";
import { introduce } from "./steps";

const NOTES = 12;
const MOVES = 15;

let board: Board;
let page: Page;
let writer: Client;

beforeAll(async () => {
  board = await product.createBoard({ title: "Twelve notes" });
  await product.api("PUT", `/api/boards/${board.id}/import`, {
    carveout: 1,
    title: "Twelve notes",
    items: Object.fromEntries(
      Array.from({ length: NOTES }, (_, n) => [`note-${n}`, aNote(n, { x: (n % 4) * 230, y: n * 40 })]),
    ),
  });
  ({ page } = await person(browser));
  await page.addInitScript(countRenders);
  await introduce(page, board.links.owner, "Ann");
  await page
    .locator("[data-card]")
    .nth(NOTES - 1)
    .waitFor();
  writer = await connect(product.origin, board.id, tokenOf(board.links.editor));
}, 60_000);

afterAll(async () => {
  writer?.close();
});

const aNote = (n: number, { x, y }: { x: number; y: number }) => ({
  kind: "note" as const,
  geo: { x, y, w: 190 },
  z: `a${n.toString(36)}`,
  text: `Note ${n}`,
});

/** Ids of the cards in which React rendered a component, and of those whose elements were touched. */
interface Work {
  rendered: string[];
  touched: string[];
}

test("what somebody else drags renders itself, and no other card", async () => {
  const edits = new BoardEdits(writer.doc, "writer");
  await page.evaluate(startCounting);
  for (let n = 1; n <= MOVES; n++) {
    edits.move([{ id: "note-5", geo: { x: 230 + 5 * n, y: 200, w: 190 } }]);
    await expect.poll(() => leftOf(page, "note-5")).toBe(230 + 5 * n);
  }
  const { rendered, touched } = await page.evaluate(stopCounting);
  expect(touched).toEqual(["note-5"]);
  expect(rendered.filter((id) => id !== "note-5")).toEqual([]);
});

test("what somebody else writes renders its card, and no other", async () => {
  await page.evaluate(startCounting);
  new BoardEdits(writer.doc, "writer").text("note-7")?.insert(0, "Written elsewhere: ");
  await page.getByText("Written elsewhere: Note 7", { exact: true }).waitFor();
  expect(await page.evaluate(stopCounting)).toEqual({ rendered: ["note-7"], touched: ["note-7"] });
});

async function leftOf(page: Page, id: string): Promise<number> {
  const transform = await page
    .locator(`[data-card="${id}"]`)
    .evaluate((card) => (card as HTMLElement).style.transform);
  return Number.parseFloat(/translate\(([-\d.]+)px/.exec(transform)?.[1] ?? "");
}

/** A fiber as React shows it to its developer tools. */
interface Fiber {
  flags: number;
  alternate: Fiber | null;
  child: Fiber | null;
  sibling: Fiber | null;
  memoizedProps: { "data-card"?: string } | null;
}

interface Counting {
  renders: { ids: Set<string>; touched: Set<string>; observer?: MutationObserver };
}

/** Runs in the page before React does, which tells its developer tools of every commit. */
function countRenders(): void {
  const PERFORMED_WORK = 1;
  const renders = { ids: new Set<string>(), touched: new Set<string>() };
  const look = (fiber: Fiber, before: Fiber | null, around = ""): void => {
    const card = fiber.memoizedProps?.["data-card"] ?? around;
    if (card !== "" && (fiber.flags & PERFORMED_WORK) !== 0) renders.ids.add(card);
    // Where nothing was rendered the children are the very fibers of the last commit.
    if (fiber.child === before?.child) return;
    for (let child = fiber.child; child !== null; child = child.sibling) look(child, child.alternate, card);
  };
  Object.assign(window, {
    renders,
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      inject: () => 1,
      onCommitFiberRoot: (_id: number, { current }: { current: Fiber }) => look(current, current.alternate),
      onCommitFiberUnmount: () => {},
      onPostCommitFiberRoot: () => {},
    },
  });
}

/** Runs in the page. */
function startCounting(): void {
  const { renders } = window as unknown as Counting;
  renders.ids.clear();
  renders.touched.clear();
  const observer = new MutationObserver((records) => {
    for (const { target } of records) {
      const element = target instanceof Element ? target : target.parentElement;
      const id = element?.closest("[data-card]")?.getAttribute("data-card");
      if (id) renders.touched.add(id);
    }
  });
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  renders.observer = observer;
}

/** Runs in the page. */
function stopCounting(): Work {
  const { renders } = window as unknown as Counting;
  renders.observer?.disconnect();
  return { rendered: [...renders.ids], touched: [...renders.touched] };
}
