import type { PathPen } from "./outlines";

/** Hundredths of a pixel: enough at sixteen times the size, and a third of the file. */
export function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function pathOf(trace: (pen: PathPen) => void): string {
  const path = new PathText();
  trace(path);
  return path.text;
}

/** Writes outlines down in SVG's path language. */
class PathText implements PathPen {
  text = "";

  moveTo(x: number, y: number): void {
    this.step("M", x, y);
  }

  lineTo(x: number, y: number): void {
    this.step("L", x, y);
  }

  bezierCurveTo(...points: [number, number, number, number, number, number]): void {
    this.step("C", ...points);
  }

  /** Whole circles are all that is traced. */
  arc(x: number, y: number, r: number): void {
    this.moveTo(x - r, y);
    this.step("A", r, r, 0, 1, 0, x + r, y);
    this.step("A", r, r, 0, 1, 0, x - r, y);
    this.closePath();
  }

  roundRect(
    x: number,
    y: number,
    w: number,
    h: number,
    radii?: number | DOMPointInit | Iterable<unknown>,
  ): void {
    const r = typeof radii === "number" ? Math.min(radii, w / 2, h / 2) : 0;
    this.moveTo(x + r, y);
    for (const [cornerX, cornerY, toX, toY] of [
      [x + w - r, y, x + w, y + r],
      [x + w, y + h - r, x + w - r, y + h],
      [x + r, y + h, x, y + h - r],
      [x, y + r, x + r, y],
    ] as const) {
      this.lineTo(cornerX, cornerY);
      this.step("A", r, r, 0, 0, 1, toX, toY);
    }
    this.closePath();
  }

  closePath(): void {
    this.text += "Z";
  }

  private step(letter: string, ...numbers: number[]): void {
    this.text += letter + numbers.map(number).join(" ");
  }
}
