import Unplug from "lucide-react/icons/unplug";
import { useEffect } from "react";
import { Icon } from "../../ui/Icon";
import { useSignal } from "../session";
import { useWhiteboard } from "./context";

/** Long enough to read two sentences. */
const SHOWN_MS = 7000;

/** Why a wire snapped back, at the place where it was dropped. */
export function WireRefused() {
  const { engine, wireRefusal } = useWhiteboard();
  const refusal = useSignal(wireRefusal);
  useEffect(() => {
    if (refusal === null) return;
    const close = () => wireRefusal.set(null);
    const timer = setTimeout(close, SHOWN_MS);
    const stop = engine.subscribeCamera(close);
    addEventListener("pointerdown", close);
    return () => {
      clearTimeout(timer);
      stop();
      removeEventListener("pointerdown", close);
    };
  }, [refusal, engine, wireRefusal]);
  const at = refusal === null ? null : engine.toScreen(refusal.at);
  return (
    <div role="alert">
      {refusal && at && (
        <p
          className="absolute z-20 flex w-72 gap-2 rounded-panel border border-err bg-surface px-3 py-2 t-small shadow-e2"
          style={{ left: at.x + 10, top: at.y + 10 }}
        >
          <Icon glyph={Unplug} size={14} className="mt-px text-err" />
          {refusal.reason}
        </p>
      )}
    </div>
  );
}
