import KeyboardIcon from "lucide-react/icons/keyboard";
import Minus from "lucide-react/icons/minus";
import Plus from "lucide-react/icons/plus";
import Scan from "lucide-react/icons/scan";
import { useEffect, useState } from "react";
import { IconButton } from "../../ui/IconButton";
import { useWhiteboard } from "./context";
import { Minimap } from "./Minimap";

const ZOOM_STEP = 1.25;

/** Bottom right: the board in small, the zoom, everything in view, all keys. */
export function ZoomPanel({ onHelp }: { onHelp?: () => void }) {
  const { engine } = useWhiteboard();
  return (
    <section
      aria-label="View"
      className="absolute right-3 bottom-3 z-10 overflow-visible rounded-panel border border-line bg-surface shadow-e2"
    >
      {/* On a phone it would cover what it is a map of. */}
      <div className="max-sm:hidden">
        <Minimap />
      </div>
      <div className="flex items-center border-line p-0.5 sm:border-t">
        <IconButton
          glyph={Minus}
          name="Zoom out"
          hint="-"
          side="top"
          onClick={() => engine.zoomBy(1 / ZOOM_STEP)}
        />
        <button
          type="button"
          title="Back to 100 %"
          className="h-7 w-13 rounded-button text-center t-num hover:bg-hover"
          onClick={() => engine.zoomTo(1)}
        >
          <ZoomText />
        </button>
        <IconButton
          glyph={Plus}
          name="Zoom in"
          hint="+"
          side="top"
          onClick={() => engine.zoomBy(ZOOM_STEP)}
        />
        <span className="flex-1" />
        <IconButton
          glyph={Scan}
          name="Everything in view"
          hint="Shift 1"
          side="top"
          onClick={() => engine.fit()}
        />
        {onHelp && <IconButton glyph={KeyboardIcon} name="All keys" hint="?" side="left" onClick={onHelp} />}
      </div>
    </section>
  );
}

/** Alone: while the zoom moves nothing else is rendered. */
function ZoomText() {
  const { engine } = useWhiteboard();
  const [shown, setShown] = useState(() => percent(engine.camera()));
  useEffect(() => engine.subscribeCamera((camera) => setShown(percent(camera))), [engine]);
  return `${shown} %`;
}

const percent = ({ zoom }: { zoom: number }): number => Math.round(zoom * 100);
