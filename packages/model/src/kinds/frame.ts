import { orderShape } from "./geometry";

/** Place among the frames when they are shown one after the other: a fractional-indexing key. */
export const frameOrderShape = { ...orderShape, label: "Order of the frames" };
