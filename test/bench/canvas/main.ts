import { BoardEdits, type BoardJson } from "@carveout/model";
import type { Browser, CDPSession, Page } from "playwright-core";
import { USABLE_MARK } from "../../../app/board/settled";
import { launch, person } from "../../browser/browser";
import { connect } from "../../support/client";
import { Product, tokenOf } from "../../support/product";
import { pause } from "../figures";
import { ACTIONS, type Action, drive, type Figures, line, type RemoteEdit } from "./drive";
import { type Box, boxBoard, boxes, cardBoard, cardBoxes, countInView, inMiddle } from "./scene";

const DEFAULT_SECONDS = 5;
const DEFAULT_COUNTS = [5000, 10_000];
const CARDS = 50;
const WARM_UP_SECONDS = 1;
/** Until what a browser has of a board is in its database. */
const KEPT_MS = 4000;
/** At most this part of the better peer's work. */
const GOALS = { scriptStyleLayout: 1 / 3, mainThread: 2 / 3 };

export interface Peer {
  name: string;
  /** Where its page is served; the scene goes into the query. */
  address: string;
}

type Measured = Record<Action, Figures>;

/** What the peers' pages offer (tldraw.jsx, excalidraw.jsx). */
interface PeerPage {
  bench: { isReady: boolean; zoom(): number; reset(): void; edit(index: number, n: number): boolean };
}

/** Pan, zoom, drag and remote edits on the product's canvas and on its peers', one after the other in one run. */
export async function main(
  peers: readonly Peer[],
  counts = DEFAULT_COUNTS,
  seconds = DEFAULT_SECONDS,
): Promise<void> {
  const product = await Product.start();
  const browser = await launch();
  try {
    const compare = async (board: BoardJson, query: string, all: readonly Box[]): Promise<void> => {
      const own = await measureOwn(browser, product, board, seconds);
      const others: Measured[] = [];
      for (const peer of peers) others.push(await measurePeer(browser, peer, query, all, seconds));
      for (const action of ACTIONS) ratios(action, own, others);
    };
    for (const count of counts) {
      console.log(`\n${count.toLocaleString("en-US")} items, ${countInView(boxes(count))} in view at zoom 1`);
      await compare(boxBoard(count), `count=${count}`, boxes(count));
    }
    console.log(`\n${CARDS} real cards in view; the others show rectangles of that size with the same text`);
    await compare(cardBoard(CARDS), `cards=${CARDS}`, cardBoxes(CARDS));
  } finally {
    await browser.close();
    await product.stop();
  }
}

async function measureOwn(
  browser: Browser,
  product: Product,
  scene: BoardJson,
  seconds: number,
): Promise<Measured> {
  const board = await product.createBoard({ title: scene.title });
  await product.api("PUT", `/api/boards/${board.id}/import`, scene);
  const writer = await connect(product.origin, board.id, tokenOf(board.links.editor));
  const edits = new BoardEdits(writer.doc, "bench");
  const { page, context } = await person(browser);
  await page.goto(board.links.editor);
  await page.getByLabel("Others see it at your pointer").fill("Bench");
  await page.keyboard.press("Enter");
  await page.goto(`${product.origin}/b/${board.id}#camera=0,0,1`);
  const first = await usable(page);
  // As in any browser that has looked at the board for a while, a copy of it is kept.
  await pause(KEPT_MS);
  await page.reload();
  const again = await usable(page);
  const measuring = performance.now();
  await page.waitForLoadState("networkidle");
  const atRest = again + performance.now() - measuring;
  console.log(
    `  Carveout: usable after ${first.toFixed(0)} ms at first, ${again.toFixed(0)} ms after a reload, at rest after ${atRest.toFixed(0)} ms, zoom ${await zoomOf(page)}, ${await page.locator("[data-card]").count()} cards mounted`,
  );
  const items = Object.entries(scene.items);
  const shown = inMiddle(
    items.map(([, item]) => (item.kind === "connector" ? { x: 0, y: 0, w: 0, h: 0 } : { h: 0, ...item.geo })),
  );
  const edit: RemoteEdit = (n) => {
    const [id, item] = items[shown[n % shown.length] ?? 0] ?? [];
    if (id === undefined || item === undefined || item.kind === "connector") return false;
    edits.move([{ id, geo: { ...item.geo, x: item.geo.x + (n % 7) } }]);
    return true;
  };
  const measured = await measure("Carveout", page, await context.newCDPSession(page), seconds, {
    edit,
    zoom: () => zoomOf(page),
    reset: async () => {
      await page.getByTitle("Back to 100 %").click();
      await page
        .getByTitle("Back to 100 %")
        .filter({ hasText: /^100 %$/ })
        .waitFor();
    },
  });
  writer.close();
  await context.close();
  return measured;
}

