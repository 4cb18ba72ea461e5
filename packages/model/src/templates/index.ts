import type { BoardJson } from "../board-json";
import { deviceTemplate } from "./device";
import { directmapTemplate } from "./directmap";
import { kasanTemplate } from "./kasan";
import { kmsanTemplate } from "./kmsan";
import { mteTemplate } from "./mte";
import type { Template } from "./template";

export type { Template };

export const TEMPLATES: readonly Template[] = [
  kmsanTemplate,
  kasanTemplate,
  mteTemplate,
  deviceTemplate,
  directmapTemplate,
];

/** What a board starts as without a template. */
export function emptyBoard(title: string): BoardJson {
  return { carveout: 1, title, items: {} };
}
