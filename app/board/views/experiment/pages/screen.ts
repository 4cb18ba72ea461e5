import { type Palette, readPalette } from "@carveout/canvas";
import { NO_CELL } from "./cell-byte";
import { channels, colourOf, pixelOf } from "./colours";
import { pairsOf } from "./difference";
import { Layer } from "./layer";
import type { PagesModel } from "./pages-model";
import { DifferencePaint, type Easel, type Paint, StatePaint } from "./paint";
import type { Part, Picture } from "./picture";
import { placeOf } from "./spans";
import { cornerOf, rowPages, type Viewport } from "./viewport";

/** Draws one raster of the page map: a variant's, or the difference of two. At most once a frame, and only what has changed. */
export class Screen {
  private palette: Palette | null = null;
  private readonly layer = new Layer();
  private paint: Paint | null = null;
  /** What the layer was drawn from. */
  private drawn: readonly unknown[] = [];
  private changed: number[] | null = [];
  private frame = 0;

  /** @param pictures one, or two to be compared */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly model: PagesModel,
    private readonly pictures: readonly Picture[],
  ) {
    this.readColours();
  }

  /** The theme has changed. */
  readColours(): void {
    const host = this.canvas.parentElement;
    if (host !== null) this.palette = readPalette(host);
    this.drawn = [];
    this.draw();
  }

  /** Cells have changed; null: any of them. */
  note(cells: readonly number[] | null): void {
    if (cells === null || this.changed === null || this.pictures.length > 1) this.changed = null;
    else this.changed.push(...cells);
    this.draw();
  }

  /** Draws in the next frame. */
  draw(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.drawNow();
    });
  }

  close(): void {
    cancelAnimationFrame(this.frame);
  }

  private drawNow(): void {
    const { canvas, model, palette } = this;
    const viewport = model.viewport.get();
    const context = canvas.getContext("2d", { alpha: false });
    if (viewport === null || palette === null || context === null) return;
    const density = Math.max(1, devicePixelRatio);
    const width = viewport.columns * viewport.edge;
    const height = viewport.rows * viewport.edge;
    if (canvas.width !== Math.round(width * density) || canvas.height !== Math.round(height * density)) {
      canvas.width = Math.round(width * density);
      canvas.height = Math.round(height * density);
    }
    context.setTransform(density, 0, 0, density, 0, 0);
    context.fillStyle = palette.canvas;
    context.fillRect(0, 0, width, height);
    this.refreshLayer(viewport, density);
    const isCovered = this.covers(viewport);
    if (!isCovered) this.drawCoarse(context, viewport, palette);
    if (isCovered || this.pictures.length === 1) this.layer.blit(context, viewport);
    this.drawRings(context, viewport, palette);
  }

  /** Brings the layer up to what the pictures have. */
  private refreshLayer(viewport: Viewport, density: number): void {
    const { model, pictures, palette } = this;
    const part = pictures[0]?.part ?? null;
    const spaces = model.spaces;
    if (part === null || palette === null || spaces === null) return;
    // What came for another zoom stays what the layer had.
    if (part.cellPages !== viewport.cellPages || part.place % rowPages(viewport) !== 0) return;
    const other = pictures[1]?.part ?? null;
    const from = [
      part.bytes,
      other?.bytes,
      part.place,
      viewport.columns,
      viewport.edge,
      density,
      model.picked.get(),
      model.showsMark,
    ];
    const isSame = from.length === this.drawn.length && from.every((value, i) => value === this.drawn[i]);
    if (isSame && this.paint !== null && this.changed !== null) {
      this.layer.update(this.changed, this.paint);
      this.changed = [];
      return;
    }
    if (isSame && this.paint !== null && pictures.length === 1) {
      this.layer.redraw(part, this.paint, viewport.columns, viewport.edge, density);
      this.changed = [];
      return;
    }
    const paint = this.paintOf(part, other, {
      palette,
      states: spaces.states,
      contents: spaces.contents,
      edge: viewport.edge,
      density,
      fontFamily: getComputedStyle(this.canvas).fontFamily,
    });
    if (paint === null) return;
    this.paint = paint;
    this.drawn = from;
    this.changed = [];
    this.layer.redraw(part, paint, viewport.columns, viewport.edge, density);
  }

  private paintOf(part: Part, other: Part | null, easel: Easel): Paint | null {
    if (this.pictures.length > 1) {
      const pairs = pairsOf(part, other);
      return pairs === null ? null : new DifferencePaint(easel, pairs);
    }
    const { model } = this;
    const mark = model.showsMark ? part.mark : -1;
    return new StatePaint(easel, part.bytes, part.cells, part.place, model.picked.get(), mark);
  }

  private covers(viewport: Viewport): boolean {
    const first = Math.floor(viewport.top) * rowPages(viewport);
    const behind = Math.ceil(viewport.top + viewport.rows) * rowPages(viewport);
    const parts = this.pictures.map(({ part }) => part);
    return parts.every((part) => {
      if (part === null || part.cellPages !== viewport.cellPages || part.place !== parts[0]?.place)
        return false;
      const end = part.place + part.cells * part.cellPages;
      return part.place <= first && (end >= behind || part.cells * part.cellPages < behind - first);
    });
  }

  /** Until the cells in view have come: what coarser ones say of them. */
  private drawCoarse(context: CanvasRenderingContext2D, viewport: Viewport, palette: Palette): void {
    const spaces = this.model.spaces;
    const picture = this.pictures.at(-1);
    const other = this.pictures.length > 1 ? this.pictures[0] : undefined;
    if (picture === undefined || spaces === null) return;
    const { columns, cellPages, edge, top } = viewport;
    const rows = viewport.rows + 1;
    const pixels = context.createImageData(columns, rows);
    const words = new Uint32Array(pixels.data.buffer);
    const ground = pixelOf(channels(palette.canvas));
    const colours = spaces.states.map((state) => pixelOf(channels(colourOf(state, palette))));
    const first = Math.floor(top) * columns;
    for (let cell = 0; cell < words.length; cell++) {
      const place = (first + cell) * cellPages;
      const state = picture.stateAt(place);
      const isEqual = other !== undefined && other.stateAt(place) === state;
      words[cell] = state === NO_CELL || isEqual ? ground : (colours[state] ?? ground);
    }
    const coarse = document.createElement("canvas");
    coarse.width = columns;
    coarse.height = rows;
    coarse.getContext("2d")?.putImageData(pixels, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(coarse, 0, (Math.floor(top) - top) * edge, columns * edge, rows * edge);
  }

  /** The cell that is pointed at, the page that is told of, and the pages it is linked with. */
  private drawRings(context: CanvasRenderingContext2D, viewport: Viewport, palette: Palette): void {
    const { model } = this;
    const { edge, cellPages } = viewport;
    const spaces = model.spaces;
    const ring = (place: number, colour: string, dash: number[]) => {
      const { x, y } = cornerOf(viewport, place);
      const size = Math.max(edge - (edge >= 8 ? 1 : 0), 4);
      context.setLineDash([]);
      context.lineWidth = 4;
      context.strokeStyle = palette.surface;
      context.strokeRect(x - 1, y - 1, size + 2, size + 2);
      context.setLineDash(dash);
      context.lineWidth = 2;
      context.strokeStyle = colour;
      context.strokeRect(x - 1, y - 1, size + 2, size + 2);
      context.setLineDash([]);
    };
    const cellOf = (place: number) => Math.floor(place / cellPages) * cellPages;
    const page = this.pictures.at(-1)?.shown.get()?.page ?? null;
    if (page !== null && spaces !== null && page.pfn === model.chosen.get()) {
      for (const link of page.links) {
        const place = placeOf(spaces, link.pfn);
        if (place >= 0) ring(cellOf(place), palette["ink-2"], [3, 2]);
      }
      ring(cellOf(page.place), palette.accent, []);
    }
    const cursor = model.cursor.get();
    if (cursor >= 0) ring(cellOf(cursor), palette.ink, []);
  }
}
