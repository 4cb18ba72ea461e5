import { MAX_NOTE_LENGTH } from "@carveout/model";
import { draftSize } from "../canvas/drafts";
import { asStep } from "../fields/as-step";
import type { PasteHandler } from "./handler";

/** Text that is nothing else becomes a note. */
export const pasteNote: PasteHandler = {
  takes: ({ text }) => text.trim() !== "",
  paste: ({ text, at }, { session, whiteboard }) => {
    const words = text.replaceAll("\r\n", "\n").trim();
    if (words.length > MAX_NOTE_LENGTH) {
      session.notice.set({
        headline: "Nothing was pasted",
        detail: `The text has ${words.length.toLocaleString("en-US")} characters, a note takes ${MAX_NOTE_LENGTH.toLocaleString("en-US")}. Paste it in parts.`,
      });
      return;
    }
    const { edits } = session;
    const geo = { x: Math.round(at.x), y: Math.round(at.y), w: draftSize("note").w };
    asStep(session, () => {
      whiteboard.selectSoon([edits.add({ kind: "note", geo, z: edits.topOrder(), text: words })]);
    });
  },
};
