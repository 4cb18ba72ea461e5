import type { BoardJson } from "../item";
import { deviceTemplate } from "./device";
import { kasanTemplate } from "./kasan";
import { kmsanTemplate } from "./kmsan";
import type { Template } from "./template";

export type { Template };

export const TEMPLATES: readonly Template[] = [kmsanTemplate, kasanTemplate, deviceTemplate];

/** What a board starts as without a template. */
export function emptyBoard(title: string): BoardJson {
  return { carveout: 1, title, items: {} };
}
