import type { Glyph } from "../../ui/Icon";
import type { Desk } from "../desk";
import type { BoardSession } from "../session";

/** Something that was found, and the way there. */
export interface Found {
  /** Unique among everything found. */
  id: string;
  label: string;
  /** Where it stands, or the words around it. */
  detail: string;
  glyph: Glyph;
  go(desk: Desk): void;
}

/** One sort of things that can be found. */
export interface SearchProvider {
  title: string;
  /** "214 items", for when nothing fits. */
  count(session: BoardSession): string;
  /** The best first. */
  find(session: BoardSession, words: readonly string[]): Iterable<Found>;
}
