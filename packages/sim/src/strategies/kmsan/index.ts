import type { Family } from "../family";
import { bootCarveOut } from "./boot-carve-out";
import { lazy } from "./lazy";
import { pageExt } from "./page-ext";

/** Where KMSAN's shadow and origin pages come from. */
export const kmsan: Family = {
  name: "kmsan",
  title: "KMSAN metadata",
  question: "Where do the shadow and the origin of each page come from?",
  strategies: [bootCarveOut, lazy, pageExt],
};
