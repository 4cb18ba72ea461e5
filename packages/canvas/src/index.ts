export { type Arranged, align, distribute, type Edge } from "./align";
export { Patterns } from "./draw/pattern";
export { imagesIn, type Print, printOf } from "./draw/print";
export { drawOn } from "./draw/raster";
export { svgOf } from "./draw/svg";
export { createEngine } from "./engine";
export { union } from "./geometry";
export { readPalette } from "./palette";
export type * from "./types";
