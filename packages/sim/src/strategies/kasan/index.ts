import type { Family } from "../family";
import { linear } from "./linear";

/** Where KASAN keeps the shadow that says which bytes may be accessed. */
export const kasan: Family = { name: "kasan", strategies: [linear] };
