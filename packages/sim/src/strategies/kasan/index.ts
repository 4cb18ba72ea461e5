import type { Family } from "../family";
import { linear } from "./linear";
import { pageExt } from "./page-ext";
import { perPage } from "./per-page";
import { slabBlocks } from "./slab-blocks";

/** Where KASAN keeps the shadow that says which bytes may be accessed. */
export const kasan: Family = { name: "kasan", strategies: [linear, perPage, slabBlocks, pageExt] };
