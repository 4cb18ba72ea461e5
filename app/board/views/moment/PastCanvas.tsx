import type { Camera } from "@carveout/canvas";
import { type Flag, flagsOverlay } from "@carveout/canvas/drawings";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { CardLayer } from "../../canvas/CardLayer";
import { WhiteboardContext } from "../../canvas/context";
import { Whiteboard } from "../../canvas/whiteboard";
import { ZoomPanel } from "../../canvas/ZoomPanel";
import { Desk, DeskContext } from "../../desk";
import Outline from "../../outline/Outline";
import { useSession } from "../../session";

/** The canvas of a board that is only looked at. It begins where the camera stood on the board of now. */
export function PastCanvas(props: {
  flags: readonly Flag[];
  camera: Camera | null;
  onCamera: (camera: Camera) => void;
}) {
  const { flags, camera, onCamera } = props;
  const session = useSession();
  const container = useRef<HTMLDivElement>(null);
  const first = useRef(camera);
  const [desk, setDesk] = useState<Desk | null>(null);
  useLayoutEffect(() => {
    if (container.current === null) return;
    const whiteboard = new Whiteboard(session, container.current);
    if (first.current !== null) whiteboard.engine.setCamera(first.current);
    setDesk(new Desk(session, whiteboard));
    return () => whiteboard.destroy();
  }, [session]);
  useEffect(() => desk?.whiteboard.engine.drawOver(flagsOverlay(flags)), [desk, flags]);
  useEffect(() => desk?.whiteboard.engine.subscribeCamera(onCamera), [desk, onCamera]);
  return (
    <div className="relative min-h-0 min-w-0 flex-1 bg-canvas">
      {desk && (
        <WhiteboardContext value={desk.whiteboard}>
          <Outline />
        </WhiteboardContext>
      )}
      <div ref={container} className="absolute inset-0" role="application" aria-label="The board as it was" />
      {desk && (
        <DeskContext value={desk}>
          <WhiteboardContext value={desk.whiteboard}>
            <CardLayer />
            <ZoomPanel />
          </WhiteboardContext>
        </DeskContext>
      )}
    </div>
  );
}
