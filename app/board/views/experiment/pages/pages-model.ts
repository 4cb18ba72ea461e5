import { Signal } from "../../../session";
import type { Picture } from "./picture";
import { pagesOf, pfnAt, placeOf } from "./spans";
import {
  type CellWindow,
  covers,
  nearestStep,
  type Room,
  rowPages,
  type Viewport,
  viewportAt,
  windowOf,
  withInView,
  type Zoom,
  zoomedAbout,
  zoomSteps,
} from "./viewport";

/** Where the picture is to open. */
export interface Start {
  tMs: number;
  zoom: Zoom | null;
  pfn: number;
}

/** Between two moments while the run plays, ms. */
const FRAME_MS = 100;
/** How long a cell has to be pointed at before its page is asked for, ms. */
const REST_MS = 120;
/** A page that is gone to has at least this edge, CSS pixels. */
const CLOSE_PX = 16;
export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5] as const;

/** What all pictures of a page map share: the moment, the part that is in view, the cell that is pointed at, what is picked out. */
export class PagesModel {
  readonly tMs: Signal<number>;
  readonly durationMs = new Signal(0);
  readonly viewport = new Signal<Viewport | null>(null);
  /** First page of the cell that the pointer or the keys are on, as a place; -1: none. */
  readonly cursor = new Signal(-1);
  /** The page that is told of at length, a pfn; -1: none. */
  readonly chosen: Signal<number>;
  /** Code of the state that is picked out, -1: none. */
  readonly picked = new Signal(-1);
  readonly isDifference = new Signal(false);
  readonly isPlaying = new Signal(false);
  readonly speed = new Signal<number>(1);
  readonly edge = new Signal(4);
  /** Called when something is to be drawn anew. */
  onChange: () => void = () => {};

  #pictures: readonly Picture[] = [];
  #room: { width: number; height: number } | null = null;
  /** The viewport is made for the room as it is, which takes a machine whose size is known. */
  #isLaidOut = false;
  #window: CellWindow | null = null;
  #start: Start | null;
  #frame = 0;
  #restTimer = 0;

  /** @param durationMs of the run, until the run itself has told it */
  constructor(start: Start, durationMs: number) {
    this.durationMs.set(durationMs);
    this.tMs = new Signal(start.tMs);
    this.chosen = new Signal(start.pfn);
    this.#start = start;
  }

  /** Other pictures take the place of those before. */
  setPictures(pictures: readonly Picture[]): void {
    this.#pictures = pictures;
    this.refresh();
  }

  /** The room for one picture, CSS pixels. */
  setRoom(width: number, height: number): void {
    this.#room = { width, height };
    this.#isLaidOut = false;
    this.#layOut();
  }

  /** A picture has something new to show. */
  refresh(): void {
    const shown = this.#pictures[0]?.shown.get();
    if (shown !== null && shown !== undefined) this.durationMs.set(shown.durationMs);
    if (!this.#isLaidOut) this.#layOut();
    this.onChange();
    this.#ask();
  }

  get room(): Room | null {
    const spaces = this.spaces;
    if (spaces === null || this.#room === null) return null;
    return { ...this.#room, pages: pagesOf(spaces), edge: this.edge.get() };
  }

  get spaces() {
    return this.#pictures[0]?.shown.get()?.spaces ?? null;
  }

  /** The state of which one page is enough to be told: the one that is picked out; else free, where a cell is no more than a pageblock. */
  get mark(): number {
    if (this.picked.get() >= 0) return this.picked.get();
    return Math.max(0, this.spaces?.states.indexOf("free") ?? 0);
  }

  get showsMark(): boolean {
    const viewport = this.viewport.get();
    if (viewport === null) return false;
    return this.picked.get() >= 0 || viewport.cellPages <= (this.spaces?.pageblockPages ?? 0);
  }

  /** Keeps the zoom and the page at the upper edge where the room changes. */
  #layOut(): void {
    const { room } = this;
    if (room === null || room.width <= 0 || room.height <= 0) return;
    this.#isLaidOut = true;
    const before = this.viewport.get();
    const steps = zoomSteps(room);
    const start = this.#start;
    this.#start = null;
    const wanted = before ?? start?.zoom ?? (steps[0] as Zoom);
    const zoom = steps[nearestStep(steps, wanted)] as Zoom;
    const columns = viewportAt(room, zoom, 0);
    const top = before === null ? 0 : (before.top * rowPages(before)) / rowPages(columns);
    this.#see(viewportAt(room, zoom, Math.floor(top)));
    if (start !== null && start.pfn >= 0) this.goTo(start.pfn, start.zoom === null);
  }

  #see(viewport: Viewport): void {
    this.viewport.set(viewport);
    this.onChange();
    this.#ask();
  }

  /** @param by steps closer, or away where it is negative; about a place at a height, or the middle */
  zoom(by: number, place = -1, y = -1): void {
    const { room } = this;
    const viewport = this.viewport.get();
    if (room === null || viewport === null) return;
    const steps = zoomSteps(room);
    const here = nearestStep(steps, viewport);
    const to = steps[Math.max(0, Math.min(steps.length - 1, here + by))] as Zoom;
    if (to === steps[here]) return;
    const middle = (viewport.rows / 2) * viewport.edge;
    const about = place >= 0 ? place : this.#placeInView(y < 0 ? middle : y);
    this.#see(zoomedAbout(room, to, about, y < 0 ? this.#heightOf(about, middle) : y));
  }

  #placeInView(y: number): number {
    const viewport = this.viewport.get() as Viewport;
    const cursor = this.cursor.get();
    const row = (place: number) => Math.floor(place / rowPages(viewport));
    const isInView = cursor >= 0 && row(cursor) >= viewport.top && row(cursor) < viewport.top + viewport.rows;
    return isInView ? cursor : Math.floor(viewport.top + y / viewport.edge) * rowPages(viewport);
  }