/** Until the board can be worked on, ms after its page was asked for, by its own mark. */
async function usable(page: Page): Promise<number> {
  await page.getByTitle("Back to 100 %").waitFor();
  return page.evaluate((mark) => performance.getEntriesByName(mark)[0]?.startTime ?? Number.NaN, USABLE_MARK);
}

/** Asked for as the peers' is, in one call: a locator searches the page with scripts of its own, which would be counted. */
function zoomOf(page: Page): Promise<string> {
  return page.evaluate(() => document.querySelector('[title="Back to 100 %"]')?.textContent ?? "?");
}

async function measurePeer(
  browser: Browser,
  peer: Peer,
  query: string,
  all: readonly Box[],
  seconds: number,
): Promise<Measured> {
  const { page, context } = await person(browser);
  page.setDefaultTimeout(180_000);
  const opening = performance.now();
  await page.goto(`${peer.address}?${query}`);
  await page.waitForFunction(() => (window as unknown as Partial<PeerPage>).bench?.isReady === true);
  console.log(`  ${peer.name}: ready after ${(performance.now() - opening).toFixed(0)} ms`);
  const shown = inMiddle(all);
  const edit: RemoteEdit = (n) =>
    page.evaluate(
      ([index, step]) => (window as unknown as PeerPage).bench.edit(index ?? 0, step ?? 0),
      [shown[n % shown.length] ?? 0, n],
    );
  const measured = await measure(peer.name, page, await context.newCDPSession(page), seconds, {
    edit,
    zoom: () => page.evaluate(() => `${Math.round((window as unknown as PeerPage).bench.zoom() * 100)} %`),
    reset: () =>
      page.evaluate(() => {
        (window as unknown as PeerPage).bench.reset();
      }),
  });
  await context.close();
  return measured;
}

/** A page under measurement: how it is asked for what no pointer does. */
interface Subject {
  edit: RemoteEdit;
  zoom: () => Promise<string>;
  /** Back to the first window at zoom 1. */
  reset: () => Promise<void>;
}

async function measure(
  name: string,
  page: Page,
  cdp: CDPSession,
  seconds: number,
  subject: Subject,
): Promise<Measured> {
  // By the thread's own clock: what else runs on this machine must not count.
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  // What is drawn for the first time is not what moves.
  await drive(page, cdp, "pan", WARM_UP_SECONDS, subject);
  const measured: Partial<Measured> = {};
  for (const action of ACTIONS) {
    await subject.reset();
    measured[action] = await drive(page, cdp, action, seconds, subject);
    console.log(line(action, measured[action]));
  }
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = (await cdp.send("Runtime.getHeapUsage")) as { usedSize: number };
  console.log(
    `  ${name}: heap ${(usedSize / 1e6).toFixed(0)} MB, ${await page.evaluate(() => document.querySelectorAll("*").length)} elements`,
  );
  return measured as Measured;
}

/** Ours against the better of the others. */
function ratios(action: Action, own: Measured, others: readonly Measured[]): void {
  if (others.length === 0) return;
  const against = (name: keyof typeof GOALS) => {
    const best = Math.min(...others.map((other) => other[action][name]));
    return `${(own[action][name] / best).toFixed(2)} (at most ${GOALS[name].toFixed(2)})`;
  };
  console.log(
    `  ${action.padEnd(12)} of the better peer: script, style, layout ${against("scriptStyleLayout")}, main thread ${against("mainThread")}`,
  );
}
