import type { Box, Miniature, Palette, Size } from "@carveout/canvas";

/** Where a board point stands in the picture: at `x + factor * point.x`, likewise down. */
export interface Scale {
  x: number;
  y: number;
  factor: number;
}

/** All of `box` in the middle of a picture of this size. */
export function scaleFor(box: Box, { w, h }: Size, padding: number): Scale {
  const factor = Math.min((w - 2 * padding) / box.w, (h - 2 * padding) / box.h);
  return {
    x: (w - box.w * factor) / 2 - box.x * factor,
    y: (h - box.h * factor) / 2 - box.y * factor,
    factor,
  };
}

/** The items in small, without the view. Thousands take longer to paint than a frame has: this happens when one moved, not when the view did. */
export class ItemsPicture {
  readonly canvas = document.createElement("canvas");
  scale: Scale = { x: 0, y: 0, factor: 1 };
  private version = -1;
  private looks: { palette: Palette; density: number } | null = null;

  constructor(private readonly size: Size) {}

  /** Painted anew where the items, the colours or the screen have changed. `scale` says where its items stand. */
  keep(
    { version, items }: Pick<Miniature, "version" | "items">,
    scale: Scale,
    palette: Palette,
    density: number,
  ): void {
    if (version === this.version && palette === this.looks?.palette && density === this.looks.density) return;
    this.version = version;
    this.looks = { palette, density };
    this.scale = scale;
    this.canvas.width = this.size.w * density;
    this.canvas.height = this.size.h * density;
    const context = this.canvas.getContext("2d");
    if (context === null) return;
    const { x, y, factor } = scale;
    context.setTransform(density, 0, 0, density, 0, 0);
    for (const box of items) {
      context.fillStyle = (box.tone === "note" ? palette.note : palette["line-strong"]) ?? "";
      context.globalAlpha = box.tone === "note" ? 1 : 0.55;
      context.fillRect(
        x + box.x * factor,
        y + box.y * factor,
        Math.max(2, box.w * factor),
        Math.max(2, box.h * factor),
      );
    }
  }
}
