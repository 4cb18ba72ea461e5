import type { Palette } from "@carveout/canvas";
import type { PageState } from "@carveout/sim";
import { STATE_LOOKS } from "./state-looks";

/** A colour as pixels of a canvas have it: alpha, blue, green, red from the highest byte down. */
export type Pixel = number;

/** Of a computed colour: "rgb(1, 2, 3)". */
export function channels(colour: string): [number, number, number] {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

export function pixelOf([red, green, blue]: readonly [number, number, number]): Pixel {
  return ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
}

/** `share` of one colour over another. */
export function mixed(over: string, under: string, share: number): [number, number, number] {
  const [a, b] = [channels(over), channels(under)];
  const one = (i: 0 | 1 | 2) => a[i] * share + b[i] * (1 - share);
  return [one(0), one(1), one(2)];
}

export function cssOf([red, green, blue]: readonly [number, number, number]): string {
  return `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)})`;
}

export function colourOf(state: PageState, palette: Palette): string {
  return palette[STATE_LOOKS[state].token] ?? "";
}

/** What a letter is written with on a colour. */
export function inkOn(colour: string, { ink, surface }: Palette): string {
  const lightness = (other: string) => {
    const [red, green, blue] = channels(other);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  };
  const distance = (other: string) => Math.abs(lightness(other) - lightness(colour));
  return distance(ink) > distance(surface) ? ink : surface;
}
