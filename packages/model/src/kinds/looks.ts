import type { FieldSpec } from "../field-spec";

/** Colours of what is drawn and written by hand, by word: the app has a token of the design language for each. */
export const COLOURS = ["ink", "grey", "blue", "green", "amber", "red", "violet", "teal"] as const;
export type Colour = (typeof COLOURS)[number];

export const STROKE_WIDTHS = ["thin", "medium", "thick"] as const;
export type StrokeWidth = (typeof STROKE_WIDTHS)[number];

const options = (words: readonly string[]) =>
  words.map((value) => ({ value, label: value[0]?.toUpperCase() + value.slice(1) }));

/** A field that is one of these words, the first of them unless said otherwise. */
export function wordField(
  key: string,
  label: string,
  words: readonly string[],
  help: string,
  given = words[0] ?? "",
): FieldSpec {
  return { key, label, type: "enum", options: options(words), default: given, help };
}

export const COLOUR_FIELD = wordField(
  "colour",
  "Colour",
  COLOURS,
  "Colour of the line and of what is written.",
);
export const STROKE_FIELD = wordField("stroke", "Line", STROKE_WIDTHS, "Width of the line.");
