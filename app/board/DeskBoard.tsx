import { lazy, Suspense, useLayoutEffect, useRef, useState } from "react";
import { useActions } from "./actions/use-actions";
import { TopBar } from "./bar/TopBar";
import { CardLayer } from "./canvas/CardLayer";
import { WhiteboardContext } from "./canvas/context";
import { EmptyBoard } from "./canvas/EmptyBoard";
import { WireRefused } from "./canvas/WireRefused";
import { Whiteboard } from "./canvas/whiteboard";
import { ZoomPanel } from "./canvas/ZoomPanel";
import { Desk, DeskContext, useDesk } from "./desk";
import { useFileDrop } from "./dialogs/file-drop";
import { isImageFile } from "./images/image-file";
import { LookBar } from "./look/LookBar";
import { LiveRegions } from "./messages/LiveRegions";
import { Messages } from "./messages/Messages";
import { Outline } from "./outline/Outline";
import { PanelHost } from "./panels/PanelHost";
import { isMailFile } from "./proposals/mail-file";
import { useSession, useSignal } from "./session";
import { StageLayer } from "./stage/StageLayer";
import { useFollowKeys } from "./together/use-follow-keys";
import { ToolBar } from "./tools/ToolBar";

const CanvasThreads = lazy(() => import("./threads/CanvasThreads"));
const VerdictDialog = lazy(() => import("./verdicts/VerdictDialog"));
const ShareDialog = lazy(() => import("./dialogs/ShareDialog"));
const ImportDialog = lazy(() => import("./dialogs/ImportDialog"));
const ExportDialog = lazy(() => import("./export/ExportDialog"));
const BoardMenu = lazy(() => import("./canvas/BoardMenu"));
const ProposalDialog = lazy(() => import("./proposals/ProposalDialog"));
const HelpSheet = lazy(() => import("./actions/HelpSheet"));
const FindDialog = lazy(() => import("./search/FindDialog"));
const CommandPalette = lazy(() => import("./actions/CommandPalette"));

/** The board with its canvas: bars around it, cards in it, dialogs over it. */
export function DeskBoard() {
  const session = useSession();
  const container = useRef<HTMLDivElement>(null);
  const [desk, setDesk] = useState<Desk | null>(null);
  useLayoutEffect(() => {
    if (container.current === null) return;
    const whiteboard = new Whiteboard(session, container.current);
    setDesk(new Desk(session, whiteboard));
    return () => whiteboard.destroy();
  }, [session]);
  return (
    <div className="flex h-dvh flex-col overflow-clip">
      <TopBar onOpen={(dialog) => desk?.dialog.set(dialog)} />
      <div className="flex min-h-0 flex-1">
        <main className="relative min-w-0 flex-1 bg-canvas">
          {/* First the list of the items, then the fields in their cards: what Tab walks through. */}
          {desk && (
            <WhiteboardContext value={desk.whiteboard}>
              <Outline />
            </WhiteboardContext>
          )}
          <div ref={container} className="absolute inset-0" role="application" aria-label="Board" />
          {desk && (
            <DeskContext value={desk}>
              <WhiteboardContext value={desk.whiteboard}>
                <CardLayer />
                <BoardChrome />
                <BoardDialog />
              </WhiteboardContext>
            </DeskContext>
          )}
          <Messages />
          <LiveRegions />
        </main>
        {desk && (
          <DeskContext value={desk}>
            <WhiteboardContext value={desk.whiteboard}>
              <PanelHost />
            </WhiteboardContext>
          </DeskContext>
        )}
      </div>
    </div>
  );
}

/** What floats over the canvas. */
function BoardChrome() {
  const { dialog, whiteboard } = useDesk();
  useFileDrop((files, at) => {
    const images = files.filter(isImageFile);
    if (images.length > 0)
      void import("./images/put-images").then(({ putImages }) => putImages(whiteboard, images, at));
    else
      dialog.set(
        files.some(isMailFile) ? { name: "proposal", files, text: "", at } : { name: "import", files, at },
      );
  });
  useFollowKeys();
  useActions();
  return (
    <>
      <StageLayer />
      <EmptyBoard onImport={() => dialog.set({ name: "import", files: [], at: null })} />
      <ToolBar />
      <LookBar />
      <ZoomPanel onHelp={() => dialog.set({ name: "help" })} />
      <Suspense>
        <BoardMenu />
      </Suspense>
      <WireRefused />
      <Suspense>
        <CanvasThreads />
        <VerdictDialog />
      </Suspense>
    </>
  );
}

function BoardDialog() {
  const { dialog } = useDesk();
  const open = useSignal(dialog);
  if (open === null) return null;
  const onClose = () => dialog.set(null);
  return (
    <Suspense>
      {open.name === "share" && <ShareDialog onClose={onClose} />}
      {open.name === "help" && <HelpSheet onClose={onClose} />}
      {open.name === "find" && <FindDialog onClose={onClose} />}
      {open.name === "commands" && <CommandPalette onClose={onClose} />}
      {open.name === "export" && <ExportDialog onClose={onClose} />}
      {open.name === "proposal" && (
        <ProposalDialog files={open.files} text={open.text} at={open.at} onClose={onClose} />
      )}
      {open.name === "import" && <ImportDialog files={open.files} at={open.at} onClose={onClose} />}
    </Suspense>
  );
}
