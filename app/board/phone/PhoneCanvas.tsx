import { NO_INSETS } from "@carveout/canvas";
import type { ItemId } from "@carveout/model";
import Scan from "lucide-react/icons/scan";
import { useEffect, useRef, useState } from "react";
import { IconButton } from "../../ui/IconButton";
import { Whiteboard } from "../canvas/whiteboard";
import { useSession } from "../session";

/** The canvas on a phone: to look around, with two fingers or one; a tap on an item opens its sheet. */
export default function PhoneCanvas({ onOpen }: { onOpen: (item: ItemId) => void }) {
  const session = useSession();
  const container = useRef<HTMLDivElement>(null);
  const open = useRef(onOpen);
  open.current = onOpen;
  const [whiteboard, setWhiteboard] = useState<Whiteboard | null>(null);
  useEffect(() => {
    if (container.current === null) return;
    // Places are shown by the phone, which opens sheets.
    const { guide } = session;
    const shown = new Whiteboard(session, container.current, NO_INSETS);
    session.guide = guide;
    const readOnly = () => shown.engine.setMode("read");
    readOnly();
    const stops = [
      session.can.subscribe(readOnly),
      shown.selection.subscribe(() => {
        const [item] = shown.selection.get().items;
        if (item === undefined) return;
        shown.engine.select([]);
        open.current(item);
      }),
    ];
    setWhiteboard(shown);
    return () => {
      for (const stop of stops) stop();
      shown.destroy();
    };
  }, [session]);
  return (
    <div className="relative h-full">
      <div ref={container} className="absolute inset-0 bg-canvas" role="application" aria-label="Board" />
      <div className="absolute right-3 bottom-3 rounded-panel border border-line bg-surface shadow-e2">
        <IconButton
          glyph={Scan}
          name="Everything in view"
          side="top"
          onClick={() => whiteboard?.engine.fit()}
        />
      </div>
    </div>
  );
}