  #heightOf(place: number, otherwise: number): number {
    const viewport = this.viewport.get() as Viewport;
    const y = (Math.floor(place / rowPages(viewport)) - viewport.top) * viewport.edge;
    return y >= 0 && y < viewport.rows * viewport.edge ? y : otherwise;
  }

  /** Moves the part in view by rows, whole ones or parts. */
  pan(rows: number): void {
    const { room } = this;
    const viewport = this.viewport.get();
    if (room !== null && viewport !== null) this.#see(viewportAt(room, viewport, viewport.top + rows));
  }

  /** Rows stand still at whole ones. */
  settle(): void {
    const viewport = this.viewport.get();
    if (viewport !== null) this.pan(Math.round(viewport.top) - viewport.top);
  }

  fit(): void {
    this.zoom(-1000);
  }

  setEdge(edge: number): void {
    this.edge.set(edge);
    this.#layOut();
  }

  /** The cell that the keys go to. */
  moveCursor(place: number): void {
    const { room } = this;
    const viewport = this.viewport.get();
    if (room === null || viewport === null) return;
    const to = Math.max(0, Math.min(room.pages - 1, place));
    const cell = Math.floor(to / viewport.cellPages) * viewport.cellPages;
    this.point(cell);
    this.#see(withInView(room, viewport, cell));
  }

  /** The cell that is pointed at, which is in view. */
  point(place: number): void {
    if (place === this.cursor.get()) return;
    this.cursor.set(place);
    this.onChange();
    clearTimeout(this.#restTimer);
    const viewport = this.viewport.get();
    if (place >= 0 && viewport?.cellPages === 1) {
      this.#restTimer = window.setTimeout(() => this.choose(place), REST_MS);
    }
  }

  /** Tells of a page at length. */
  choose(place: number): void {
    const { spaces } = this;
    if (spaces === null) return;
    this.chosen.set(pfnAt(spaces, place));
    this.refresh();
  }

  /** Brings a page into view and tells of it, from so near that it stands alone if that is wanted. */
  goTo(pfn: number, isClose = false): void {
    const { spaces, room } = this;
    const viewport = this.viewport.get();
    if (spaces === null || room === null || viewport === null) return;
    const place = placeOf(spaces, pfn);
    if (place < 0) return;
    this.chosen.set(pfn);
    const steps = zoomSteps(room);
    const zoom = isClose
      ? (steps.find(({ cellPages, edge }) => cellPages === 1 && edge >= CLOSE_PX) ?? viewport)
      : viewport;
    const middle = Math.floor((viewport.rows / 3) * viewport.edge);
    this.point(Math.floor(place / zoom.cellPages) * zoom.cellPages);
    this.#see(isClose ? zoomedAbout(room, zoom, place, middle) : withInView(room, viewport, place));
  }

  seek(tMs: number): void {
    const end = this.durationMs.get();
    this.tMs.set(Math.max(0, end > 0 ? Math.min(end, tMs) : tMs));
    this.#ask();
  }

  play(isOn: boolean): void {
    if (isOn === this.isPlaying.get()) return;
    this.isPlaying.set(isOn);
    clearTimeout(this.#frame);
    if (!isOn) return;
    if (this.tMs.get() >= this.durationMs.get()) this.seek(0);
    let last = performance.now();
    const step = () => {
      const now = performance.now();
      // A moment is waited for: what cannot be shown in time is not skipped over.
      if (this.#pictures.every((picture) => picture.isIdle))
        this.seek(this.tMs.get() + Math.min(now - last, 2 * FRAME_MS) * this.speed.get());
      last = now;
      if (this.tMs.get() >= this.durationMs.get()) this.isPlaying.set(false);
      else this.#frame = window.setTimeout(step, FRAME_MS);
    };
    this.#frame = window.setTimeout(step, FRAME_MS);
  }

  pick(code: number): void {
    this.picked.set(this.picked.get() === code ? -1 : code);
    this.refresh();
  }

  /** Tells the pictures what is to be seen. */
  #ask(): void {
    const viewport = this.viewport.get();
    const { room } = this;
    if (viewport !== null && room !== null) {
      if (this.#window === null || !covers(this.#window, viewport, room.pages))
        this.#window = windowOf(viewport, room.pages);
    }
    const wish = { tMs: this.tMs.get(), window: this.#window, mark: this.mark, pfn: this.chosen.get() };
    for (const picture of this.#pictures) picture.show(wish);
  }

  close(): void {
    clearTimeout(this.#frame);
    clearTimeout(this.#restTimer);
  }
}
