import type { Desk } from "../desk";

/** What came from the clipboard. */
export interface Pasted {
  text: string;
  files: readonly File[];
  /** Board point of the pointer, or the middle of the view. */
  at: { x: number; y: number };
}

export interface PasteHandler {
  /** Whether this is what it takes. */
  takes(pasted: Pasted): boolean;
  paste(pasted: Pasted, desk: Desk): void | Promise<void>;
}
