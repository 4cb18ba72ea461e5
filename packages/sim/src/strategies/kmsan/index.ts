import type { Family } from "../family";
import { bootCarveOut } from "./boot-carve-out";
import { lazy } from "./lazy";
import { pageExt } from "./page-ext";

/** Where KMSAN's shadow and origin pages come from. */
export const kmsan: Family = { name: "kmsan", strategies: [bootCarveOut, lazy, pageExt] };
