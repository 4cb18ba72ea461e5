import { type Palette, Patterns } from "@carveout/canvas";
import type { PageContent, PageState } from "@carveout/sim";
import {
  contentOfDetail,
  HAS_MARKED,
  HAS_PINNED,
  NO_CELL,
  NO_ORDER,
  orderOfDetail,
  STATE_MASK,
} from "./cell-byte";
import { channels, colourOf, cssOf, inkOn, mixed, type Pixel, pixelOf } from "./colours";
import { fromOf, toOf } from "./difference";
import { STATE_LOOKS } from "./state-looks";
import { DETAILS_FROM } from "./viewport";

/** From these edges on, CSS pixels, a cell has its pattern, its letter. */
export const PATTERN_FROM = 8;
const LETTER_FROM = 12;
const FADED = 0.14;

/** How the cells of one picture look: as single pixels, or as small pictures from 8 pixels on. */
export interface Paint {
  pixel(cell: number): Pixel;
  /** The picture of a cell, drawn once for all that look alike. `size` is device pixels. */
  sprite(cell: number): HTMLCanvasElement;
}

/** What paints have in common. */
export interface Easel {
  palette: Palette;
  states: readonly PageState[];
  contents: readonly PageContent[];
  /** Edge of a cell, CSS pixels, and device pixels of one of them. */
  edge: number;
  density: number;
  fontFamily: string;
}

const SHORT: Readonly<Record<PageContent, string>> = {
  "": "",
  "clean page cache": "cache",
  "dirty page cache": "dirty",
  slab: "slab",
  anonymous: "anon",
  kernel: "kern",
};

/** Cells by their state. */
export class StatePaint implements Paint {
  private readonly pixels = new Uint32Array(128);
  private readonly sprites = new Map<number, HTMLCanvasElement>();

  /**
   * @param picked code of the state that is picked out, -1: none
   * @param mark code of the state of which one page is told, -1: it is not shown
   */
  constructor(
    private readonly easel: Easel,
    private readonly bytes: Uint8Array,
    private readonly cells: number,
    private readonly firstPlace: number,
    private readonly picked: number,
    private readonly mark: number,
  ) {
    for (let byte = 0; byte < 128; byte++) this.pixels[byte] = this.pixelOfByte(byte);
  }

  pixel(cell: number): Pixel {
    return this.pixels[(this.bytes[cell] ?? NO_CELL) & 0x7f] as Pixel;
  }

  sprite(cell: number): HTMLCanvasElement {
    const byte = this.bytes[cell] ?? NO_CELL;
    const detail = this.bytes[this.cells + cell] ?? NO_ORDER;
    const joins = this.joins(cell, detail) ? 1 : 0;
    const key = byte | (detail << 7) | (joins << 15);
    const known = this.sprites.get(key);
    if (known !== undefined) return known;
    const drawn = this.draw(byte, detail, joins === 1);
    this.sprites.set(key, drawn);
    return drawn;
  }

  /** The next page is of the same block: blocks are aligned to their order. */
  private joins(cell: number, detail: number): boolean {
    const order = orderOfDetail(detail);
    return order > 0 && (this.firstPlace + cell + 1) % 2 ** order !== 0;
  }

  /** Below the size of patterns one marked page wins over all others. */
  private pixelOfByte(byte: number): Pixel {
    const { palette } = this.easel;
    const shown = this.winner(byte);
    const state = this.easel.states[shown];
    if (state === undefined) return pixelOf(channels(palette.canvas));
    const colour = colourOf(state, palette);
    const isFaded = this.picked >= 0 && shown !== this.picked;
    return pixelOf(isFaded ? mixed(colour, palette.surface, FADED) : channels(colour));
  }

  /** Code of the state that is told of a cell: that of most pages, unless one page is enough. */
  private winner(byte: number): number {
    if (this.mark < 0) return byte & STATE_MASK;
    if ((byte & HAS_PINNED) !== 0 && this.picked < 0) return this.easel.states.indexOf("pinned");
    return (byte & HAS_MARKED) !== 0 ? this.mark : byte & STATE_MASK;
  }

  private draw(byte: number, detail: number, isJoined: boolean): HTMLCanvasElement {
    const { easel, picked } = this;
    const { states, edge, palette } = easel;
    const { canvas, context } = blank(easel);
    const code = byte & STATE_MASK;
    const state = states[code];
    if (state === undefined) return canvas;
    const marked = this.winner(byte);
    const isFaded = picked >= 0 && code !== picked;
    fillState(context, easel, state, isJoined ? edge : edge - 1, isFaded);
    if (marked !== code) drawMark(context, easel, states[marked]);
    if (isFaded || edge < LETTER_FROM) return canvas;
    if (edge >= DETAILS_FROM && detail !== NO_ORDER) drawDetails(context, easel, state, detail);
    else drawLetter(context, palette, state, edge / 2 - 0.5, edge / 2, Math.round(edge * 0.6), easel);
    return canvas;
  }
}

/** Cells by what they are in two pictures: equal ones are hatched away. */
export class DifferencePaint implements Paint {
  private readonly pixels = new Map<number, Pixel>();
  private readonly sprites = new Map<number, HTMLCanvasElement>();

