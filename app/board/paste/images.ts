import { isImageFile, loadPutImages } from "../images/image-file";
import type { PasteHandler } from "./handler";

/** A picture from the clipboard, a screenshot for instance. */
export const pasteImages: PasteHandler = {
  takes: ({ files }) => files.some(isImageFile),
  paste: async ({ files, at }, { whiteboard }) => {
    const { putImages } = await loadPutImages();
    await putImages(whiteboard, files.filter(isImageFile), at);
  },
};
