import type { Family } from "../family";
import { linear } from "./linear";
import { pageExt } from "./page-ext";
import { perPage } from "./per-page";
import { slabBlocks } from "./slab-blocks";

/** Where KASAN keeps the shadow that says which bytes may be accessed. */
export const kasan: Family = {
  name: "kasan",
  title: "KASAN shadow",
  question: "Where does the byte lie that says which bytes of memory may be accessed?",
  strategies: [linear, perPage, slabBlocks, pageExt],
};
