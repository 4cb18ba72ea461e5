import { BoardEdits } from "@carveout/model";
import type { Browser, CDPSession, Page } from "playwright-core";
import { USABLE_MARK } from "../../../app/board/settled";
import { launch, person } from "../../browser/browser";
import { connect } from "../../support/client";
import { Product, tokenOf } from "../../support/product";
import { pause } from "../figures";
import { cardScene } from "./cards";
import { ACTIONS, type Action, drive, type Figures, line, type RemoteEdit, type Subject } from "./drive";
import { FLOOR_PAGE } from "./floor";
import { boxesOf, boxScene, inMiddle, type PeerScene, type Scene } from "./scene";
import { shownCards } from "./shown";

const DEFAULT_SECONDS = 5;
const DEFAULT_COUNTS = [5000, 10_000];
const WARM_UP_SECONDS = 1;
/** Until what a browser has of a board is in its database, and the runs are through. */
const KEPT_MS = 4000;
/** At most this part of the better peer's work. */
const GOALS = { scriptStyleLayout: 1 / 3, mainThread: 2 / 3 };

export interface Peer {
  name: string;
  address: string;
}

type Measured = Record<Action, Figures>;

/** What the peers' pages offer (tldraw.jsx, excalidraw.jsx, floor.ts). They find their scene in the window. */
interface PeerPage {
  bench: { isReady: boolean; zoom(): number; reset(): void; edit(index: number, n: number): boolean };
  benchScene: PeerScene;
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
    for (const scene of [...counts.map(boxScene), cardScene()]) {
      console.log(`\n${scene.name}`);
      const { measured: own, shown } = await measureOwn(browser, product, scene, seconds);
      const others: Measured[] = [];
      for (const peer of peers) others.push(await measurePeer(browser, peer, shown, seconds));
      const floor = await measurePeer(
        browser,
        { name: "A page that only moves", address: FLOOR_PAGE },
        shown,
        seconds,
      );
      for (const action of ACTIONS) ratios(action, own, others, floor);
    }
  } finally {
    await browser.close();
    await product.stop();
  }
}

async function measureOwn(
  browser: Browser,
  product: Product,
  { board: json, camera, mounted }: Scene,
  seconds: number,
): Promise<{ measured: Measured; shown: PeerScene }> {
  const board = await product.createBoard({ title: json.title });
  await product.api("PUT", `/api/boards/${board.id}/import`, json);
  const writer = await connect(product.origin, board.id, tokenOf(board.links.editor));
  const edits = new BoardEdits(writer.doc, "bench");
  const { page, context } = await person(browser);
  await page.goto(board.links.editor);
  await page.getByLabel("Others see it at your pointer").fill("Bench");
  await page.keyboard.press("Enter");
  const place = `camera=${camera.x},${camera.y},${camera.zoom}`;
  await page.goto(`${product.origin}/b/${board.id}#${place}`);
  const first = await usable(page);
  // As in any browser that has looked at the board for a while, a copy of it is kept.
  await pause(KEPT_MS);
  await page.reload();
  const again = await usable(page);
  const measuring = performance.now();
  await page.waitForLoadState("networkidle");
  const atRest = again + performance.now() - measuring;
  const reset = async () => {
    await page.evaluate(goTo, place);
    const zoom = `${Math.round(camera.zoom * 100)} %`;
    await page.getByTitle("Back to 100 %").filter({ hasText: zoom }).waitFor();
    await page.waitForFunction((least) => document.querySelectorAll("[data-card]").length >= least, mounted);
  };
  await reset();
  console.log(
    `  Carveout: usable after ${first.toFixed(0)} ms at first, ${again.toFixed(0)} ms after a reload, at rest after ${atRest.toFixed(0)} ms, zoom ${await zoomOf(page)}, ${await page.locator("[data-card]").count()} cards mounted`,
  );
  const boxes = mounted > 0 ? await shownCards(page) : boxesOf(json);
  const items = Object.entries(json.items);
  const edited = inMiddle(boxes, camera);
  const edit: RemoteEdit = (n) => {
    const [id, item] = items[edited[n % edited.length] ?? 0] ?? [];
    if (id === undefined || item === undefined || item.kind === "connector") return false;
    edits.move([{ id, geo: { ...item.geo, x: item.geo.x + (n % 7) } }]);
    return true;
  };
  const subject = { edit, zoom: () => zoomOf(page), reset };
  const measured = await measure("Carveout", page, await context.newCDPSession(page), seconds, subject);
  writer.close();
  await context.close();
  return { measured, shown: { boxes, camera } };
}

/** Runs in the page. */
async function goTo(place: string): Promise<void> {
  const there = new Promise((done) => addEventListener("hashchange", done, { once: true }));
  location.hash = "";
  await there;
  location.hash = place;
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
  scene: PeerScene,
  seconds: number,
): Promise<Measured> {
  const { page, context } = await person(browser);
  page.setDefaultTimeout(180_000);
  await page.addInitScript((given) => Object.assign(window, { benchScene: given }), scene);
  const opening = performance.now();
  await page.goto(peer.address);
  await page.waitForFunction(() => (window as unknown as Partial<PeerPage>).bench?.isReady === true);
  console.log(`  ${peer.name}: ready after ${(performance.now() - opening).toFixed(0)} ms`);
  const edited = inMiddle(scene.boxes, scene.camera);
  const edit: RemoteEdit = (n) =>
    page.evaluate(
      ([index, step]) => (window as unknown as PeerPage).bench.edit(index ?? 0, step ?? 0),
      [edited[n % edited.length] ?? 0, n],
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

/** Ours against the better of the others, and what would be left of it were nothing drawn at all. */
function ratios(action: Action, own: Measured, others: readonly Measured[], floor: Measured): void {
  if (others.length === 0) return;
  const against = (name: keyof typeof GOALS) => {
    const best = Math.min(...others.map((other) => other[action][name]));
    const part = (of: Measured) => (of[action][name] / best).toFixed(2);
    return `${part(own)} (at most ${GOALS[name].toFixed(2)}, floor ${part(floor)})`;
  };
  console.log(
    `  ${action.padEnd(12)} of the better peer: script, style, layout ${against("scriptStyleLayout")}, main thread ${against("mainThread")}`,
  );
}
