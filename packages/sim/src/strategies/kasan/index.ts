import type { Family } from "../family";
import { linear } from "./linear";

/** Where KASAN keeps the shadow that says which bytes may be accessed. */
export const kasan: Family = {
  name: "kasan",
  title: "KASAN shadow",
  question: "Where does the byte lie that says which bytes of memory may be accessed?",
  strategies: [linear],
};
