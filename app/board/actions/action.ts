import type { Glyph } from "../../ui/Icon";
import type { Desk } from "../desk";

/**
 * Something a person can do on the board. The command palette, the help sheet and the keys all derive from the one list in `index.ts`.
 */
export interface Action {
  /** Unique, e.g. "item.duplicate". */
  id: string;
  /** As a command: "Bring to front". */
  name: string;
  /** Heading in the help sheet and the palette. */
  group: string;
  /** Keys as they are shown, "Ctrl Shift Z"; the first is the one that hints name. */
  keys?: readonly string[];
  /** The canvas or the browser hears the keys by itself; here they are only named. */
  isHeardElsewhere?: true;
  /** The keys count while somebody types in a field, too. */
  isAlwaysHeard?: true;
  /** Only for those who may edit. */
  edits?: true;
  /** Only for those who may comment. */
  comments?: true;
  glyph?: Glyph;
  /** Other words somebody may look for. */
  also?: string;
  /** Whether it can be done now; absent: always. */
  when?(desk: Desk): boolean;
  run(desk: Desk): void;
}

/** Keys that are no action by themselves, for the help sheet. */
export interface KeyNote {
  group: string;
  keys: string;
  name: string;
}

export function isPossible(action: Action, desk: Desk): boolean {
  if (action.edits && !desk.session.can.get().edit) return false;
  if (action.comments && !desk.session.can.get().comment) return false;
  return action.when?.(desk) ?? true;
}
