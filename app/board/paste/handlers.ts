import type { Desk } from "../desk";
import { pasteImages } from "./images";
import { pasteItems } from "./items";
import { pasteNote } from "./note";
import { pasteProposal } from "./proposal";

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

/** In this order: the first that takes what was pasted has it. */
export const PASTE_HANDLERS: readonly PasteHandler[] = [pasteImages, pasteItems, pasteProposal, pasteNote];
