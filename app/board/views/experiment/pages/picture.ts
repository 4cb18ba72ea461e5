import type { Census, PageDetails, PageSpaces } from "@carveout/sim";
import { applyChanges, type LookWindow, type Raster, type Sight } from "@carveout/wire";
import { type BoardSession, type LookAnswer, type LookLine, Signal } from "../../../session";
import { NO_CELL, stateOfCell } from "./cell-byte";
import type { CellWindow } from "./viewport";

/** A raster as it stands. */
export interface Part extends CellWindow {
  /** Cells, and behind them their second plane if it is detailed. */
  bytes: Uint8Array;
  /** Of the look that brought it, so that the next one can name it. */
  serial: number;
  /** Code of the state that was marked. */
  mark: number;
}

/** What a picture is to show. */
export interface Wish {
  tMs: number;
  /** null until it is known how large the machine is. */
  window: CellWindow | null;
  /** Code of the state of which one page is enough to be told. */
  mark: number;
  /** A page to be told everything of, -1: none. */
  pfn: number;
}

export type PictureStatus =
  | { state: "opening" }
  | { state: "queued"; place: number }
  | { state: "seeking"; tMs: number }
  | { state: "shown" }
  | { state: "refused"; sentence: string };

/** What is known of a variant's machine at the moment that is shown. */
export interface Shown {
  tMs: number;
  durationMs: number;
  spaces: PageSpaces;
  census: Census;
  page: PageDetails | null;
}

type Answer = Sight<PageSpaces, Census, PageDetails>;

/** Cells of the small picture of the whole machine: 16 columns of 128 at most. */
export const WHOLE_CELLS = 2048;
/** A look that takes this long makes way for a newer one, ms. */
const PATIENCE_MS = 150;
/** Between two looks, ms. */
const PACE_MS = 33;

/** One variant's pages: asks for what is to be seen, one look at a time, and keeps what came. */
export class Picture {
  readonly status = new Signal<PictureStatus>({ state: "opening" });
  readonly shown = new Signal<Shown | null>(null);
  whole: Part | null = null;
  part: Part | null = null;
  /** Bytes of rasters that have come, for the benchmark's sake and a reader's. */
  receivedBytes = 0;

  readonly #line: LookLine;
  #wish: Wish | null = null;
  /** The wish has changed since it was last asked. */
  #isStale = false;
  /** Windows of the looks that have no answer yet, by serial. Of several the newest is answered, or those that were ready before it. */
  readonly #asked = new Map<number, LookWindow[]>();
  #lastAskedMs = 0;
  #timer = 0;
  #decoding: Promise<void> = Promise.resolve();
  #isClosed = false;

