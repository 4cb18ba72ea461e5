import type { ItemId } from "@carveout/model";
import { Signal } from "../session";

/** The frame that this tab presents, or null. */
export const slide = new Signal<ItemId | null>(null);
