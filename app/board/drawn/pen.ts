import type { Colour, StrokeWidth } from "@carveout/model";
import { Signal } from "../session";

export interface Pen {
  colour: Colour;
  stroke: StrokeWidth;
}

/** What this tab draws with next: the choice of the last time. */
export const pen = new Signal<Pen>({ colour: "red", stroke: "medium" });
