import type { BarPattern } from "../../picture/list";
import type { Box } from "../../plane/geometry";
import type { Context2D } from "./context";
import type { PathPen } from "./outlines";

/** Edge of a tile in units of the list; below half its size on the screen a pattern is noise. */
export const TILE = 6;
const TILE_MIN_SCREEN = 3;
/** Pixels per unit: sharp on dense screens and at high zoom. */
const TILE_DENSITY = 3;

type Trace = (pen: Pick<PathPen, "moveTo" | "lineTo">) => void;

const line = (pen: Parameters<Trace>[0], x: number, y: number, toX: number, toY: number): void => {
  pen.moveTo(x, y);
  pen.lineTo(toX, toY);
};

/** Rising diagonals that meet at the tile's edges. */
const rising: Trace = (pen) => {
  for (const shift of [-TILE, 0, TILE]) line(pen, shift - 1, TILE + 1, shift + TILE + 1, -1);
};

const falling: Trace = (pen) => {
  for (const shift of [-TILE, 0, TILE]) line(pen, shift - 1, -1, shift + TILE + 1, TILE + 1);
};

/** What lies over the colour, stroked 1.2 units wide. */
export const MARKS: Record<Exclude<BarPattern, "plain">, Trace> = {
  diag: rising,
  horizontal: (pen) => {
    line(pen, 0, TILE / 4, TILE, TILE / 4);
    line(pen, 0, (3 * TILE) / 4, TILE, (3 * TILE) / 4);
  },
  vertical: (pen) => {
    line(pen, TILE / 4, 0, TILE / 4, TILE);
    line(pen, (3 * TILE) / 4, 0, (3 * TILE) / 4, TILE);
  },
  cross: (pen) => {
    rising(pen);
    falling(pen);
  },
  dots: (pen) => {
    // A stroke without length under round caps is a dot.
    line(pen, TILE / 2, TILE / 2, TILE / 2 + 0.01, TILE / 2);
  },
};

/** Marks are dark on pale colours and light on others. Of 255 each. */
export function isPale(red: number, green: number, blue: number): boolean {
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140;
}

export function markLook(
  pattern: BarPattern,
  onPale: boolean,
): { stroke: "black" | "white"; alpha: number; width: number; cap: "round" | "butt" } {
  return {
    ...(onPale ? { stroke: "black" as const, alpha: 0.55 } : { stroke: "white" as const, alpha: 0.45 }),
    width: pattern === "dots" ? 2 : 1.2,
    cap: pattern === "dots" ? "round" : "butt",
  };
}

/** Tiles of the patterns that tell kinds of memory apart without colour. */
export class Patterns {
  private readonly tiles = new Map<string, CanvasPattern | null>();

  constructor(private readonly document: Document) {}

  forget(): void {
    this.tiles.clear();
  }

  /** Draws a pattern over a box filled with `base`. `scale` is screen pixels per unit. */
  over(context: Context2D, { x, y, w, h }: Box, pattern: BarPattern, base: string, scale: number): void {
    if (pattern === "plain" || TILE * scale < TILE_MIN_SCREEN) return;
    const tile = this.tile(pattern, base);
    if (!tile) return;
    context.fillStyle = tile;
    context.fillRect(x, y, w, h);
  }

  private tile(pattern: Exclude<BarPattern, "plain">, base: string): CanvasPattern | null {
    const key = `${pattern} ${base}`;
    const known = this.tiles.get(key);
    if (known !== undefined) return known;
    const canvas = this.document.createElement("canvas");
    canvas.width = canvas.height = TILE * TILE_DENSITY;
    const context = canvas.getContext("2d");
    if (!context) return null;
    context.scale(TILE_DENSITY, TILE_DENSITY);
    const look = markLook(pattern, this.isPale(base));
    context.strokeStyle = look.stroke;
    context.globalAlpha = look.alpha;
    context.lineWidth = look.width;
    context.lineCap = look.cap;
    context.beginPath();
    MARKS[pattern](context);
    context.stroke();
    const tile = context.createPattern(canvas, "repeat");
    tile?.setTransform(new DOMMatrix().scale(1 / TILE_DENSITY));
    this.tiles.set(key, tile);
    return tile;
  }

  /** The canvas itself reads any CSS colour. */
  private isPale(colour: string): boolean {
    const canvas = this.document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const probe = canvas.getContext("2d");
    if (!probe) return false;
    probe.fillStyle = colour;
    probe.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = probe.getImageData(0, 0, 1, 1).data;
    return isPale(red, green, blue);
  }
}
