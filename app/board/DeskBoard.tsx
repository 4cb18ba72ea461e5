import { Suspense, useLayoutEffect, useRef, useState } from "react";
import { late } from "../ui/late";
import { useLoaded } from "../ui/use-loaded";
import { useActions } from "./actions/use-actions";
import { TopBar } from "./bar/TopBar";
import { CardLayer } from "./canvas/CardLayer";
import { WhiteboardContext } from "./canvas/context";
import { loadPainters } from "./canvas/painters";
import { Whiteboard } from "./canvas/whiteboard";
import { Desk, DeskContext, useDesk } from "./desk";
import { PanelHost } from "./panels/PanelHost";
import { useSession, useSignal } from "./session";
import { boardIsThere, useSettled } from "./settled";
import { ToolBar } from "./tools/ToolBar";

const Outline = late(() => import("./outline/Outline"));
const loadLate = () => import("./LateBoard");
const YouDialog = late(() => import("./dialogs/YouDialog"));
const ShareDialog = late(() => import("./share/ShareDialog"));
const ImportDialog = late(() => import("./dialogs/ImportDialog"));
const ExportDialog = late(() => import("./export/ExportDialog"));
const ProposalDialog = late(() => import("./proposals/ProposalDialog"));
const HelpSheet = late(() => import("./actions/HelpSheet"));
const RefusalsDialog = late(() => import("./messages/RefusalsDialog"));
const FindDialog = late(() => import("./search/FindDialog"));
const CommandPalette = late(() => import("./actions/CommandPalette"));

/** The board with its canvas: bars around it, cards in it, dialogs over it. */
export function DeskBoard() {
  const session = useSession();
  const container = useRef<HTMLDivElement>(null);
  const [desk, setDesk] = useState<Desk | null>(null);
  const isSettled = useSettled();
  useLayoutEffect(() => {
    const element = container.current;
    if (element === null) return;
    let whiteboard: Whiteboard | null = null;
    let isGone = false;
    const { items } = session.items;
    // A board appears with everything on it.
    void loadPainters([...items.keys()].map((id) => items.get(id))).then(() => {
      if (isGone) return;
      whiteboard = new Whiteboard(session, element);
      setDesk(new Desk(session, whiteboard));
      boardIsThere();
    });
    return () => {
      isGone = true;
      whiteboard?.destroy();
    };
  }, [session]);
  return (
    <div className="flex h-dvh flex-col overflow-clip">
      <TopBar onOpen={(dialog) => desk?.dialog.set(dialog)} />
      <div className="flex min-h-0 flex-1">
        <main className="relative min-w-0 flex-1 bg-canvas">
          {/* First the list of the items, then the fields in their cards: what Tab walks through. */}
          {desk && (
            <WhiteboardContext value={desk.whiteboard}>
              <Suspense>{isSettled && <Outline />}</Suspense>
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
  const isSettled = useSettled();
  useActions();
  return (
    <>
      <ToolBar />
      {isSettled && <Late />}
    </>
  );
}

function Late() {
  const late = useLoaded(loadLate);
  return late && <late.default />;
}

function BoardDialog() {
  const { dialog } = useDesk();
  const open = useSignal(dialog);
  if (open === null) return null;
  const onClose = () => dialog.set(null);
  return (
    <Suspense>
      {open.name === "share" && <ShareDialog onClose={onClose} />}
      {open.name === "you" && <YouDialog onClose={onClose} />}
      {open.name === "help" && <HelpSheet onClose={onClose} />}
      {open.name === "refusals" && <RefusalsDialog onClose={onClose} />}
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
