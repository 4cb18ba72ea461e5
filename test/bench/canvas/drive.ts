import type { CDPSession, Page } from "playwright-core";
import { pause, percentile } from "../figures";
import { MIDDLE } from "./scene";

/** What a page did during one action, by its own clocks. */
export interface Figures {
  frames: readonly number[];
  /** ms a frame: script, style and layout; and the whole main thread. */
  scriptStyleLayout: number;
  mainThread: number;
  longTasks: number;
  edits: number;
  /** Half way. */
  zoomReached: string;
}

/** How a page is asked to change one item as somebody else would. Returns whether it did. */
export type RemoteEdit = (n: number) => Promise<boolean> | boolean;

/** A page under measurement: how it is asked for what no pointer does. */
export interface Subject {
  edit: RemoteEdit;
  zoom: () => Promise<string>;
  /** Back to the first window. */
  reset: () => Promise<void>;
}

const STEP_MS = 16;
const EDIT_MS = 100;
/** The circle of a drag, px. */
const DRAG_RADIUS = 90;
/** Where each page is to come half way, however much a turn of the wheel does there. */
const ZOOM_GOAL = 0.2;
const PROBE_PX = 20;
/** Until a page has done what the last movement left. */
const REST_MS = 500;
/** Steps between two looks at how far a page has zoomed. */
const LOOK_STEPS = 6;
/** The key that is held with the wheel, as the protocol counts them. */
const CONTROL = 2;

export const ACTIONS = ["pan", "zoom", "drag", "remote"] as const;
export type Action = (typeof ACTIONS)[number];

/** Drives one action for so many seconds: the same path on every page, by the pointer and the wheel. */
export async function drive(
  page: Page,
  cdp: CDPSession,
  action: Action,
  seconds: number,
  { edit, zoom, reset }: Subject,
): Promise<Figures> {
  await page.mouse.move(MIDDLE.x, MIDDLE.y);
  let zoomReached = "";
  const start = percentOf(await zoom());
  let factor = 1;
  if (action === "zoom") {
    factor = (await zoomAfterProbe(page, zoom)) / start;
    // So far out no card is mounted any more.
    await reset();
    await pause(REST_MS);
  }
  const before = await clocks(cdp);
  await page.evaluate(watch);
  let edits = 0;
  let isOver = false;
  const editing = action === "remote" ? editAll() : Promise.resolve();
  async function editAll(): Promise<void> {
    for (let n = 0; !isOver; n++) {
      if (await edit(n)) edits++;
      await pause(EDIT_MS);
    }
  }
  const wheel = new ZoomWheel(start, Math.min(0.99, factor), async () => percentOf(await zoom()));
  await gesture(new Hand(cdp), action, seconds, wheel, async () => {
    zoomReached = await zoom();
  });
  isOver = true;
  await editing;
  // What came last is shown in one of the next frames.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const { frames, longTasks } = await page.evaluate(unwatch);
  const after = await clocks(cdp);
  const perFrame = (name: "scriptStyleLayout" | "mainThread") =>
    (after[name] - before[name]) / Math.max(1, frames.length);
  return {
    frames: frames.slice(1),
    scriptStyleLayout: perFrame("scriptStyleLayout"),
    mainThread: perFrame("mainThread"),
    longTasks,
    edits,
    zoomReached,
  };
}

/** The pointer in one place and then another, by the clock: a page that is busy finds them waiting, as it would from a real one. */
class Hand {
  private readonly sent: Promise<unknown>[] = [];
  private readonly at = { ...MIDDLE };

  constructor(private readonly cdp: CDPSession) {}

  wheel(deltaX: number, deltaY: number, isZooming = false): void {
    this.send("mouseWheel", { deltaX, deltaY, modifiers: isZooming ? CONTROL : 0 });
  }

  press(): void {
    this.send("mousePressed", { button: "left", buttons: 1, clickCount: 1 });
  }

  drag(x: number, y: number): void {
    Object.assign(this.at, { x, y });
    this.send("mouseMoved", { button: "left", buttons: 1 });
  }

  release(): void {
    this.send("mouseReleased", { button: "left", clickCount: 1 });
  }

  /** Until the page has seen all of it. */
  async rest(): Promise<void> {
    await Promise.all(this.sent);
  }

  private send(
    type: "mouseWheel" | "mousePressed" | "mouseMoved" | "mouseReleased",
    how: {
      deltaX?: number;
      deltaY?: number;
      modifiers?: number;
      button?: "left";
      buttons?: number;
      clickCount?: number;
    },
  ): void {
    this.sent.push(this.cdp.send("Input.dispatchMouseEvent", { type, ...this.at, ...how }));
  }
}