  constructor(
    private readonly easel: Easel,
    private readonly pairs: Uint16Array,
  ) {}

  pixel(cell: number): Pixel {
    const pair = this.pairs[cell] ?? 0;
    const known = this.pixels.get(pair);
    if (known !== undefined) return known;
    const { palette, states } = this.easel;
    const state = states[toOf(pair)];
    const isEqual = fromOf(pair) === toOf(pair) || state === undefined;
    const pixel = pixelOf(channels(isEqual ? palette.sunken : colourOf(state, palette)));
    this.pixels.set(pair, pixel);
    return pixel;
  }

  sprite(cell: number): HTMLCanvasElement {
    const pair = this.pairs[cell] ?? 0;
    const known = this.sprites.get(pair);
    if (known !== undefined) return known;
    const drawn = this.draw(pair);
    this.sprites.set(pair, drawn);
    return drawn;
  }

  /** The first variant's state above the diagonal, the second's below. */
  private draw(pair: number): HTMLCanvasElement {
    const { easel } = this;
    const { states, edge, palette } = easel;
    const { canvas, context } = blank(easel);
    const [from, to] = [states[fromOf(pair)], states[toOf(pair)]];
    const inner = edge - 1;
    if (from === to || from === undefined || to === undefined) {
      hatch(context, easel);
      return canvas;
    }
    fillState(context, easel, to, inner, false);
    context.save();
    context.beginPath();
    context.moveTo(0, 0);
    context.lineTo(inner, 0);
    context.lineTo(0, inner);
    context.clip();
    fillState(context, easel, from, inner, false);
    context.restore();
    if (edge < LETTER_FROM) return canvas;
    const size = Math.round(edge * 0.42);
    drawLetter(context, palette, from, edge * 0.27, edge * 0.29, size, easel);
    drawLetter(context, palette, to, edge * 0.7, edge * 0.72, size, easel);
    return canvas;
  }
}

function blank({ edge, density }: Easel): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D } {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.max(1, Math.round(edge * density));
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  context.scale(density, density);
  context.textAlign = "center";
  context.textBaseline = "middle";
  return { canvas, context };
}

function fillState(
  context: CanvasRenderingContext2D,
  { palette, edge, density }: Easel,
  state: PageState,
  width: number,
  isFaded: boolean,
): void {
  const colour = colourOf(state, palette);
  context.fillStyle = isFaded ? cssOf(mixed(colour, palette.surface, FADED)) : colour;
  context.fillRect(0, 0, width, edge - 1);
  if (!isFaded)
    new Patterns(document).over(
      context,
      { x: 0, y: 0, w: width, h: edge - 1 },
      STATE_LOOKS[state].pattern,
      colour,
      density,
    );
}

function hatch(context: CanvasRenderingContext2D, { palette, edge }: Easel): void {
  context.fillStyle = palette.sunken;
  context.fillRect(0, 0, edge - 1, edge - 1);
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, edge - 1);
  context.lineTo(edge - 1, 0);
  context.stroke();
}

/** At least one page of that state: a square in the corner, ringed, so that it is seen on its own colour as well. */
function drawMark(
  context: CanvasRenderingContext2D,
  { palette, edge }: Easel,
  state: PageState | undefined,
): void {
  if (state === undefined) return;
  const size = Math.max(3, Math.round(edge * 0.34));
  const at = edge - 1 - size;
  context.fillStyle = palette.surface;
  context.fillRect(at - 1, at - 1, size + 1, size + 1);
  context.fillStyle = colourOf(state, palette);
  context.fillRect(at, at, size, size);
}

/** On a ground of the state's own colour, so that no pattern runs through it. */
function drawLetter(
  context: CanvasRenderingContext2D,
  palette: Palette,
  state: PageState,
  x: number,
  y: number,
  size: number,
  { fontFamily }: Easel,
  text = STATE_LOOKS[state].letter,
): void {
  const colour = colourOf(state, palette);
  context.font = `600 ${size}px ${fontFamily}`;
  const { width } = context.measureText(text);
  context.fillStyle = colour;
  context.fillRect(x - width / 2 - 1, y - size * 0.6, width + 2, size * 1.15);
  context.fillStyle = inkOn(colour, palette);
  context.fillText(text, x, y + 0.5);
}

/** Letter and order, and below them who holds the block. */
function drawDetails(
  context: CanvasRenderingContext2D,
  easel: Easel,
  state: PageState,
  detail: number,
): void {
  const { edge, palette, contents } = easel;
  const text = `${STATE_LOOKS[state].letter}${orderOfDetail(detail)}`;
  const owner = SHORT[contents[contentOfDetail(detail)] ?? ""];
  const size = Math.round(edge * (owner === "" ? 0.48 : 0.42));
  const middle = edge / 2 - 0.5;
  drawLetter(context, palette, state, middle, owner === "" ? edge / 2 : edge * 0.33, size, easel, text);
  if (owner !== "")
    drawLetter(
      context,
      palette,
      state,
      middle,
      edge * 0.74,
      Math.min(11, Math.round(edge * 0.27)),
      easel,
      owner,
    );
}
