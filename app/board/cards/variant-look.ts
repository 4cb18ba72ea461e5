/** How a variant looks everywhere: token of its colour, shape of its marker and badge, dash of its line. */
export interface VariantLook {
  letter: string;
  /** Token without dashes, e.g. "v-a". */
  token: string;
  shape: VariantShape;
  /** Colours repeat after the sixth, then with a double outline. */
  repeated: boolean;
  /** Canvas dash of its lines: every third is dashed, so that two coincident ones are both seen. */
  dash: number[];
}

export type VariantShape = "circle" | "square" | "triangle" | "diamond" | "pentagon" | "hexagon";

const SHAPES: readonly VariantShape[] = ["circle", "square", "triangle", "diamond", "pentagon", "hexagon"];

/** `index` is the column, from 0. */
export function variantLook(index: number, letter: string): VariantLook {
  const nth = index % SHAPES.length;
  return {
    letter,
    token: `v-${"abcdef"[nth]}`,
    shape: SHAPES[nth] ?? "circle",
    repeated: index >= SHAPES.length,
    dash: index % 3 === 2 ? [5, 4] : [],
  };
}

/** Outline of each shape in a box of 20 by 20. */
export const SHAPE_PATHS: Readonly<Record<VariantShape, string>> = {
  circle: "M10 1a9 9 0 1 1 0 18a9 9 0 1 1 0-18z",
  square: "M4 1h12a3 3 0 0 1 3 3v12a3 3 0 0 1-3 3H4a3 3 0 0 1-3-3V4a3 3 0 0 1 3-3z",
  triangle: "M10 .5L20 19H0z",
  diamond: "M10 0L20 10L10 20L0 10z",
  pentagon: "M10 .5L20 8L16.2 19.5H3.8L0 8z",
  hexagon: "M5 1.3h10L20 10l-5 8.7H5L0 10z",
};