  /** @param onCells told which cells of the part have changed; null: all of them, or it is another part */
  constructor(
    session: BoardSession,
    private readonly target: { experiment: string; variant: string; run: string },
    private readonly onCells: (cells: readonly number[] | null) => void,
  ) {
    this.#line = session.looks.open({
      hear: (answer) => this.#hear(answer),
      reconnected: () => {
        this.#asked.clear();
        this.whole = null;
        this.part = null;
        this.#askSoon();
      },
    });
  }

  /** Something else is to be seen. */
  show(wish: Wish): void {
    if (this.#wish !== null && isSameWish(this.#wish, wish)) return;
    this.#wish = wish;
    this.#isStale = true;
    this.#askSoon();
  }

  /** No look is under way and nothing else is wanted. */
  get isIdle(): boolean {
    return this.#asked.size === 0 && !this.#isStale;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#line.close();
  }

  /** Code of the state that most pages around a place are in, from the finest raster that has it. */
  stateAt(place: number): number {
    for (const part of [this.part, this.whole]) {
      if (part === null) continue;
      const cell = Math.floor((place - part.place) / part.cellPages);
      if (cell >= 0 && cell < part.cells) return stateOfCell(part.bytes[cell] ?? NO_CELL);
    }
    return NO_CELL;
  }

  #askSoon(): void {
    if (this.#timer !== 0 || this.#isClosed) return;
    const now = performance.now();
    const free = this.#asked.size === 0 ? now : this.#lastAskedMs + PATIENCE_MS;
    const wait = Math.max(free, this.#lastAskedMs + PACE_MS) - now;
    this.#timer = window.setTimeout(
      () => {
        this.#timer = 0;
        this.#ask();
      },
      Math.max(0, wait),
    );
  }

  #ask(): void {
    const wish = this.#wish;
    if (wish === null || this.#isClosed) return;
    this.#isStale = false;
    const windows = [
      this.#wholeWindow(),
      ...(wish.window === null ? [] : [this.#partWindow(wish.window, wish.mark)]),
    ];
    const serial = this.#line.ask({ ...this.target, tMs: wish.tMs, windows, pfn: wish.pfn });
    this.#lastAskedMs = performance.now();
    this.#asked.set(serial, windows);
  }

  #wholeWindow(): LookWindow {
    const have = this.whole?.serial ?? 0;
    return { place: 0, cellPages: 0, cells: WHOLE_CELLS, mark: 0, isDetailed: false, have };
  }

  #partWindow({ place, cellPages, cells, isDetailed }: CellWindow, mark: number): LookWindow {
    const { part } = this;
    const isSame =
      part !== null &&
      part.place === place &&
      part.cellPages === cellPages &&
      part.cells === cells &&
      part.isDetailed === isDetailed &&
      part.mark === mark;
    return { place, cellPages, cells, mark, isDetailed, have: isSame ? part.serial : 0 };
  }

  #hear(answer: LookAnswer): void {
    if (answer.type === "look state") {
      if (this.#asked.has(answer.serial)) this.status.set(answer.status);
      if (answer.status.state === "refused") this.#asked.delete(answer.serial);
      return;
    }
    const windows = this.#asked.get(answer.serial);
    if (windows === undefined) return;
    for (const serial of [...this.#asked.keys()])
      if (serial < answer.serial || (serial === answer.serial && answer.hasArrived))
        this.#asked.delete(serial);
    // One after the other: changes build on what came before.
    this.#decoding = this.#decoding
      .then(() => this.#take(answer as Answer, windows))
      .catch(() => this.#again());
  }

  /** What came cannot be read: everything is asked for anew. */
  #again(): void {
    this.whole = null;
    this.part = null;
    this.#asked.clear();
    this.#askSoon();
  }

  async #take(sight: Answer, windows: readonly LookWindow[]): Promise<void> {
    const data = await Promise.all(sight.rasters.map((raster) => inflated(raster.data)));
    if (this.#isClosed) return;
    const [whole, part] = sight.rasters;
    const spaces = sight.spaces ?? this.shown.get()?.spaces;
    if (whole === undefined || spaces === undefined) return this.#again();
    this.receivedBytes += sight.rasters.reduce((sum, raster) => sum + raster.data.length, 0);
    this.whole = taken(
      this.whole,
      whole,
      data[0] as Uint8Array,
      windows[0] as LookWindow,
      sight.serial,
      () => {},
    );
    const changed: number[] = [];
    if (part !== undefined) {
      const window = windows[1] as LookWindow;
      this.part = taken(this.part, part, data[1] as Uint8Array, window, sight.serial, (at) =>
        changed.push(at % window.cells),
      );
    }
    const { tMs, durationMs, census, page } = sight;
    this.shown.set({ tMs, durationMs, spaces, census, page });
    this.status.set(sight.hasArrived ? { state: "shown" } : { state: "seeking", tMs });
    this.onCells(part?.isDelta === true ? changed : null);
    if (this.#isStale) this.#askSoon();
  }
}

function isSameWish(a: Wish, b: Wish): boolean {
  return a.tMs === b.tMs && a.window === b.window && a.mark === b.mark && a.pfn === b.pfn;
}

function taken(
  before: Part | null,
  raster: Raster,
  data: Uint8Array,
  window: LookWindow,
  serial: number,
  tell: (cell: number) => void,
): Part {
  const { place, mark, isDetailed } = window;
  const { cellPages, cells } = raster;
  if (!raster.isDelta) return { place, mark, isDetailed, cellPages, cells, serial, bytes: data };
  if (before?.serial !== window.have) throw new Error("There is nothing that these changes could be of.");
  applyChanges(before.bytes, data, tell);
  return { ...before, serial };
}

async function inflated(data: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([data as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
