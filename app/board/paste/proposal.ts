import { looksLikeMail } from "@carveout/formats/mail";
import { isMailFile } from "../proposals/mail-file";
import type { PasteHandler } from "./handler";

/** What looks like a mail or a patch is shown as it would be read, and becomes a proposal if that is what was meant. */
export const pasteProposal: PasteHandler = {
  takes: ({ text, files }) => files.some(isMailFile) || looksLikeMail(text),
  paste: ({ text, files, at }, { dialog }) =>
    dialog.set({ name: "proposal", files: files.filter(isMailFile), text: files.length > 0 ? "" : text, at }),
};
