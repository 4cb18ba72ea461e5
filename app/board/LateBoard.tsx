import { Suspense } from "react";
import { late } from "../ui/late";
import ArrangeBar from "./arrange/ArrangeBar";
import BoardMenu from "./canvas/BoardMenu";
import { EmptyBoard } from "./canvas/EmptyBoard";
import { WireRefused } from "./canvas/WireRefused";
import { ZoomPanel } from "./canvas/ZoomPanel";
import { useDesk } from "./desk";
import { useFileDrop } from "./dialogs/file-drop";
import { isImageFile, loadPutImages } from "./images/image-file";
import { LookBar } from "./look/LookBar";
import { LiveRegions } from "./messages/LiveRegions";
import Messages from "./messages/Messages";
import { isMailFile } from "./proposals/mail-file";
import { useSignal } from "./session";
import { StageLayer } from "./stage/StageLayer";
import CanvasThreads from "./threads/CanvasThreads";
import { useFollowKeys } from "./together/use-follow-keys";
import VerdictDialog from "./verdicts/VerdictDialog";

const WireDialog = late(() => import("./canvas/WireDialog"));

/** What floats over the canvas and nobody needs before they have seen the board: it is loaded once the board has been drawn. */
export default function LateBoard() {
  const { dialog, whiteboard } = useDesk();
  useFileDrop((files, at) => {
    const images = files.filter(isImageFile);
    if (images.length > 0) void loadPutImages().then(({ putImages }) => putImages(whiteboard, images, at));
    else
      dialog.set(
        files.some(isMailFile) ? { name: "proposal", files, text: "", at } : { name: "import", files, at },
      );
  });
  useFollowKeys();
  const wireFrom = useSignal(whiteboard.wireFrom);
  return (
    <>
      <EmptyBoard onImport={() => dialog.set({ name: "import", files: [], at: null })} />
      <StageLayer />
      <ArrangeBar />
      <LookBar />
      <ZoomPanel onHelp={() => dialog.set({ name: "help" })} />
      <BoardMenu />
      <WireRefused />
      {wireFrom !== null && (
        <Suspense>
          <WireDialog from={wireFrom} />
        </Suspense>
      )}
      <CanvasThreads />
      <VerdictDialog />
      <Messages />
      <LiveRegions />
    </>
  );
}
