import type { BoardJson } from "../item";
import { kmsanTemplate } from "./kmsan";

/** A question with a machine, the alternatives and a run behind it. */
export interface Template {
  id: string;
  /** Title of the board it makes. */
  title: string;
  /** Short name for the gallery. */
  name: string;
  /** The question, in one or two sentences. */
  question: string;
  board(): BoardJson;
}

export const TEMPLATES: readonly Template[] = [kmsanTemplate];

/** What a board starts as without a template. */
export function emptyBoard(title: string): BoardJson {
  return { carveout: 1, title, items: {} };
}
