import { pinsOverlay } from "@carveout/canvas/drawings";
import { Suspense, useEffect, useMemo } from "react";
import { late } from "../../ui/late";
import { useWhiteboard } from "../canvas/context";
import type { Whiteboard } from "../canvas/whiteboard";
import { usePanel } from "../open-panel";
import { useSession, useSignal } from "../session";
import { useView } from "../views/view";
import { followThreadAddress } from "./address";
import { canvasPins, DRAFT_PIN } from "./canvas-pins";
import { draftsOf } from "./drafts";
import { openThread, pinsShown, resumeThread, startThread, useOpenThread } from "./open";
import { anchorAt } from "./places";
import { useThreads } from "./use-discussion";

// Most visits only see pins.
const ThreadPopover = late(() => import("./ThreadPopover"));

/** The discussion on the canvas: its pins, the comment tool, and the open thread beside its pin unless the panel or a view has it. */
export default function CanvasThreads() {
  const session = useSession();
  const whiteboard = useWhiteboard();
  const panel = usePanel();
  const view = useView();
  const opened = useOpenThread();
  usePins();
  useEffect(followThreadAddress, []);
  useEffect(() => {
    whiteboard.onPin = (id) => {
      const fresh = draftsOf(session.board).fresh.get();
      if (id !== DRAFT_PIN) openThread(id);
      else if (fresh !== null) resumeThread(fresh);
    };
    whiteboard.onComment = (target, at) => startThread(session, anchorAt(whiteboard, target, at));
    return () => {
      whiteboard.onPin = null;
      whiteboard.onComment = null;
    };
  }, [session, whiteboard]);
  const isElsewhere = panel === "threads" || view !== null;
  if (opened === null || (isElsewhere && opened.beside === null)) return null;
  return (
    <Suspense>
      <ThreadPopover opened={opened} />
    </Suspense>
  );
}

function usePins(): void {
  const session = useSession();
  const whiteboard = useWhiteboard();
  const { engine } = whiteboard;
  const threads = useThreads();
  const opened = useOpenThread();
  const isShown = useSignal(pinsShown);
  const fresh = useSignal(draftsOf(session.board).fresh);
  // Pins come and go with their items; where those lie, the engine knows.
  const ids = useSignal(session.items.ids);
  const open = opened !== null && "id" in opened.thread ? opened.thread.id : null;
  const draft = opened !== null && "draft" in opened.thread ? opened.thread.draft : fresh;
  // biome-ignore lint/correctness/useExhaustiveDependencies: ids stand for the items that are there
  const pins = useMemo(
    () =>
      canvasPins(session, isShown ? threads : new Map([...threads].filter(([id]) => id === open)), {
        open,
        draft,
      }),
    [session, threads, open, draft, isShown, ids],
  );
  useEffect(() => engine.setPins(pins, pinsOverlay(pins)), [engine, pins]);
  // After the pins: a thread that was opened from a list or a link may be anywhere.
  const isHere = opened?.beside === null;
  useEffect(() => {
    if (open !== null && isHere) reveal(whiteboard, open);
  }, [whiteboard, open, isHere]);
  useEffect(() => () => engine.setPins([], pinsOverlay([])), [engine]);
}

/** Space around a pin that has to be in view, screen pixels. */
const ROOM = 48;

/** Brings a pin into the middle of the view, unless it is in view already. */
function reveal({ engine, container }: Whiteboard, pin: string): void {
  const tip = engine.pinAt(pin);
  if (tip === null) return;
  const { clientWidth, clientHeight } = container;
  const { x, y } = engine.toScreen(tip);
  if (x > ROOM && y > ROOM && x < clientWidth - ROOM && y < clientHeight - ROOM) return;
  const { zoom } = engine.camera();
  const camera = { x: tip.x - clientWidth / 2 / zoom, y: tip.y - clientHeight / 2 / zoom, zoom };
  engine.setCamera(camera, { animate: true });
}
