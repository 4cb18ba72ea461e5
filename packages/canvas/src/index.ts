export { Patterns } from "./draw/pattern";
export { createEngine } from "./engine";
export { readPalette } from "./palette";
export type * from "./types";
