import { type Print, printOf } from "@carveout/canvas";
import { boardFile, readBoard } from "@carveout/model";
import { saveFile } from "../../ui/download";
import { ahead } from "../../ui/late";
import type { Whiteboard } from "../canvas/whiteboard";
import { boardText, partOf } from "./board-file";
import { svgText } from "./svg";
import { withImages } from "./with-images";

const loadRaster = ahead(() => import("./raster"));

export type Format = "svg" | "png" | "pdf" | "json";

/** Saves the board, or these items of it, as a file. */
export async function exportBoard(
  { session, engine }: Whiteboard,
  format: Format,
  ids: readonly string[] | undefined,
): Promise<void> {
  const title = session.title.get();
  const name = boardFile(title).replace(/json$/, format);
  if (format === "json") {
    const board = readBoard(session.doc);
    const { file, missing } = await withImages(ids === undefined ? board : partOf(board, ids), session.board);
    saveFile(name, "application/json", boardText(file));
    if (missing > 0)
      session.notice.set({
        headline: missing === 1 ? "A picture is not in the file" : `${missing} pictures are not in the file`,
        detail: "The server gave no answer for them. Export the board again when it is back.",
      });
    return;
  }
  const print = printOf(engine, ids);
  if (print !== null) await savePicture(print, format, name, title);
}

async function savePicture(print: Print, format: Format, name: string, title: string): Promise<void> {
  if (format === "svg") {
    saveFile(name, "image/svg+xml", await svgText(print, title));
  } else if (format === "png") {
    const { pngOf } = await loadRaster();
    saveFile(name, "image/png", await pngOf(print));
  } else {
    const { pdfOf } = await import("./pdf");
    saveFile(name, "application/pdf", await pdfOf(print, title));
  }
}
