import type { BoardJson } from "../board-json";

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
