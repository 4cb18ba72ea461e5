import { type Palette, Patterns } from "@carveout/canvas";
import type { PageState } from "@carveout/sim";
import { type CellGrid, type PageCells, stackHeights } from "./page-cells";
import { STATE_LOOKS } from "./state-looks";

/** From these edges on, CSS pixels, a cell has a gap, its pattern, its letter. */
const GAP_FROM = 5;
const PATTERN_FROM = 8;
const LETTER_FROM = 12;

const FADED = 0.14;

/** Draws the map; where a state is picked out, the others fade. */
export function drawPageMap(
  canvas: HTMLCanvasElement,
  cells: PageCells,
  grid: CellGrid,
  palette: Palette,
  picked: PageState | null,
): void {
  const { columns, rows, size } = grid;
  const density = Math.max(1, devicePixelRatio);
  canvas.width = columns * size * density;
  canvas.height = rows * size * density;
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.scale(density, density);
  const patterns = new Patterns(context);
  const edge = size >= GAP_FROM ? size - 1 : size;
  context.font = `600 ${Math.round(size * 0.6)}px ${getComputedStyle(canvas).fontFamily}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let cell = 0; cell < cells.count; cell++) {
    const x = (cell % columns) * size;
    let y = Math.floor(cell / columns) * size;
    const mix = cells.mixOf(cell);
    const heights = stackHeights(mix, edge);
    for (const [index, { state }] of mix.entries()) {
      const h = heights[index] ?? 0;
      if (h === 0) continue;
      const look = STATE_LOOKS[state];
      const colour = palette[look.token] ?? "";
      context.globalAlpha = picked === null || picked === state ? 1 : FADED;
      context.fillStyle = colour;
      context.fillRect(x, y, edge, h);
      if (size >= PATTERN_FROM) patterns.over({ x, y, w: edge, h }, look.pattern, colour, density);
      if (size >= LETTER_FROM && h >= size * 0.6)
        letter(context, look.letter, x + edge / 2, y + h / 2, colour, palette);
      y += h;
    }
  }
}

/** On a ground of the state's own colour, so that no pattern runs through it. */
function letter(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  colour: string,
  { ink, surface }: Palette,
): void {
  const { width } = context.measureText(text);
  const height = width * 1.5;
  context.fillStyle = colour;
  context.fillRect(x - width / 2 - 1, y - height / 2, width + 2, height);
  const distance = (other: string) => Math.abs(lightness(other) - lightness(colour));
  context.fillStyle = distance(ink) > distance(surface) ? ink : surface;
  context.fillText(text, x, y + 0.5);
}

/** 0 to 255, of a computed colour: "rgb(1, 2, 3)". */
function lightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