/** The same steps at the same times on every page. */
async function gesture(
  hand: Hand,
  action: Action,
  seconds: number,
  wheel: ZoomWheel,
  atHalf: () => Promise<void>,
): Promise<void> {
  const start = performance.now();
  const steps = Math.round((seconds * 1000) / STEP_MS);
  if (action === "drag") hand.press();
  for (let n = 0; n < steps; n++) {
    const part = n / steps;
    if (n === Math.floor(steps / 2)) await atHalf();
    if (action === "zoom") hand.wheel(0, await wheel.turn(n, steps), true);
    else if (action === "drag") {
      const angle = part * Math.PI * 4;
      hand.drag(MIDDLE.x + DRAG_RADIUS * (1 - Math.cos(angle)), MIDDLE.y + DRAG_RADIUS * Math.sin(angle));
    } else hand.wheel(part < 0.25 || part > 0.75 ? 18 : -18, part < 0.5 ? 6 : -6);
    await pause(Math.max(0, start + (n + 1) * STEP_MS - performance.now()));
  }
  if (action === "drag") hand.release();
  await hand.rest();
}

/** The zoom after a turn of the wheel by `PROBE_PX`, which is taken back. */
async function zoomAfterProbe(page: Page, zoom: () => Promise<string>): Promise<number> {
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, PROBE_PX);
  await pause(300);
  const reached = percentOf(await zoom());
  await page.mouse.wheel(0, -PROBE_PX);
  await pause(300);
  await page.keyboard.up("Control");
  return reached;
}

/** Turns the wheel so that every page goes from its first zoom to the goal and back evenly to the eye: it looks where the page is and makes up for it. */
class ZoomWheel {
  private readonly pixelsPerLog: number;
  private step = 0;

  constructor(
    private readonly start: number,
    factor: number,
    private readonly zoom: () => Promise<number>,
  ) {
    this.pixelsPerLog = PROBE_PX / Math.log(factor);
  }

  /** Wheel pixels of step `n`. */
  async turn(n: number, steps: number): Promise<number> {
    if (n % LOOK_STEPS === 0) {
      const next = Math.min(steps, n + LOOK_STEPS) / steps;
      const part = next < 0.5 ? 2 * next : 2 - 2 * next;
      const goal = Math.log(this.start) + Math.log(ZOOM_GOAL / this.start) * part;
      this.step = ((goal - Math.log(await this.zoom())) * this.pixelsPerLog) / LOOK_STEPS;
    }
    return this.step;
  }
}

/** "20 %" as 0.2. */
const percentOf = (text: string): number => Number.parseFloat(text) / 100;

async function clocks(cdp: CDPSession): Promise<{ scriptStyleLayout: number; mainThread: number }> {
  const { metrics } = (await cdp.send("Performance.getMetrics")) as {
    metrics: { name: string; value: number }[];
  };
  const ms = (name: string) => (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1000;
  return {
    scriptStyleLayout: ms("ScriptDuration") + ms("RecalcStyleDuration") + ms("LayoutDuration"),
    mainThread: ms("TaskDuration"),
  };
}

/** Runs in the page. */
function watch(): void {
  const seen = { frames: [] as number[], longTasks: 0, isOn: true };
  const observer = new PerformanceObserver((list) => {
    seen.longTasks += list.getEntries().length;
  });
  observer.observe({ type: "longtask" });
  Object.assign(window, { benchSeen: seen, benchObserver: observer });
  let last = performance.now();
  const tick = (now: number) => {
    seen.frames.push(now - last);
    last = now;
    if (seen.isOn) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

/** Runs in the page. */
function unwatch(): { frames: number[]; longTasks: number } {
  const { benchSeen, benchObserver } = window as unknown as {
    benchSeen: { frames: number[]; longTasks: number; isOn: boolean };
    benchObserver: PerformanceObserver;
  };
  benchSeen.isOn = false;
  benchObserver.disconnect();
  return { frames: benchSeen.frames, longTasks: benchSeen.longTasks };
}

export function line(name: string, figures: Figures): string {
  const at = (p: number) => percentile(figures.frames, p).toFixed(1).padStart(6);
  const ms = (value: number) => value.toFixed(2).padStart(6);
  return `  ${name.padEnd(12)} frame p50 ${at(50)} p95 ${at(95)} ms   script, style, layout ${ms(figures.scriptStyleLayout)}   main thread ${ms(figures.mainThread)} ms a frame   long tasks ${String(figures.longTasks).padStart(3)}   edits ${figures.edits}   zoom ${figures.zoomReached}`;
}
