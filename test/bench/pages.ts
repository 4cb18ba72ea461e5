import { BoardEdits, itemsOf } from "@carveout/model";
import type { CDPSession, Page } from "playwright-core";
import { launch, person } from "../browser/browser";
import { connect } from "../support/client";
import { Product, tokenOf } from "../support/product";
import { pause, percentile } from "./figures";

const TIB = 1024 ** 4;
const SECONDS = 5;

/** What a browser did for some seconds, as its own clocks tell it. */
interface Stretch {
  name: string;
  frames: number[];
  /** Main thread, ms in all. */
  busyMs: number;
  bytes: number;
  seconds: number;
}

/** Looking at a machine of 1 TiB: frame times while the run plays, while it is zoomed and panned, and what comes over the socket meanwhile. */
export async function main(): Promise<void> {
  const product = await Product.start();
  const browser = await launch();
  try {
    const board = await product.createBoard({ template: "kmsan" });
    const writer = await connect(product.origin, board.id, tokenOf(board.links.editor));
    const edits = new BoardEdits(writer.doc, "bench");
    const byKind = (kind: string) =>
      [...itemsOf(writer.doc)].flatMap(([id, item]) => (item.get("kind") === kind ? [id] : []));
    const [profile = ""] = byKind("profile");
    const [workload = ""] = byKind("workload");
    const [experiment = ""] = byKind("experiment");
    edits.addRow(profile, ["banks"], { baseBytes: 4 * 1024 ** 3, sizeBytes: TIB });
    edits.setField(workload, ["allocationsPerSecond"], 40_000);
    const { page, context, errors } = await person(browser);
    let bytes = 0;
    page.on("websocket", (socket) =>
      socket.on("framereceived", ({ payload }) => {
        bytes += payload.length;
      }),
    );
    await page.goto(board.links.editor);
    await page.getByLabel("Others see it at your pointer").fill("Bench");
    await page.keyboard.press("Enter");
    await page.getByRole("article", { name: /experiment$/ }).waitFor();
    await page.evaluate((id) => {
      location.hash = `view=experiment&item=${id}&tab=pages&t=1000`;
    }, experiment);
    const opened = performance.now();
    await page.locator("figcaption").filter({ hasText: "at 1.000 s" }).waitFor({ timeout: 120_000 });
    console.log(`Page map of 1 TiB, ${await page.getByText(/^1 cell = /).textContent()}`);
    console.log(`  opened at 1 s of the run after ${(performance.now() - opened).toFixed(0)} ms`);
    // The columns' own runs are over: only what is looked at is measured.
    await pause(25_000);
    const cdp = await context.newCDPSession(page);
    await cdp.send("Performance.enable");
    const measure = (name: string, act: () => Promise<void>) => stretch(page, cdp, name, () => bytes, act);
    const box = await page.locator("figure").first().boundingBox();
    if (box === null) throw new Error("The map is in view.");
    const [x, y] = [box.x + 300, box.y + 260];
    const stretches = [
      await measure("plays, whole machine", () => play(page)),
      await measure("zooms to a page and back", async () => {
        await page.mouse.move(x, y);
        for (const side of [-1, 1, -1, 1])
          for (let i = 0; i < 12; i++) {
            await page.mouse.wheel(0, side * 120);
            await pause((SECONDS * 1000) / 48);
          }
      }),
      await measure("pans, 64 pages a cell", async () => {
        for (let i = 0; i < 8; i++) await page.mouse.wheel(0, -120);
        await page.mouse.down();
        for (let i = 0; i < SECONDS * 50; i++) {
          await page.mouse.move(x, y + 200 * Math.sin(i / 12));
          await pause(20);
        }
        await page.mouse.up();
      }),
      await measure("plays, near", () => play(page)),
    ];
    for (const one of stretches) console.log(line(one));
    console.log(`  in the end ${await page.getByText(/^1 cell = /).textContent()}`);
    if (errors.length > 0) console.log(`  errors: ${errors.join("; ")}`);
    writer.close();
    await context.close();
  } finally {
    await browser.close();
    await product.stop();
  }
}

async function play(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Play the run" }).click();
  await pause(SECONDS * 1000);
  await page.getByRole("button", { name: "Pause" }).click();
}

async function stretch(
  page: Page,
  cdp: CDPSession,
  name: string,
  bytes: () => number,
  act: () => Promise<void>,
): Promise<Stretch> {
  const busy = async () => {
    const { metrics } = (await cdp.send("Performance.getMetrics")) as {
      metrics: { name: string; value: number }[];
    };
    return (metrics.find((metric) => metric.name === "TaskDuration")?.value ?? 0) * 1000;
  };
  await page.evaluate(() => {
    const frames: number[] = [];
    Object.assign(window, { benchFrames: frames, benchOn: true });
    let last = performance.now();
    const tick = (now: number) => {
      frames.push(now - last);
      last = now;
      if ((window as { benchOn?: boolean }).benchOn) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  const [startBytes, startBusy, start] = [bytes(), await busy(), performance.now()];
  await act();
  const seconds = (performance.now() - start) / 1000;
  const busyMs = (await busy()) - startBusy;
  const frames = await page.evaluate(() => {
    const own = window as { benchOn?: boolean; benchFrames?: number[] };
    own.benchOn = false;
    return own.benchFrames ?? [];
  });
  return { name, frames: frames.slice(1), busyMs, bytes: bytes() - startBytes, seconds };
}

function line({ name, frames, busyMs, bytes, seconds }: Stretch): string {
  const at = (p: number) => percentile(frames, p).toFixed(1).padStart(6);
  const rate = (bytes / 1000 / seconds).toFixed(1).padStart(6);
  const busy = (busyMs / Math.max(1, frames.length)).toFixed(2).padStart(6);
  return `  ${name.padEnd(28)} frames n=${String(frames.length).padEnd(5)} p50 ${at(50)} ms  p95 ${at(95)} ms  main thread ${busy} ms a frame  ${rate} kB/s`;
}
