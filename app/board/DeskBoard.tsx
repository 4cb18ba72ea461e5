import { lazy, Suspense, useLayoutEffect, useRef, useState } from "react";
import { TopBar } from "./bar/TopBar";
import { BoardMenu } from "./canvas/BoardMenu";
import { CardLayer } from "./canvas/CardLayer";
import { WhiteboardContext } from "./canvas/context";
import { EmptyBoard } from "./canvas/EmptyBoard";
import { WireRefused } from "./canvas/WireRefused";
import { Whiteboard } from "./canvas/whiteboard";
import { ZoomPanel } from "./canvas/ZoomPanel";
import { useFileDrop } from "./dialogs/file-drop";
import { LiveRegions } from "./messages/LiveRegions";
import { Messages } from "./messages/Messages";
import { Outline } from "./outline/Outline";
import { useSession } from "./session";
import { ToolBar } from "./tools/ToolBar";
import { useBoardKeys } from "./tools/use-board-keys";

const ShareDialog = lazy(() => import("./dialogs/ShareDialog"));
const ImportDialog = lazy(() => import("./dialogs/ImportDialog"));
const HelpDialog = lazy(() => import("./dialogs/HelpDialog"));

export type OpenDialog =
  | { name: "share" }
  | { name: "help" }
  | { name: "import"; files: readonly File[]; at: { x: number; y: number } | null };

/** The board with its canvas: bars around it, cards in it, dialogs over it. */
export function DeskBoard() {
  const session = useSession();
  const container = useRef<HTMLDivElement>(null);
  const [whiteboard, setWhiteboard] = useState<Whiteboard | null>(null);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  useLayoutEffect(() => {
    if (container.current === null) return;
    const opened = new Whiteboard(session, container.current);
    setWhiteboard(opened);
    return () => opened.destroy();
  }, [session]);
  return (
    <div className="flex h-dvh flex-col overflow-clip">
      <TopBar onShare={() => setDialog({ name: "share" })} />
      <main className="relative min-h-0 flex-1 bg-canvas">
        {/* First the list of the items, then the fields in their cards: what Tab walks through. */}
        {whiteboard && (
          <WhiteboardContext value={whiteboard}>
            <Outline />
          </WhiteboardContext>
        )}
        <div ref={container} className="absolute inset-0" role="application" aria-label="Board" />
        {whiteboard && (
          <WhiteboardContext value={whiteboard}>
            <CardLayer />
            <BoardChrome onDialog={setDialog} />
          </WhiteboardContext>
        )}
        <Messages />
        <LiveRegions />
      </main>
      {dialog && whiteboard && (
        <WhiteboardContext value={whiteboard}>
          <Suspense>
            <BoardDialog dialog={dialog} onClose={() => setDialog(null)} />
          </Suspense>
        </WhiteboardContext>
      )}
    </div>
  );
}

/** What floats over the canvas. */
function BoardChrome({ onDialog }: { onDialog: (dialog: OpenDialog) => void }) {
  const onImport = () => onDialog({ name: "import", files: [], at: null });
  const onHelp = () => onDialog({ name: "help" });
  useFileDrop((files, at) => onDialog({ name: "import", files, at }));
  const keys = useBoardKeys({ onHelp });
  return (
    <>
      <EmptyBoard onImport={onImport} />
      <ToolBar menu={keys.toolMenu} onMenu={keys.setToolMenu} onImport={onImport} />
      <ZoomPanel onHelp={onHelp} />
      <BoardMenu />
      <WireRefused />
    </>
  );
}

function BoardDialog({ dialog, onClose }: { dialog: OpenDialog; onClose: () => void }) {
  if (dialog.name === "share") return <ShareDialog onClose={onClose} />;
  if (dialog.name === "help") return <HelpDialog onClose={onClose} />;
  return <ImportDialog files={dialog.files} at={dialog.at} onClose={onClose} />;
}
