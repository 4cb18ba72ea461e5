import type { Colour, StrokeWidth, TextSize } from "@carveout/model";

/** Tokens of the design language for the colours that a person chooses by word. */
export const COLOUR_TOKENS: Readonly<Record<Colour, string>> = {
  ink: "ink",
  grey: "ink-3",
  blue: "accent",
  green: "ok",
  amber: "warn",
  red: "err",
  violet: "v-d",
  teal: "v-c",
};

/** Board pixels. */
export const STROKE_PIXELS: Readonly<Record<StrokeWidth, number>> = { thin: 1.5, medium: 3, thick: 6 };

/** Size of running text, board pixels. */
export const TEXT_PIXELS: Readonly<Record<TextSize, number>> = { small: 13, medium: 16, large: 24, huge: 40 };
