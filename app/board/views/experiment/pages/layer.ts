import { PATTERN_FROM, type Paint } from "./paint";
import type { CellWindow, Viewport } from "./viewport";

/** A picture of a window's cells that is kept: a pan only moves it, and a change only draws the cells it touches. */
export class Layer {
  private readonly canvas = document.createElement("canvas");
  private pixels: ImageData | null = null;
  private window: CellWindow | null = null;
  private columns = 0;
  private edge = 0;
  private density = 1;

  /** Draws all of a window, as rows of that many columns. */
  redraw(window: CellWindow, paint: Paint, columns: number, edge: number, density: number): void {
    const rows = Math.ceil(window.cells / columns);
    const size = edge < PATTERN_FROM ? 1 : Math.round(edge * density);
    Object.assign(this, { window, columns, edge, density });
    if (this.canvas.width !== columns * size || this.canvas.height !== rows * size) {
      this.canvas.width = columns * size;
      this.canvas.height = rows * size;
    }
    const context = this.canvas.getContext("2d");
    if (context === null) return;
    if (edge >= PATTERN_FROM) {
      this.pixels = null;
      context.clearRect(0, 0, this.canvas.width, this.canvas.height);
      for (let cell = 0; cell < window.cells; cell++)
        context.drawImage(paint.sprite(cell), (cell % columns) * size, Math.floor(cell / columns) * size);
      return;
    }
    if (this.pixels?.width !== columns || this.pixels.height !== rows)
      this.pixels = context.createImageData(columns, rows);
    const words = new Uint32Array(this.pixels.data.buffer).fill(0);
    for (let cell = 0; cell < window.cells; cell++) words[cell] = paint.pixel(cell);
    context.putImageData(this.pixels, 0, 0);
  }

  /** Draws the cells that have changed. */
  update(cells: readonly number[], paint: Paint): void {
    const context = this.canvas.getContext("2d");
    const { columns, pixels } = this;
    if (context === null || cells.length === 0) return;
    if (pixels !== null) {
      const words = new Uint32Array(pixels.data.buffer);
      for (const cell of cells) words[cell] = paint.pixel(cell);
      const rows = cells.map((cell) => Math.floor(cell / columns));
      const first = rows[0] as number;
      const last = rows.at(-1) as number;
      context.putImageData(pixels, 0, 0, 0, first, columns, last - first + 1);
      return;
    }
    const size = Math.round(this.edge * this.density);
    for (const cell of cells) {
      const [x, y] = [(cell % columns) * size, Math.floor(cell / columns) * size];
      context.clearRect(x, y, size, size);
      context.drawImage(paint.sprite(cell), x, y);
    }
  }

  /** Puts it where a viewport has it; false if it was drawn for another zoom. */
  blit(context: CanvasRenderingContext2D, viewport: Viewport): boolean {
    const { window, columns, edge } = this;
    if (window === null || columns !== viewport.columns || edge !== viewport.edge) return false;
    if (window.cellPages !== viewport.cellPages) return false;
    const row = window.place / (columns * window.cellPages);
    const height = Math.ceil(window.cells / columns) * edge;
    context.imageSmoothingEnabled = false;
    context.drawImage(this.canvas, 0, (row - viewport.top) * edge, columns * edge, height);
    return true;
  }
}
