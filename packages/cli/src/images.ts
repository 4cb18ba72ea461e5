import { createHash } from "node:crypto";
import { BoardError, type BoardFileJson, checkCarried, imagesOf } from "@carveout/model";
import { BadInput } from "./exit";

/** Looks at the pictures of a board's file as a server would that imports it; what is missing, in sentences. Throws a BadInput. */
export function checkImages(file: string, board: BoardFileJson): string[] {
  try {
    for (const [hash, text] of Object.entries(board.images ?? {}))
      checkCarried(hash, Buffer.from(text, "base64"), (bytes) =>
        createHash("sha256").update(bytes).digest("hex"),
      );
  } catch (error) {
    throw error instanceof BoardError ? new BadInput(`${file}: ${error.sentence}`) : error;
  }
  return [...imagesOf(board)]
    .filter(([hash]) => board.images?.[hash] === undefined)
    .flatMap(([, items]) => items)
    .map(
      (item) =>
        `${item}: note: the file does not have its picture; a server shows it if it has the same one.`,
    );
}
