import type { PasteHandler } from "./handler";
import { pasteImages } from "./images";
import { pasteItems } from "./items";
import { pasteNote } from "./note";
import { pasteProposal } from "./proposal";

/** In this order: the first that takes what was pasted has it. */
export const PASTE_HANDLERS: readonly PasteHandler[] = [pasteImages, pasteItems, pasteProposal, pasteNote];
